"""Drafts are what the tests of approval send round."""

from tests.integration.drafting.conftest import monday, storage

__all__ = ["monday", "storage"]
