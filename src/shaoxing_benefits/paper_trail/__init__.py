"""The paper trail of the tables: where each figure comes from, since when, how it has changed, and whether all of it holds together."""
