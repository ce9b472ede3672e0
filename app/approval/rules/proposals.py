"""The circuit that is proposed where the author has chosen none before."""

from collections.abc import Sequence
from typing import Protocol

from app.approval.rules.circuit import INITIAL, REVIEW, SIGN

CHECKER_ROLE = "clerk"
"""The office's clerk checks the form (thể thức) before the signature."""


class Candidate(Protocol):
    """Who can be asked in a circuit."""

    @property
    def post_id(self) -> int: ...
    @property
    def person_id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def role(self) -> str: ...
    @property
    def is_head(self) -> bool: ...
    @property
    def may_sign(self) -> bool: ...


def circuit_by_rule(
    people: Sequence[Candidate], author_id: int, unit_id: int | None, signer_post_id: int | None
) -> list[tuple[str, int]]:
    """Kind and post of each step: the unit's head reviews, the office's checker initials, the
    leader signs (Decree 30/2020, article 13: contents first, then form, then signature)."""
    others = [person for person in people if person.person_id != author_id]
    head = next(
        (p for p in others if p.is_head and unit_id is not None and p.unit_id == unit_id), None
    )
    signer = next((p for p in people if p.post_id == signer_post_id and p.may_sign), None)
    if signer is None:
        signer = next((p for p in others if p.may_sign and p.is_head and p.unit_id is None), None)
    checker = next((p for p in others if p.role == CHECKER_ROLE), None)
    found = [(SIGN, signer)] if signer is not None else []
    for kind, person in ((INITIAL, checker), (REVIEW, head)):
        if person is not None and person.person_id not in {one.person_id for _, one in found}:
            found.insert(0, (kind, person))
    return [(kind, person.post_id) for kind, person in found]
