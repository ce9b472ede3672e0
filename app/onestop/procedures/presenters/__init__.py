"""Procedures as they are shown."""
