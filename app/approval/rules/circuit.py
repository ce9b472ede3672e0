"""The approval circuit as plain values: who is asked, in what order, and what follows from it.

Turns of one position are asked together. Reviews, initials and the signature each stand alone at
their position, one after the other; opinions may share a position and are asked in parallel.
A round ends when its signature is given, or, where it has none, when everyone has been heard.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.core.errors import Problem
from app.core.text import N_

REVIEW, INITIAL, SIGN, OPINION = "review", "initial", "sign", "opinion"
KINDS = {
    REVIEW: N_("Review"),
    INITIAL: N_("Initial"),
    SIGN: N_("Sign"),
    OPINION: N_("Opinion"),
}
APPROVALS = frozenset({REVIEW, INITIAL, SIGN})
SETTLED = frozenset({"done", "lapsed", "skipped"})
MOST_STEPS = 20


@dataclass(frozen=True)
class PlannedStep:
    """A step as the author proposes it: who is asked, in which post, and until when."""

    kind: str
    person_id: int
    post_id: int
    position: int
    due_on: date | None = None


@dataclass(frozen=True)
class Turn:
    """A person's turn in a round. `id` is None until it is kept."""

    kind: str
    person_id: int
    position: int
    post_id: int | None = None
    due_at: datetime | None = None
    state: str = "waiting"
    version: int | None = None
    id: int | None = None
    is_live: bool = True

    @property
    def is_approval(self) -> bool:
        return self.kind in APPROVALS


Turns = tuple[Turn, ...]


def live(turns: Iterable[Turn]) -> Turns:
    """The turns that count: those that no return has made come again."""
    return tuple(turn for turn in turns if turn.is_live)


def begin(turns: Turns) -> Turns:
    """Give the turn to everyone at the first position that is not settled."""
    open_positions = [turn.position for turn in live(turns) if turn.state not in SETTLED]
    if not open_positions:
        return turns
    here = min(open_positions)
    return tuple(
        replace(turn, state="current")
        if turn.is_live and turn.position == here and turn.state == "waiting"
        else turn
        for turn in turns
    )


def settle(turns: Turns, turn_id: int, version: int | None, state: str = "done") -> Turns:
    """One turn is done (or lapsed); whoever comes next gets theirs."""
    return begin(_with(turns, turn_id, state=state, version=version))


def is_complete(turns: Iterable[Turn]) -> bool:
    return all(turn.state in SETTLED for turn in live(turns))


def send_back(turns: Turns, turn_id: int, to_position: int, version: int) -> Turns:
    """The turn's holder returns it to an earlier position; from there all come again."""
    marked = _with(turns, turn_id, state="returned", version=version)
    again = [turn for turn in live(marked) if turn.position >= to_position]
    history = tuple(
        replace(turn, is_live=False) if turn in again and turn.state != "waiting" else turn
        for turn in marked
    )
    fresh = tuple(_fresh(turn) for turn in again if turn.state != "waiting")
    return begin(history + fresh)


def stop(turns: Turns) -> Turns:
    """The round ends before its time: whoever has not acted is no longer asked."""
    return tuple(
        replace(turn, state="skipped") if turn.state in ("waiting", "current") else turn
        for turn in turns
    )


def afresh(turns: Iterable[Turn]) -> Turns:
    """The same circuit for a new round, with the first turn given."""
    return begin(tuple(_fresh(turn) for turn in sorted(live(turns), key=_order)))


def has_approval(turns: Iterable[Turn]) -> bool:
    """Whether somebody has approved what it says now, so that a change would undo it."""
    return any(turn.is_approval and turn.state == "done" for turn in live(turns))


def has_acted(turns: Iterable[Turn]) -> bool:
    """Whether anybody has decided in this round; its author cannot call it back then."""
    return any(turn.state in ("done", "returned") for turn in turns)


def earlier(turns: Iterable[Turn], turn: Turn) -> Turns:
    """The turns to which this one's holder may return it."""
    return tuple(
        other
        for other in sorted(live(turns), key=_order)
        if other.is_approval and other.position < turn.position and other.state == "done"
    )


def circuit_problems(
    steps: Sequence[PlannedStep], author_id: int, may_sign: Iterable[int], today: date
) -> list[Problem]:
    """Every reason why a record cannot be sent round this way. `may_sign` are posts."""
    return [
        *_shape_problems(steps),
        *_opinion_problems(steps, today),
        *_signer_problems(steps, author_id, frozenset(may_sign)),
    ]


def _shape_problems(steps: Sequence[PlannedStep]) -> Iterator[Problem]:
    if not steps:
        yield Problem(N_("Nobody is asked yet. Choose at least one person."), field="steps")
    if len(steps) > MOST_STEPS:
        yield Problem(N_("A circuit has at most %(most)s steps."), {"most": MOST_STEPS}, "steps")
    for position in sorted({step.position for step in steps}):
        here = [step for step in steps if step.position == position]
        if len(here) > 1 and any(step.kind in APPROVALS for step in here):
            message = N_("At place %(place)s more than one is asked: only opinions are parallel.")
            yield Problem(message, {"place": position}, "steps")
    asked = [(step.kind, step.person_id) for step in steps]
    if len(set(asked)) < len(asked):
        yield Problem(N_("The same person is asked for the same thing twice."), field="steps")


def _opinion_problems(steps: Sequence[PlannedStep], today: date) -> Iterator[Problem]:
    opinions = [step for step in steps if step.kind == OPINION]
    if any(step.due_on is None for step in opinions):
        yield Problem(N_("Every opinion needs the day until which it is awaited."), field="steps")
    if any(step.due_on is not None and step.due_on < today for step in opinions):
        yield Problem(N_("An opinion cannot be awaited until a day in the past."), field="steps")


def _signer_problems(
    steps: Sequence[PlannedStep], author_id: int, may_sign: frozenset[int]
) -> Iterator[Problem]:
    signers = [step for step in steps if step.kind == SIGN]
    if len(signers) > 1:
        yield Problem(N_("Only one person signs."), field="steps")
    if signers and signers[0].position != max(step.position for step in steps):
        yield Problem(N_("The signature comes last."), field="steps")
    if any(step.post_id not in may_sign for step in signers):
        yield Problem(N_("The person chosen to sign may not sign documents."), field="steps")
    approvers = {step.person_id for step in steps if step.kind in APPROVALS}
    if signers and approvers == {author_id}:
        yield Problem(
            N_("You drafted this, so you cannot be the only one to approve it: ask one more."),
            field="steps",
        )


def separation_problem(author_id: int, acted_by: Iterable[int]) -> Problem | None:
    """Drafting and approving are kept apart: at least one approval is another person's."""
    if set(acted_by) <= {author_id}:
        return Problem(
            N_("The author would be the only one who approved this. Another must approve it.")
        )
    return None


def _fresh(turn: Turn) -> Turn:
    return replace(turn, id=None, state="waiting", version=None, is_live=True)


def _with(turns: Turns, turn_id: int, **changes: object) -> Turns:
    return tuple(replace(t, **changes) if t.id == turn_id else t for t in turns)  # type: ignore[arg-type]


def _order(turn: Turn) -> tuple[int, int]:
    return turn.position, turn.id or 0
