"""Drafts are what the tests of approval send round."""

from tests.integration.drafting.conftest import storage

__all__ = ["storage"]
