"""The blueprint that all modules of these pages add their routes to."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

blueprint = Blueprint("access", __name__)


_open: list[Callable[..., Any]] = []


def open_to_all_signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Also for those who must change their password first, or hold no post today."""
    _open.append(view)
    return view


def is_open_to_all_signed_in(view: Callable[..., Any] | None) -> bool:
    return view in _open
