"""What may be done with lines of work, as pure functions on plain values."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.core import clock
from app.core.errors import Problem
from app.core.reasons import length_problems
from app.core.text import N_
from app.deadlines.rules.colours import Horizon, is_late
from app.deadlines.rules.said import UNKNOWN_YEAR
from app.deadlines.rules.spans import Rule
from app.deadlines.rules.working_time import unknown_years
from app.work.rules.dates import (
    Date,
    Extending,
    date_of,
    day_or_dash,
    day_said,
    due_source,
    extension_problems,
    longer_problems,
    may_ask_for_whole,
    new_due_problems,
    put_off_to,
    whole_problems,
)
from app.work.tree import WORKING_ROLES

__all__ = [
    "Date",
    "Extending",
    "date_of",
    "day_or_dash",
    "due_source",
    "extension_problems",
    "longer_problems",
    "may_ask_for_whole",
    "new_due_problems",
    "put_off_to",
    "whole_problems",
]

ROLES = ("lead", "cohandler", "information")
OUTCOME_LENGTH = 500


# -- What may be done with one line ------------------------------------------------------------


@dataclass(frozen=True)
class LineFacts:
    """What decides which verbs one person may use on a line of an open record."""

    state: str
    role: str
    has_acted: bool
    """Its holder drafted, or passed it on."""
    has_open_below: bool
    is_mine: bool
    is_given: bool
    """This person gave it, or holds the line it was passed on from."""
    may_direct: bool
    is_needed: bool = False
    """Others work on the record, and without this line nobody would lead them."""


HOLDER_VERBS = frozenset({"pass_on", "finish", "return_line", "only_information", "ask_extension"})
"""What only the holder of a line does; all else is for whoever gave it, or directs."""
ENDING_VERBS = frozenset({"recall", "withdraw", "settle"})
"""What takes a line from its holder for good."""


def concerns(line: LineFacts, verb: str) -> bool:
    """Whether this verb is for this person to use on the line, at whatever time."""
    return line.is_mine if verb in HOLDER_VERBS else line.is_given or line.may_direct


def allowed(line: LineFacts) -> frozenset[str]:
    """The verbs this person may use on the line now: the buttons and the services ask the same.

    What only informs is read, and ends by that: its holder can inform others, before and after.
    """
    if line.state == "returned" and not line.is_needed:
        return frozenset({"settle"}) if line.is_given or line.may_direct else frozenset()
    if line.role == "information" and line.state == "done":
        return frozenset({"pass_on"}) if line.is_mine else frozenset()
    if line.state != "open":
        return frozenset()
    verbs = set[str]()
    if line.is_mine:
        verbs |= _of_holder(line)
    if line.is_given and not line.has_acted:
        verbs.add("recall")
    if line.is_given or line.may_direct:
        verbs |= {"withdraw", "change_due"}
    return frozenset(verbs - ENDING_VERBS if line.is_needed else verbs)


def _of_holder(line: LineFacts) -> set[str]:
    verbs = {"pass_on"}
    if line.role in WORKING_ROLES:
        verbs |= {"finish", "ask_extension"}
        if not line.has_open_below:
            verbs.add("return_line")
    if line.role == "cohandler" and not line.has_open_below:
        verbs.add("only_information")
    return verbs


LEADS_OTHERS = N_(
    "Others work on this with %(name)s: give the lead to somebody else in a directive, and it "
    "passes to them at once."
)


# -- Giving out work ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Receiver:
    """Who is to be given a line: "u7" or "p12", in which role, until when."""

    holder: str
    role: str
    due_at: datetime | None = None
    rule: Rule | None = None
    """By what the due date was counted, if it was not set as a day."""
    meant_for: str = ""
    """Who was chosen, but is away: the holder stands in for them."""


@dataclass(frozen=True)
class GivingFacts:
    """What is already there, where new lines are to be given out."""

    names: Mapping[str, str]
    """Every unit and person who may be given work here today, by token."""
    leading: str = ""
    """The token of whoever already leads at this level."""
    leading_name: str = ""
    may_pass: bool = True
    """Whoever gives the work out saw who leads: naming another passes the lead to them."""
    above: Collection[str] = frozenset()
    """Tokens through whose hands the line came, with its holder."""
    role: str | None = None
    """The role of the line that is passed on; None for a leader's directive."""
    limit: datetime | None = None
    """The due date of the line that is passed on."""


def roles_to_give(giver_role: str) -> tuple[str, ...]:
    """One leads, named by whoever leads; who was only informed can only inform others."""
    if giver_role == "information":
        return ("information",)
    return ROLES if giver_role == "lead" else ROLES[1:]


