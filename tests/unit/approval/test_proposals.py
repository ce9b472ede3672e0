"""By whom a record is proposed to be approved."""

from dataclasses import dataclass

from app.approval.rules.proposals import circuit_by_rule


@dataclass(frozen=True)
class Someone:
    post_id: int
    person_id: int
    unit_id: int | None
    role: str
    is_head: bool = False
    may_sign: bool = False


CHAIR = Someone(1, 11, None, "leader", is_head=True, may_sign=True)
DEPUTY = Someone(2, 12, None, "leader", may_sign=True)
CLERK = Someone(3, 13, None, "clerk")
HEAD = Someone(4, 14, 7, "unit_head", is_head=True, may_sign=True)
OTHER_HEAD = Someone(5, 15, 8, "unit_head", is_head=True, may_sign=True)
PEOPLE = (CHAIR, DEPUTY, CLERK, OTHER_HEAD, HEAD)


def test_head_reviews_clerk_initials_leader_signs() -> None:
    assert circuit_by_rule(PEOPLE, 99, 7, DEPUTY.post_id) == [
        ("review", 4),
        ("initial", 3),
        ("sign", 2),
    ]


def test_without_a_planned_signer_the_head_of_the_agency_signs() -> None:
    assert circuit_by_rule(PEOPLE, 99, 7, None)[-1] == ("sign", CHAIR.post_id)


def test_the_author_does_not_review_their_own_draft() -> None:
    assert circuit_by_rule(PEOPLE, HEAD.person_id, 7, None) == [("initial", 3), ("sign", 1)]


def test_whoever_signs_is_not_asked_to_review_as_well() -> None:
    assert circuit_by_rule(PEOPLE, 99, 7, HEAD.post_id) == [("initial", 3), ("sign", 4)]
