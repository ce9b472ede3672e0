"""Segments of an index as plain arrays, and how they are searched. Importing them loads numpy."""
