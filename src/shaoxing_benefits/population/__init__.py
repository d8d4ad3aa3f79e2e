"""A whole population at once: two Arrow tables in, checked arrays and answers out. Needs the extra `[batch]`."""
