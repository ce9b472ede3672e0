"""The circuit as plain values: whatever people do, its promises hold."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.approval.rules import circuit
from app.approval.rules.circuit import APPROVALS, PlannedStep, Turn, Turns

TODAY = date(2026, 11, 23)
AUTHOR, HEAD, CLERK, LEADER, OTHER = range(1, 6)


def step(
    kind: str, person: int, position: int, due: date | None = None, post: int | None = None
) -> PlannedStep:
    return PlannedStep(kind, person, post or person * 10, position, due)


def problems(*steps: PlannedStep, may_sign: tuple[int, ...] = (LEADER * 10,)) -> list[str]:
    found = circuit.circuit_problems(steps, AUTHOR, may_sign, TODAY)
    assert all(problem.field == "steps" for problem in found)
    return [str(problem) for problem in found]


def test_the_usual_circuit_has_no_problem() -> None:
    assert (
        problems(step("review", HEAD, 1), step("initial", CLERK, 2), step("sign", LEADER, 3)) == []
    )


def test_opinions_may_stand_beside_each_other() -> None:
    day = date(2026, 11, 25)
    asked = (step("opinion", HEAD, 1, day), step("opinion", CLERK, 1, day))
    assert problems(*asked, step("sign", LEADER, 2)) == []


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((), "Nobody is asked"),
        ((step("sign", LEADER, 1), step("review", HEAD, 2)), "comes last"),
        ((step("sign", LEADER, 1), step("sign", LEADER, 2, post=51)), "Only one person signs"),
        ((step("sign", HEAD, 1),), "may not sign"),
        ((step("review", HEAD, 1), step("initial", CLERK, 1)), "only opinions are parallel"),
        ((step("review", HEAD, 1), step("opinion", CLERK, 1, TODAY)), "only opinions are parallel"),
        ((step("opinion", HEAD, 1),), "needs the day"),
        ((step("opinion", HEAD, 1, date(2026, 11, 22)),), "day in the past"),
        ((step("review", HEAD, 1), step("review", HEAD, 2)), "same thing twice"),
        (tuple(step("review", n, n) for n in range(1, 22)), "at most 20 steps"),
    ],
)
def test_each_bad_circuit_is_named(steps: tuple[PlannedStep, ...], said: str) -> None:
    assert any(said in problem for problem in problems(*steps))


def test_every_problem_is_listed_at_once() -> None:
    found = problems(step("sign", HEAD, 1), step("opinion", CLERK, 2))
    assert len(found) == 3


def test_the_author_alone_is_not_enough() -> None:
    alone = circuit.circuit_problems([step("sign", AUTHOR, 1)], AUTHOR, [AUTHOR * 10], TODAY)
    assert ["only one to approve" in str(problem) for problem in alone] == [True]
    two = [step("review", HEAD, 1), step("sign", AUTHOR, 2)]
    assert circuit.circuit_problems(two, AUTHOR, [AUTHOR * 10], TODAY) == []


def test_whoever_acted_counts_for_separation() -> None:
    assert circuit.separation_problem(AUTHOR, [AUTHOR]) is not None
    assert circuit.separation_problem(AUTHOR, []) is not None
    assert circuit.separation_problem(AUTHOR, [HEAD, AUTHOR]) is None


KINDS_OF_A_PLACE = st.one_of(
    st.sampled_from(["review", "initial"]).map(lambda kind: (kind,)),
    st.integers(1, 3).map(lambda size: ("opinion",) * size),
)


class CircuitMachine(RuleBasedStateMachine):
    """People decide, return, lapse and change the text in any order."""

    turns: Turns = ()
    version = 1
    round = 1
    signed = False
    over = False
    next_id = 1

    @initialize(places=st.lists(KINDS_OF_A_PLACE, max_size=4))
    def send(self, places: list[tuple[str, ...]]) -> None:
        planned = [*places, ("sign",)]
        self._keep(
            circuit.begin(
                tuple(
                    Turn(kind, person_id=at * 10 + nth, position=at)
                    for at, kinds in enumerate(planned, 1)
                    for nth, kind in enumerate(kinds)
                )
            )
        )

    def _keep(self, turns: Turns) -> None:
        """As the database does: new turns get an id."""
        kept = []
        for turn in turns:
            if turn.id is None:
                turn = replace(turn, id=self.next_id)
                self.next_id += 1
            kept.append(turn)
        self.turns = tuple(kept)

    def _current(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.state == "current"]

    @precondition(lambda self: not self.over)
    @rule(data=st.data())
    def decide(self, data: st.DataObject) -> None:
        turn = data.draw(st.sampled_from(self._current()))
        assert turn.id is not None
        self._keep(circuit.settle(self.turns, turn.id, self.version))
        if turn.kind == "sign":
            self.signed = self.over = True

    @precondition(lambda self: any(t.kind == "opinion" for t in self._current()) and not self.over)
    @rule()
    def lapse(self) -> None:
        turn = next(t for t in self._current() if t.kind == "opinion")
        assert turn.id is not None
        self._keep(circuit.settle(self.turns, turn.id, None, state="lapsed"))

    @precondition(lambda self: not self.over and any(t.is_approval for t in self._current()))
    @rule(data=st.data())
    def send_back(self, data: st.DataObject) -> None:
        turn = next(t for t in self._current() if t.is_approval)
        targets = circuit.earlier(self.turns, turn)
        if targets:
            assert turn.id is not None
            target = data.draw(st.sampled_from(targets))
            self._keep(circuit.send_back(self.turns, turn.id, target.position, self.version))

    @precondition(lambda self: not self.over)
    @rule()
    def change(self) -> None:
        self.version += 1
        if circuit.has_approval(self.turns):
            self._keep(circuit.afresh(self.turns))
            self.round += 1

    @precondition(lambda self: self.over)
    @rule()
    def rest(self) -> None:
        """Signed: nobody can do anything any more."""

    @invariant()
    def never_two_sequential_turns_at_once(self) -> None:
        current = self._current()
        assert sum(turn.is_approval for turn in current) <= 1
        assert len({turn.position for turn in current}) <= 1
        assert all(turn.is_live for turn in current)

    @invariant()
    def somebody_has_it_until_it_is_signed(self) -> None:
        assert self.over or not self.turns or self._current()

    @invariant()
    def nothing_comes_before_its_turn(self) -> None:
        """Everything below the current place is settled, everything above it waits."""
        here = min((turn.position for turn in self._current()), default=None)
        for turn in circuit.live(self.turns):
            if here is not None and turn.position < here:
                assert turn.state in circuit.SETTLED
            if here is not None and turn.position > here:
                assert turn.state == "waiting"

    @invariant()
    def signed_only_when_all_approved_the_same_version(self) -> None:
        if self.signed:
            approvals = [t for t in circuit.live(self.turns) if t.kind in APPROVALS]
            assert {turn.state for turn in approvals} == {"done"}
            assert {turn.version for turn in approvals} == {self.version}
            assert circuit.is_complete(self.turns)


TestCircuitMachine = CircuitMachine.TestCase
TestCircuitMachine.settings = settings(max_examples=60, stateful_step_count=25)


@given(st.lists(KINDS_OF_A_PLACE, min_size=1, max_size=4))
def test_calling_back_leaves_nobody_asked(places: list[tuple[str, ...]]) -> None:
    turns = circuit.begin(
        tuple(
            Turn(kind, person_id=nth, position=at, id=at * 10 + nth)
            for at, kinds in enumerate(places)
            for nth, kind in enumerate(kinds)
        )
    )
    assert not circuit.has_acted(turns)
    assert {turn.state for turn in circuit.stop(turns)} == {"skipped"}