def written_out(text: str, receivers: Sequence[Receiver], names: Mapping[str, str]) -> str:
    """A directive as it is kept, in the language of the office.

    Where unit and date say all, nothing need be written: who leads and who co-handles becomes its
    sentence. A phrase's "Giao …" is given to whoever leads.
    """
    leads, helping = (_named(receivers, role, names) for role in ("lead", "cohandler"))
    if not leads:
        return text
    if text:
        return text.replace("Giao …", f"Giao {leads[0]}")
    if any(r.due_at is None for r in receivers if r.role in WORKING_ROLES):
        return text
    with_help = f", {', '.join(helping)} phối hợp" if helping else ""
    return f"Giao {leads[0]} chủ trì{with_help}."


def rerouted(
    receivers: Sequence[Receiver], stand_ins: Mapping[str, str], able: Collection[str]
) -> list[Receiver]:
    """The receivers, with whoever stands in for those whose new work goes there, and on to who
    stands in for them. Where that leads nowhere, in a circle, or to somebody who is given a line
    anyway, the line stays with whoever was chosen.

    >>> one = Receiver("p1", "lead")
    >>> [r.holder for r in rerouted([one], {"p1": "p2", "p2": "p3"}, {"p2", "p3"})]
    ['p3']
    >>> [r.holder for r in rerouted([one], {"p1": "p2", "p2": "p1"}, {"p1", "p2"})]
    ['p1']
    """
    taken, found = {one.holder for one in receivers}, []
    for one in receivers:
        seen, holder = {one.holder}, stand_ins.get(one.holder, "")
        while holder in stand_ins and holder not in seen:
            seen.add(holder)
            holder = stand_ins[holder]
        if holder in able and holder not in seen | taken:
            taken.add(holder)
            one = replace(one, holder=holder, meant_for=one.holder)
        found.append(one)
    return found


def _named(receivers: Sequence[Receiver], role: str, names: Mapping[str, str]) -> list[str]:
    return [names[r.holder] for r in receivers if r.role == role and r.holder in names]


def directive_problems(
    text: str, receivers: Sequence[Receiver], facts: GivingFacts, now: datetime
) -> list[Problem]:
    """Everything wrong with a leader's directive."""
    problems = []
    if receivers and not text:
        problems.append(Problem(N_("Write what is to be done, or until when."), field="text"))
    if " …" in text:  # words that run on have it without the space
        problems.append(Problem(N_("Fill in what the phrase leaves open: “…”."), field="text"))
    problems += _receiver_problems(receivers, facts, now)
    if receivers:
        problems += _lead_problems(receivers, facts)
    return problems


def passing_problems(
    receivers: Sequence[Receiver], facts: GivingFacts, now: datetime
) -> list[Problem]:
    """Everything wrong with passing a line on."""
    problems = _receiver_problems(receivers, facts, now)
    problems += _role_problems(receivers, facts)
    for receiver in receivers:
        if facts.limit and receiver.due_at and receiver.due_at > facts.limit:
            problems.append(
                _about(
                    receiver,
                    facts,
                    N_("The due date of %(name)s is after that of your own line, %(limit)s."),
                    limit=day_said(facts.limit),
                )
            )
    return problems


def _receiver_problems(
    receivers: Sequence[Receiver], facts: GivingFacts, now: datetime
) -> list[Problem]:
    if not receivers:
        return [Problem(N_("Choose at least one unit or person."), field="receivers")]
    problems, seen = [], set[str]()
    for receiver in receivers:
        if receiver.holder in seen:
            problems.append(_about(receiver, facts, N_("%(name)s is named twice.")))
            continue
        seen.add(receiver.holder)
        problems += _one_receiver_problems(receiver, facts, now)
    return problems


def _one_receiver_problems(receiver: Receiver, facts: GivingFacts, now: datetime) -> list[Problem]:
    if receiver.holder in facts.above:
        return [
            _about(receiver, facts, N_("%(name)s already holds this line: it came from there."))
        ]
    if receiver.holder not in facts.names:
        message = N_("One of the receivers is not of this agency or unit, or no longer in office.")
        return [Problem(message, field="receivers")]
    problems = []
    if receiver.role not in ROLES:
        problems.append(_about(receiver, facts, N_("Choose the role of %(name)s.")))
    if is_late(receiver.due_at, now):
        problems.append(_about(receiver, facts, N_("The due date of %(name)s is already past.")))
    return problems


def _lead_problems(receivers: Sequence[Receiver], facts: GivingFacts) -> list[Problem]:
    leads = [receiver for receiver in receivers if receiver.role == "lead"]
    if not leads and not facts.leading and any(r.role != "information" for r in receivers):
        return [Problem(N_("Nobody leads: choose one unit or person as lead."), field="receivers")]
    return _passing_lead_problems(leads, facts)


