"""Drafts as the components show them."""

from app.drafting.presenters.actions import document_actions

__all__ = ["document_actions"]
