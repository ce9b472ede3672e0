"""The verbs of access: signing in, accounts, roles, delegations."""

from app.access.service.epoch import raise_epoch

__all__ = ["raise_epoch"]