def _role_problems(receivers: Sequence[Receiver], facts: GivingFacts) -> list[Problem]:
    leads = [receiver for receiver in receivers if receiver.role == "lead"]
    if leads and facts.role != "lead":
        return [
            Problem(
                N_("You do not lead this yourself, so nobody below you can."),
                field="receivers",
            )
        ]
    if facts.role == "information" and any(r.role == "cohandler" for r in receivers):
        return [
            Problem(N_("You were only informed, so you can only inform others."), field="receivers")
        ]
    return _passing_lead_problems(leads, facts)


def _passing_lead_problems(leads: Sequence[Receiver], facts: GivingFacts) -> list[Problem]:
    if len(leads) > 1:
        names = ", ".join(facts.names.get(lead.holder, "?") for lead in leads)
        message = N_("Only one may lead; chosen were %(names)s.")
        return [Problem(message, {"names": names}, "receivers")]
    if any(lead.holder != facts.leading for lead in leads) and not facts.may_pass:
        message = N_("%(name)s was given the lead meanwhile. Look again before it passes on.")
        return [Problem(message, {"name": facts.leading_name}, "receivers")]
    return []


def _about(receiver: Receiver, facts: GivingFacts, message: str, **params: str) -> Problem:
    name = facts.names.get(receiver.holder, "?")
    return Problem(message, {"name": name, **params}, "receivers")


def due_warnings(
    receivers: Sequence[Receiver],
    names: Mapping[str, str],
    record_due: datetime | None,
    horizon: Horizon,
) -> list[Problem]:
    """What is odd about the due dates, though it is not refused."""
    warnings = []
    for receiver in receivers:
        due_at, name = receiver.due_at, names.get(receiver.holder, "?")
        if due_at is None:
            if receiver.role == "lead" and record_due is not None:
                message = N_("%(name)s leads without a due date; the whole has one, %(limit)s.")
                warnings.append(Problem(message, {"name": name, "limit": day_said(record_due)}))
            continue
        if record_due is not None and due_at > record_due:
            message = N_("%(name)s is due after the whole, %(limit)s.")
            warnings.append(Problem(message, {"name": name, "limit": day_said(record_due)}))
        if not horizon.calendar.is_working(clock.local(due_at).date()):
            message = N_("%(name)s is due on a day off, %(day)s.")
            warnings.append(Problem(message, {"name": name, "day": day_said(due_at)}))
    return [*warnings, *_unknown_year_warnings(receivers, horizon)]


def _unknown_year_warnings(receivers: Sequence[Receiver], horizon: Horizon) -> list[Problem]:
    """A due date in a year whose holidays nobody entered was counted by weekends alone."""
    dues = [clock.local(one.due_at).date() for one in receivers if one.due_at is not None]
    if not dues:
        return []
    years = unknown_years(clock.local(horizon.now).date(), max(dues), horizon.calendar)
    return [Problem(UNKNOWN_YEAR, {"year": str(year)}) for year in years]


# -- Ending and changing lines -----------------------------------------------------------------


@dataclass(frozen=True)
class Finishing:
    """What decides whether a line may be finished."""

    role: str
    outcome: str
    reply_missing: bool
    """The record requires a reply, and none was issued."""
    no_reply_reason: str = ""
    open_below: Sequence[str] = ()
    """Who still works on it below."""
    close_below: bool = field(default=False)


def finish_problems(line: Finishing) -> list[Problem]:
    problems = []
    if not line.outcome:
        problems.append(Problem(N_("Say what was done."), field="outcome"))
    problems += length_problems(line.outcome, OUTCOME_LENGTH, "outcome")
    if line.role == "lead" and line.reply_missing and not line.no_reply_reason:
        message = N_("A reply is required: issue it, or say why there is none.")
        problems.append(Problem(message, field="no_reply_reason"))
    if line.open_below and not line.close_below:
        message = N_(
            "Still working on it: %(names)s. Wait for them, or close their lines with yours."
        )
        problems.append(Problem(message, {"names": ", ".join(line.open_below)}, "close_below"))
    return problems


PHRASE_LENGTH = 300
PHRASES_AT_MOST = 30


def phrase_problems(text: str, known: Collection[str]) -> list[Problem]:
    """What is wrong with a new ready sentence; `known` are those its owner already has."""
    if not text:
        return [Problem(N_("Write the sentence."), field="text")]
    problems = length_problems(text, PHRASE_LENGTH, "text")
    if text in known:
        problems.append(Problem(N_("This sentence is already there."), field="text"))
    if len(known) >= PHRASES_AT_MOST:
        message = N_("There are already %(count)s sentences: remove one first.")
        problems.append(Problem(message, {"count": PHRASES_AT_MOST}, "text"))
    return problems
