"""Assessments and errors as text for people, in Chinese or English. Only this package imports Babel, and only when text is made."""
