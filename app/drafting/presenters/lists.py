"""The list of drafts as rows of the shared list."""

from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy.orm import Session

from app.approval.queries import current_holders
from app.approval.queries.returned import Return, returns
from app.approval.rules.circuit import KINDS
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.presenters import due_title
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import Horizon, due_colour
from app.deadlines.rules.wholes import PRESSED
from app.drafting.filters import DraftFilter
from app.drafting.policy import OPEN_STATES, WRITE
from app.drafting.presenters.page import standing
from app.drafting.queries.lists import DRAFTS, DraftRow, rows_of
from app.web.formats import short_day
from app.web.i18n import gettext as _
from app.web.listing import Action, Empty, Fact, Listed, ListPage, Row
from app.web.records import bulk_actions
from app.web.sequels import sequel_marks

TAB_WORDS = {
    "mine": N_("My drafts"),
    "circuit": N_("In the circuit"),
    "returned": N_("Returned drafts"),
    "signed": N_("Signed drafts"),
    "all": N_("All drafts"),
}
EMPTY_WORDS = {
    "mine": (
        N_("You are drafting nothing."),
        N_("Open a document and press Reply, or begin a draft by itself."),
    ),
    "circuit": (N_("No draft is on its way."), N_("Drafts sent round stand here.")),
    "returned": (N_("No draft came back."), N_("Drafts returned to you stand here.")),
    "signed": (N_("Nothing was signed yet."), N_("Signed drafts stand here.")),
    "all": (N_("There is no draft yet."), N_("Every draft you may read stands here.")),
}
ROW_STATES = {"circulating": "open", "drafting": "new", "signed": "done", "issued": "done"}


def draft_list(
    actor: Actor,
    wanted: DraftFilter,
    found: Page[DraftRow],
    counts: Mapping[str, int],
    holders: Mapping[int, Sequence[tuple[str, str]]],
    returned: Mapping[int, Return],
    horizon: Horizon,
) -> ListPage:
    here = Listed(DRAFTS.name, wanted)
    return ListPage(
        rows=tuple(
            _row(row, holders.get(row.record_id, ()), returned.get(row.record_id), horizon)
            for row in found.rows
        ),
        label=_(TAB_WORDS[wanted.tab]),
        empty=_empty(wanted.tab, new_draft(actor)),
        pager=here.pager(found),
        tabs=here.tabs(TAB_WORDS, counts),
        order=here.order({"due": N_("Due first"), "-changed": N_("Last changed first")}),
        bulk=bulk_actions(actor),
    )


def new_draft(actor: Actor) -> Action | None:
    """Where one is begun, for whoever may."""
    if not actor.may(WRITE):
        return None
    href = url_for("drafting.new")
    return Action(_("New draft"), href, icon="plus-lg", primary=True, short=_("Write"))


def found(session: Session, actor: Actor, record_ids: Sequence[int]) -> Mapping[int, Row]:
    """Drafts among the hits of a search."""
    rows = rows_of(session, actor, record_ids)
    ids = [row.record_id for row in rows]
    holders, returned = current_holders(session, ids), returns(session, ids)
    horizon = horizon_of(session, actor.agency_id)
    return {
        row.record_id: _row(
            row, holders.get(row.record_id, ()), returned.get(row.record_id), horizon
        )
        for row in rows
    }


def _row(
    row: DraftRow, holders: Sequence[tuple[str, str]], back: Return | None, horizon: Horizon
) -> Row:
    word = standing(row.state, is_returned=back is not None)
    pressed = due_colour(row.due_at, horizon) if row.state in OPEN_STATES else ""
    presses = pressed in PRESSED
    marks = [Fact(word)] if presses else []
    if row.answers_reference:
        marks.append(Fact(_("answers %(reference)s", reference=row.answers_reference)))
    marks += [*sequel_marks(row.answers_sequels), *sequel_marks(row.sequels)]
    return Row(
        href=url_for("drafting.show", draft_id=row.id),
        subject=row.subject,
        state=pressed if presses else ROW_STATES.get(row.state),
        state_text=None if presses else word,
        due_text=_("by %(day)s", day=short_day(row.due_at)) if row.due_at else "",
        due_title=due_title(row.due_at),
        due_href=url_for("work.why", record_id=row.record_id),
        reference=row.reference or row.type_name,
        issuer=row.author_name,
        urgency=row.urgency,
        who="; ".join(f"{_(KINDS[kind])}: {name}" for kind, name in holders),
        excerpt=reason_words(back),
        select_value=str(row.record_id),
        marks=tuple(marks),
    )


def reason_words(back: Return | None) -> tuple[tuple[str, bool], ...]:
    """Why it came back, under the subject of its row."""
    if back is None or not back.reason:
        return ()
    return ((f"{back.by}: {back.reason}", False),)


def _empty(tab: str, new: Action | None) -> Empty:
    title, text = EMPTY_WORDS[tab]
    return Empty(_(title), _(text), icon="pen", action=new if tab == "mine" else None)
