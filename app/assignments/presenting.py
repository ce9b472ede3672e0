"""Lines of work as the components show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.assignments import dues, policy, queries, rules
from app.assignments.dues import DueFacts, Words
from app.assignments.entries import ReceiverEntry
from app.assignments.models import Assignment
from app.assignments.place import Place, carried
from app.assignments.queries import DirectiveRow, Horizon, LineRow, WorkRow
from app.assignments.tree import Tree
from app.core import clock
from app.core.policy import Actor
from app.core.text import N_
from app.correspondence.models import Document
from app.organisation import queries as organisation
from app.web.formats import day, moment, short_day
from app.web.listing import (
    ROLE_WORDS,
    Action,
    Choice,
    Column,
    Empty,
    Given,
    Line,
    Quote,
    Row,
    TableRow,
)

ENDED_WORDS = {
    "returned": N_("Returned"),
    "recalled": N_("Taken back"),
    "withdrawn": N_("Withdrawn"),
}
ENDED_NOTES = {
    "done": N_("Outcome: %(text)s"),
    "returned": N_("Returned because: %(text)s"),
    "withdrawn": N_("Withdrawn because: %(text)s"),
}


def words(said: Words) -> str:
    """The words in the reader's language."""
    params = dict(said.params)
    if said.weekday:
        params["weekday"] = _(said.weekday)
    return str(_(said.message, **params))


# -- One line and the tree -----------------------------------------------------------------------


@dataclass(frozen=True)
class View:
    """Who looks at the lines of a document, and when."""

    actor: Actor
    document: Document
    directs: bool
    at: Horizon

    @property
    def is_open(self) -> bool:
        return self.document.state in rules.DIRECTED_STATES


@dataclass(frozen=True)
class DirectiveView:
    """What a leader wrote, with the lines it gave out."""

    quote: Quote
    lines: tuple[Line, ...]


def directive_views(
    view: View, directives: Sequence[DirectiveRow], rows: Sequence[LineRow]
) -> tuple[DirectiveView, ...]:
    """Each directive of a leader over its tree of lines, the latest first."""
    tree: Tree[LineRow] = Tree(rows)
    shown = []
    for directive in reversed(directives):
        lines = [row for row in tree.below(None) if row.directive_id == directive.id]
        if lines or not directive.is_passing:
            shown.append(DirectiveView(_quote(directive), _branch(view, tree, lines)))
    return tuple(shown)


def _quote(directive: DirectiveRow) -> Quote:
    by = _("Directive of %(name)s", name=directive.author)
    if directive.on_behalf_of:
        by = _(
            "Directive of %(name)s on behalf of %(principal)s",
            name=directive.author,
            principal=directive.on_behalf_of,
        )
    return Quote(directive.text, by, moment(directive.at))


def _branch(view: View, tree: Tree[LineRow], rows: Iterable[LineRow]) -> tuple[Line, ...]:
    return tuple(_line(view, tree, row) for row in rows)


def _line(view: View, tree: Tree[LineRow], row: LineRow) -> Line:
    state = colour_of(row, view)
    return Line(
        holder=row.name,
        holder_note=row.note,
        role=row.role,
        state=state or "new",
        state_text="" if state else _(ENDED_WORDS[row.state]),
        due_text=due_text(row, view.at),
        due_title=words(dues.full_words(row.due_at)) if row.due_at else "",
        say=row.said if row.parent_id else "",
        why=tuple(words(said) for said in _why(row, view)) if row.state == "open" else "",
        note=_(ENDED_NOTES[row.state], text=row.outcome)
        if row.outcome and row.state in ENDED_NOTES
        else "",
        anchor=f"line-{row.id}",
        mine=row.holder in policy.holders(view.actor) and row.state == "open",
        actions=line_actions(view, tree, row),
        children=_branch(view, tree, tree.below(row)),
    )


def colour_of(row: LineRow, view: View) -> str | None:
    return rules.colour(
        row.state, row.opened_at, row.due_at, row.finished_at, view.at.now, view.at.soon_limit
    )


def due_text(row: LineRow | WorkRow, at: Horizon) -> str:
    """Short words about the due date of an open line, or about the end of a closed one."""
    if row.state == "open":
        if row.role == "information" and row.due_at is None:
            return ""
        left = words(dues.due_words(row.due_at, at.now, at.calendar))
        names_day = row.due_at is None or "/" in left or day(row.due_at) == day(at.now)
        return left if names_day else f"{left}, {short_day(row.due_at)}"
    if row.finished_at is None:
        return ""
    if row.state == "done":
        return words(dues.finished_words(row.due_at, row.finished_at, at.calendar))
    return short_day(row.finished_at)


