"""Implementations of `SearchBackend`."""
