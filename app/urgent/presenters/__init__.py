"""Urgent messages as the shared components show them."""
