"""The lines of a board: who was asked, what they answered, what can be done about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.core.policy import Actor
from app.core.text import N_
from app.core.words import called
from app.deadlines.presenters import due_title
from app.deadlines.rules.colours import Horizon, done_colour, due_colour
from app.deadlines.rules.words import due_words
from app.deadlines.wording import words
from app.files.queries import FileRow
from app.requests.models import Request
from app.requests.policy import answers, heads
from app.requests.queries.boards import AnswerFact, LineFact
from app.requests.rules import AWAITED, LINE_WORDS, figure_texts, is_here, is_noted
from app.web.formats import moment, short_day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Action, Fact
from app.web.records import link_to, link_to_any
from app.web.sequels import sequel_words

ANSWER_WORDS = {
    "replaced": N_("replaced by a later answer"),
    "recalled": N_("taken back by whoever gave it"),
    "refused": N_("to be done again: %(reason)s"),
}


@dataclass(frozen=True)
class AnswerLine:
    """One answer of a line."""

    text: str
    href: str
    when: str
    note: str
    why: str = ""
    """Why it stands no more."""
    is_old: bool = False
    files: tuple[Fact, ...] = ()
    """What came with it, each with where it is read."""


@dataclass(frozen=True)
class ProposedLine:
    """A document that may be the answer, with the sentence because of which it may."""

    text: str
    href: str
    sentence: str
    actions: tuple[Action, ...]


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """One who is asked, on the board."""

    id: int
    name: str
    role: str
    state: str
    state_text: str
    due_text: str
    due_title: str
    due_href: str
    who: str
    icon: str
    say: str = ""
    is_off: bool = False
    answers: tuple[AnswerLine, ...] = ()
    proposed: tuple[ProposedLine, ...] = ()
    actions: tuple[Action, ...] = ()
    urged: str = ""


@dataclass(frozen=True, kw_only=True)
class Looking:
    """Who looks at which request, and as what."""

    actor: Actor
    request: Request
    horizon: Horizon
    is_asker: bool
    may_decide: bool
    """Whose request it is, while it can be decided on at all."""
    reply_at: Callable[[LineFact], str]
    """Where the holder of a line drafts a reply; "" where there is nothing to draft."""


def board_line(looking: Looking, line: LineFact) -> BoardLine:
    state, due_text = _colour(line, looking.horizon)
    who, icon = _who(line)
    decided = line.proposed if looking.may_decide else ()
    return BoardLine(
        id=line.id,
        name=line.name,
        role=line.role if line.state != "off" else "",
        state=state,
        state_text=_state_text(looking.request, line),
        due_text=due_text,
        due_title=due_title(line.due_at),
        due_href=url_for("requests.why", request_id=looking.request.id, line=line.id),
        who=who,
        icon=icon,
        say=line.reason if line.state == "off" else "",
        is_off=line.state == "off",
        answers=tuple(
            _answer(looking.request, one) for one in _shown(looking, line)
        ),
        proposed=tuple(map(_proposed, decided)),
        actions=tuple(_actions(looking, line)),
        urged=ngettext("urged %(num)s time", "urged %(num)s times", line.urged)
        if line.urged and looking.is_asker else "",
    )  # fmt: skip


def _shown(looking: Looking, line: LineFact) -> Iterator[AnswerFact]:
    """Whoever is asked no more sees what they gave, and nothing that whoever asked entered."""
    is_over = line.state == "off" or looking.request.state == "withdrawn"
    only_own = is_over and not looking.is_asker
    return (
        one for one in line.answers if one.state != "proposed" and not (only_own and one.by_asker)
    )


def _state_text(request: Request, line: LineFact) -> str:
    if request.state == "withdrawn" and line.state == "answered":
        return str(_("Not approved"))
    if line.may_be_answered:
        return str(_("To be confirmed"))
    return str(_(LINE_WORDS[line.state])) if line.state in LINE_WORDS else ""


def _colour(line: LineFact, horizon: Horizon) -> tuple[str, str]:
    """Lateness stops when the answer comes, not when whoever asked looks at it or approves it."""
    if line.state == "off":
        return "new", ""
    if line.came_at is not None:
        colour = done_colour(line.due_at, line.came_at)
        said = _("answered late") if colour == "donelate" else _("answered")
        if line.may_be_answered:
            said = _("may have answered late") if colour == "donelate" else _("may have answered")
        return colour if line.state == "approved" else "open", f"{said} {short_day(line.came_at)}"
    colour = due_colour(line.due_at, horizon)
    if colour in ("open", "track"):
        if line.state == "redo":
            colour = "soon"
        elif line.seen_at is None and is_here(line):
            colour = "new"
    said = words(due_words(line.due_at, horizon))
    return colour, f"{said} ({short_day(line.due_at)})" if line.due_at else said


def _who(line: LineFact) -> tuple[str, str]:
    parts = []
    if line.holder_name:
        parts.append(_("answered for by %(name)s", name=line.holder_name))
    if line.officer_name:
        parts.append(_("%(name)s answers for it", name=line.officer_name))
    if line.seen_at is not None:
        parts.append(_("%(who)s saw it %(day)s", who=line.seen_by, day=short_day(line.seen_at)))
    elif is_here(line):
        parts.append(_("not seen yet"))
    elif line.is_owed:
        parts.append(_("outside the system: urge it by letter or telephone"))
    else:
        parts.append(_("outside the system"))
    unseen = "eye-slash" if is_here(line) else "envelope"
    return ", ".join(parts), "eye" if line.seen_at is not None else unseen


def _answer(request: Request, fact: AnswerFact) -> AnswerLine:
    is_old = fact.state not in ("given", "approved")
    said_why = _(ANSWER_WORDS[fact.state], reason=fact.reason) if is_old else ""
    why = "; ".join(filter(None, (said_why, sequel_words(fact.sequels or ()))))
    href = link_to("incoming", fact.document_id or 0) if fact.reference is not None else ""
    text = called(fact.reference or "", fact.number) if fact.reference is not None else ""
    names = [column["name"] for column in request.columns]
    figures = zip(names, figure_texts(request.columns, fact.figures), strict=True)
    said = "; ".join(filter(None, (fact.note, *(f"{name}: {one}" for name, one in figures if one))))
    is_empty = not (text or said or why or fact.record_id)
    unread = _("its document has not been registered here") if is_empty else ""
    files = tuple(map(_file, fact.files))
    return AnswerLine(text, href, moment(fact.given_at), said or unread, why, is_old, files)


def _file(file: FileRow) -> Fact:
    return Fact(file.name, "paperclip", f"{link_to_any(file.record_id)}?file={file.id}")


def _proposed(fact: AnswerFact) -> ProposedLine:
    text = called(fact.reference or "", fact.number)
    href = link_to("incoming", fact.document_id or 0) if fact.reference is not None else ""
    here: dict[str, Any] = {"answer_id": fact.id}
    said = (
        Action(_("Yes, this answers it"), url_for("requests.decide", said="yes", **here),
               "check-lg", primary=True, method="post"),
        Action(_("No"), url_for("requests.decide", said="no", **here), method="post"),
    )  # fmt: skip
    return ProposedLine(text, href, fact.sentence, said)


# -- What can be done ------------------------------------------------------------------------------


def _actions(looking: Looking, line: LineFact) -> list[Action]:
    if not looking.may_decide:
        return _own_actions(looking, line)
    here: dict[str, Any] = {"asked_line_id": line.id}
    if line.state == "off":
        return [Action(_("Ask after all"), url_for("requests.put_back", **here), method="post")]
    if line.state == "approved":
        back = url_for("requests.take_back", **here)
        return [Action(_("Take the approval back"), back, method="post", quiet=True)]
    off = Action(_("Take off"), url_for("requests.take_off", **here), dialog=True, quiet=True)
    if line.state == "answered" and line.standing is not None:
        return [*_decisions(looking, line, line.standing), off]
    return [
        Action(_("Note its answer"), url_for("requests.answer", **here), "reply", dialog=True),
        Action(_("Change the date"), url_for("requests.redate", **here), dialog=True, quiet=True),
        off,
    ]


def _own_actions(looking: Looking, line: LineFact) -> list[Action]:
    """Of whoever is asked."""
    is_owed = line.state in (*AWAITED, "answered") and looking.request.state != "withdrawn"
    if not is_owed or not answers.for_row(looking.actor, line):
        return []
    again = line.state == "answered"
    label = _("Answer anew") if again else _("Answer")
    href = url_for("requests.answer", asked_line_id=line.id)
    reply_at = looking.reply_at(line)
    officer = url_for("requests.officer", asked_line_id=line.id)
    return [
        Action(label, href, "reply", primary=not again, dialog=True),
        *([Action(_("Draft a reply document"), reply_at, "pen")] if reply_at else []),
        *([Action(_("Let an officer answer"), officer, "person-plus", dialog=True, quiet=True)]
          if heads(looking.actor, line) else []),
    ]  # fmt: skip


def _decisions(looking: Looking, line: LineFact, standing: AnswerFact) -> list[Action]:
    here: dict[str, Any] = {"asked_line_id": line.id}
    sure = (("answer_id", str(standing.id)),)
    approving, none = url_for("requests.approve", **here), url_for("requests.say_none", **here)
    is_undone = is_noted(line, standing, looking.actor.person_ids)
    return [
        Action(_("Approve"), approving, "check-lg", method="post", fields=sure),
        Action(_("Do it again"), url_for("requests.redo", **here), "reply", dialog=True),
        *([Action(_("Take off what was noted"), none, method="post", quiet=True)]
          if is_undone else []),
    ]  # fmt: skip


def urged_words(line: LineFact) -> str:
    """Who, and the how manieth time it would be."""
    return _("%(name)s, time %(count)s", name=line.name, count=line.urged + 1)
