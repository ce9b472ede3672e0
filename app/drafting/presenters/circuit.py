"""The composer of a circuit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.core import clock
from app.drafting.inputs import TypedStep
from app.drafting.queries.drafts import DraftView
from app.drafting.queries.people import Approver
from app.drafting.rules.circuit import KINDS
from app.web.formats import short_day
from app.web.listing import Choice

BLANK_LINES = 2


@dataclass(frozen=True)
class CircuitLine:
    """One line of the composer."""

    kind: str = ""
    post_id: int | None = None
    until: str = ""
    with_previous: bool = False


def composer(
    view: DraftView, people: Sequence[Approver], lines: Sequence[TypedStep]
) -> dict[str, Any]:
    """What the template is given: proposed lines, blank ones, and everyone who can be asked."""
    return {
        "draft": view.draft,
        "lines": lines or [CircuitLine()],
        "blank": CircuitLine(),
        "blank_lines": BLANK_LINES,
        "kinds": [Choice(_(words), kind) for kind, words in KINDS.items()],
        "people": [_person(one) for one in people],
        "today": clock.today(),
        "close": url_for(".show", draft_id=view.draft.id),
        "action": url_for(".circuit", draft_id=view.draft.id),
        "sub": f"{view.type_name}. {view.draft.subject}",
    }


def _person(one: Approver) -> Choice:
    label = f"{one.name}, {one.place}"
    if one.away_until is not None:
        label += f" ({_('away until %(day)s', day=short_day(one.away_until))})"
    return Choice(label, str(one.post_id))