def _why(row: LineRow, view: View) -> tuple[Words, ...]:
    facts = DueFacts(row.due_source, row.given_by, row.given_at, row.due_at, row.finished_at)
    return dues.explain_due(facts, view.at.now, view.at.calendar)


# -- What may be done ------------------------------------------------------------------------------


def line_actions(view: View, tree: Tree[LineRow], row: LineRow) -> tuple[Action, ...]:
    """The verbs this person may use on the line now, and nothing else."""
    if not view.is_open:
        return ()
    verbs = rules.allowed(policy.facts(view.actor, tree, row, view.directs))
    if "recall" in verbs:
        verbs -= {"withdraw"}
    return tuple(_action(verb, row) for verb in VERBS if verb in verbs)


VERBS = (
    "pass_on", "finish", "only_information", "return_line",
    "recall", "withdraw", "change_due", "settle",
)  # fmt: skip


def _action(verb: str, row: LineRow, *, primary: bool = False) -> Action:
    href = url_for(f"assignments.{verb}", line_id=row.id, **carried())
    version = (("version", str(row.version)),)
    match verb:
        case "pass_on":
            return Action(
                _("Pass on"), href, icon="arrow-return-right", dialog=True, primary=primary
            )
        case "finish":
            return Action(_("Finish"), href, icon="check-lg", dialog=True, primary=primary)
        case "return_line":
            return Action(_("Return"), href, icon="arrow-return-left", dialog=True)
        case "withdraw":
            return Action(_("Withdraw"), href, icon="person-dash", dialog=True)
        case "change_due":
            return Action(_("Change due date"), href, icon="calendar3", dialog=True)
        case "only_information":
            sure = _("Close your line as information only? Whoever gave it to you is told.")
            return Action(
                _("For information only"),
                href,
                icon="eye",
                method="post",
                confirm=sure,
                fields=version,
            )
        case "recall":
            sure = _("Take the line of %(name)s back?", name=row.name)
            return Action(
                _("Take back"),
                href,
                icon="arrow-counterclockwise",
                method="post",
                confirm=sure,
                fields=version,
            )
        case _:
            return Action(
                _("Accept the return"), href, icon="check-lg", method="post", fields=version
            )


def document_actions(session: Session, actor: Actor, document: Document) -> list[Action]:
    """Directing, and what the actor may do with their own line, on the document's page."""
    rows = queries.lines_of(session, document.id)
    return actions_of(actor, document, rows, policy.may_direct(session, actor, document))


def actions_of(
    actor: Actor, document: Document, rows: Sequence[LineRow], directs: bool
) -> list[Action]:
    """The same for lines that were already read."""
    actions = _own_actions(actor, document, rows)
    if directs:
        href = url_for("assignments.directive", document_id=document.id, **carried())
        again = document.state == "directed"
        label = _("Another directive") if again else _("Write a directive")
        actions.append(
            Action(label, href, icon="pen", dialog=True, primary=not actions and not again)
        )
    return actions


def works_on(actor: Actor, rows: Sequence[LineRow]) -> bool:
    """Whether the actor leads or co-handles the document now."""
    own = policy.holders(actor)
    return any(r.state == "open" and r.role != "information" and r.holder in own for r in rows)


def _own_actions(actor: Actor, document: Document, rows: Sequence[LineRow]) -> list[Action]:
    if document.state not in rules.DIRECTED_STATES:
        return []
    tree: Tree[LineRow] = Tree(rows)
    own = policy.holders(actor)
    mine = [row for row in rows if row.state == "open" and row.holder in own]
    if not mine:
        return []
    row = min(mine, key=lambda row: (rules.ROLES.index(row.role), row.id))
    verbs = rules.allowed(policy.facts(actor, tree, row, False))
    first = "pass_on" if row.holder.startswith("u") and not tree.open_below(row) else "finish"
    answers = first == "finish" and row.role == "lead" and document.reply_required
    order = sorted(("finish", "pass_on", "return_line"), key=lambda verb: verb != first)
    return [
        _action(verb, row, primary=verb == first and not answers) for verb in order if verb in verbs
    ]


# -- Directive dialog ------------------------------------------------------------------------------


