"""A small feature that the office does not know, taken through it: see taken_through.py."""
