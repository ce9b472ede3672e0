"""Roles and their permissions as a table of boxes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.access.models import Role
from app.core.feature import Permission
from app.web.i18n import gettext as _


@dataclass(frozen=True)
class MatrixRow:
    permission: str
    words: str
    cells: tuple[tuple[str, str, bool], ...]
    """Role name, value "role:permission", whether it is granted."""


@dataclass(frozen=True)
class Matrix:
    roles: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    seen: tuple[str, ...]


def matrix(
    catalogue: Iterable[Permission],
    roles: Sequence[Role],
    granted: Mapping[str, frozenset[str]],
    wanted: Mapping[str, frozenset[str]] | None,
) -> Matrix:
    """The cells as they are; ticked as the person wanted them when they came back refused."""
    ticked = granted if wanted is None else wanted
    rows = [
        MatrixRow(
            one.name,
            _(one.words),
            tuple(
                (_(role.name), f"{role.code}:{one.name}", one.name in ticked.get(role.code, ()))
                for role in roles
            ),
        )
        for one in catalogue
    ]
    seen = [f"{code}:{one}" for code, permissions in granted.items() for one in permissions]
    return Matrix(tuple(_(role.name) for role in roles), tuple(rows), tuple(sorted(seen)))


def cells(values: Iterable[str]) -> dict[str, frozenset[str]]:
    """ "clerk:desk.read" values as role code to permissions."""
    found: dict[str, set[str]] = {}
    for value in values:
        code, _colon, permission = value.partition(":")
        found.setdefault(code, set()).add(permission)
    return {code: frozenset(permissions) for code, permissions in found.items()}