def picker_index(
    session: Session, agency_id: int, tokens: Iterable[str] | None, now: datetime
) -> list[dict[str, object]]:
    """What the people picker loads once: everyone who may be given work here, with their load."""
    wanted = None if tokens is None else set(tokens)
    loads = queries.holder_loads(session, agency_id, now)
    return [
        {
            "id": option.token,
            "name": option.name,
            "sub": option.note,
            "folded": option.folded,
            "open": loads[option.token].open if option.token in loads else 0,
            "late": loads[option.token].late if option.token in loads else 0,
            "away": _away(option),
        }
        for option in organisation.receivers(session, agency_id)
        if wanted is None or option.token in wanted
    ]


def _away(option: organisation.ReceiverOption) -> str:
    if option.away_until is None:
        return ""
    until = short_day(option.away_until)
    if option.deputy:
        return str(_("Away until %(day)s; %(name)s acts for them", day=until, name=option.deputy))
    return str(_("Away until %(day)s", day=until))


def given_rows(
    entries: Sequence[ReceiverEntry], options: Mapping[str, organisation.ReceiverOption]
) -> list[Given]:
    """The receivers of a form that came back, as they were typed."""
    return [
        Given(
            entry.holder,
            options[entry.holder].name,
            options[entry.holder].note,
            entry.role,
            entry.due_text,
        )
        for entry in entries
        if entry.holder in options
    ]


def receiver_choices(options: Iterable[organisation.ReceiverOption]) -> list[Choice]:
    """The same people as plain options, for a browser without script."""
    return [Choice(option.name, option.token, note=option.note) for option in options]


def due_choices(
    at: Horizon, document_due: datetime | None, own_due: datetime | None = None
) -> list[Choice]:
    return [
        Choice(words(choice.words), choice.day.strftime("%d/%m/%Y"))
        for choice in dues.due_choices(at.now, document_due, at.calendar, own_due)
    ]


def phrase_choices(phrases: Iterable[queries.PhraseRow]) -> list[Choice]:
    return [Choice(phrase.text, phrase.text) for phrase in phrases]


def phrase_columns() -> tuple[Column, ...]:
    return Column(_("Sentence")), Column(_("Whose"))


def no_phrases() -> Empty:
    text = _("Write one below: it will stand under every directive, one press away.")
    return Empty(_("No sentence yet."), text, "chat-left-text")


def phrase_rows(actor: Actor, phrases: Iterable[queries.PhraseRow]) -> list[TableRow]:
    """The sentences with whose they are, and the button to remove those the actor keeps."""
    return [
        TableRow(
            (phrase.text, _("My own") if phrase.is_own else _("Of the agency")),
            actions=_phrase_actions(actor, phrase),
        )
        for phrase in phrases
    ]


def _phrase_actions(actor: Actor, phrase: queries.PhraseRow) -> tuple[Action, ...]:
    if not (phrase.is_own or actor.may("assignments.direct")):
        return ()
    href = url_for("assignments.remove_phrase", phrase_id=phrase.id)
    return (Action(_("Remove"), href, icon="trash", method="post", quiet=True),)


def holder_name(line: Assignment) -> str:
    """The unit or person that holds the line."""
    holder = line.unit or line.person
    return holder.name if holder else ""


# -- Lists of lines --------------------------------------------------------------------------------


def work_row(row: WorkRow, actor: Actor, at: Horizon, here: Place) -> Row:
    """A line in a list; `here` keeps the list in the address of its document."""
    args = here.at(row.id).args
    return Row(
        href=url_for("desk.document", document_id=row.document_id, **args),
        subject=row.subject,
        state=row.colour or "new",
        state_text=None if row.colour else _(ENDED_WORDS[row.state]),
        due_text=due_text(row, at),
        due_title=words(dues.full_words(row.due_at)) if row.due_at else "",
        number=str(row.number or ""),
        number_note=short_day(row.given_at),
        number_label=_("arrival number") if row.number else "",
        reference=row.reference,
        issuer=row.issuer,
        urgency=row.urgency,
        who=_who(row, actor),
        unread=row.opened_at is None and row.state == "open",
    )


def _who(row: WorkRow, actor: Actor) -> str:
    """Role and holder; the giver when it is not the reader; the outcome when there is one."""
    said = [f"{_(ROLE_WORDS[row.role])}: {row.name}"]
    if row.given_by_id not in actor.person_ids:
        said.append(_("given by %(name)s", name=row.given_by))
    if row.outcome and row.state != "open":
        said.append(row.outcome)
    return "; ".join(said)


def today_text() -> str:
    """The day as it is written at the head of the desk."""
    today = clock.today()
    weekday = _(dues.WEEKDAYS[today.weekday()])
    return str(_("%(weekday)s, %(day)s", weekday=weekday, day=day(today)))
