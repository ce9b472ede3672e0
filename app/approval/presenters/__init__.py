"""Approval as the components show it."""
