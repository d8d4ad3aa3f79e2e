"""Households in the files of an office: Excel and CSV read cell by cell, decided one by one, and written back with nothing lost."""
