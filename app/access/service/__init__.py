"""The verbs of access: signing in, accounts, roles, delegations."""

from app.organisation.service import raise_epoch

__all__ = ["raise_epoch"]
