"""Drafts that are not issued yet, with their authors and units."""

from typing import Any

from sqlalchemy import literal, select

from app.core.feature import Holding
from app.core.text import N_
from app.drafting.models import Draft
from app.drafting.service.handing import (
    hand_drafts,
    hand_drafts_of_agency,
    hand_unit_drafts,
    move_signing,
)

_IS_OPEN = Draft.state.in_(("drafting", "circulating", "signed"))
_DRAFTS: Any = select(
    Draft.id, Draft.version, Draft.record_id, literal(""), Draft.due_at, literal("")
).where(_IS_OPEN)
_DRAFT: dict[str, Any] = {"id": Draft.id, "agency_id": Draft.agency_id, "icon": "file-earmark-text"}

HOLDINGS = (
    Holding(
        name="drafting.drafts",
        words=N_("Drafts"),
        of="p",
        rows=_DRAFTS,
        held_by=lambda number: Draft.author_id == number,
        move=hand_drafts,
        needs="drafts.write",
        **_DRAFT,
    ),
    Holding(
        name="drafting.unit_drafts",
        words=N_("Drafts"),
        of="u",
        rows=_DRAFTS,
        held_by=lambda number: Draft.unit_id == number,
        move=hand_unit_drafts,
        **_DRAFT,
    ),
    Holding(
        name="drafting.drafts_of_agency",
        words=N_("Drafts"),
        of="a",
        rows=_DRAFTS,
        held_by=lambda number: Draft.agency_id == number,
        move=hand_drafts_of_agency,
        **_DRAFT,
    ),
    Holding(
        name="drafting.to_sign",
        words=N_("Drafts that the post is to sign"),
        of="o",
        rows=select(
            Draft.id, literal(0), Draft.record_id, literal(""), Draft.due_at, literal("")
        ).where(_IS_OPEN),
        held_by=lambda number: Draft.signer_post_id == number,
        move=move_signing,
        **_DRAFT,
    ),
)
