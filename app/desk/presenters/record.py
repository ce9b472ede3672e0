"""Everything about one record on one page, composed of what each feature adds to it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.core.feature import Features, Opened
from app.core.policy import Actor
from app.core.words import called
from app.web.listing import Action, Addition, DocumentHead, Part, RecordPage, Tab

SHORT_REFERENCE = 40


def record_page(session: Session, brought: Features, actor: Actor, opened: Opened) -> RecordPage:
    added = _additions(session, brought, actor, opened)
    assert opened.kind.head is not None, "a kind that is loaded has a head"
    own: DocumentHead = opened.kind.head.found()(session, actor, opened)
    parts = _parts(added)
    return RecordPage(
        title=called(own.reference, subject=own.subject[:SHORT_REFERENCE]),
        head=_head(own, added),
        actions=_one_primary(_actions(added)),
        position=next((one.position for one in added if one.position), None),
        tabs=_tabs(parts),
        pane=next((one.pane for one in added if one.pane), None),
        parts=parts,
    )


def _additions(session: Session, brought: Features, actor: Actor, opened: Opened) -> list[Addition]:
    added = (one.found()(session, actor, opened) for one in brought.on_record)
    return [one for one in added if one is not None]


OWN_PLACE = 50
"""Where what a kind says of itself stands among what others add to the head."""


def _head(own: DocumentHead, added: Sequence[Addition]) -> DocumentHead:
    ordered = sorted(added, key=lambda one: one.facts_place)
    before = [fact for one in ordered if one.facts_place < OWN_PLACE for fact in one.facts]
    after = [fact for one in ordered if one.facts_place >= OWN_PLACE for fact in one.facts]
    said: list[DocumentHead | Addition] = [own, *added]
    dues = [_Due(one.state, one.due_text, one.due_title, one.due_href) for one in said]
    due = next((one for one in dues if one.is_said), _Due())
    return replace(
        own,
        facts=(*before, *own.facts, *after),
        state=due.state,
        due_text=due.text,
        due_title=due.title,
        due_href=due.href if due.text else "",
    )


class _Due(NamedTuple):
    """A colour belongs to its date: whoever says one of them says both."""

    state: str | None = None
    text: str = ""
    title: str = ""
    href: str = ""

    @property
    def is_said(self) -> bool:
        return self.state is not None or self.text != ""


def _parts(added: Sequence[Addition]) -> list[list[Part]]:
    """In their places, each with everything that was added to it."""
    ordered = sorted((part for one in added for part in one.parts), key=lambda p: (p.place, p.name))
    return [list(parts) for _name, parts in groupby(ordered, key=lambda part: part.name)]


def _tabs(parts: Sequence[Sequence[Part]]) -> list[Tab]:
    counted = [same for same in parts if any(part.count is not None for part in same)]
    return [
        Tab(same[0].label, f"#{same[0].name}", sum(part.count or 0 for part in same), number == 0)
        for number, same in enumerate(counted)
    ]


def _actions(added: Sequence[Addition]) -> list[Action]:
    ordered = sorted(added, key=lambda one: one.actions_place)
    return [action for one in ordered for action in one.actions]


def _one_primary(actions: Sequence[Action]) -> list[Action]:
    """One dark button at most, and it stands in front."""
    first = next((action for action in actions if action.primary), None)
    plain = [action if action is first else _plain(action) for action in actions]
    return sorted(plain, key=lambda action: (action is not first, action.quiet))


def _plain(action: Action) -> Action:
    return replace(action, primary=False) if action.primary else action
