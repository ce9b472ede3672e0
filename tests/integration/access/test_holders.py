"""Who holds a permission: in a post of their own, or in one that was delegated to them."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.access.queries import holders_of
from app.core import clock
from app.organisation.models import Delegation
from tests.factories.office import Office


def _delegate(session: Session, office: Office, scope: str, starts: date, ends: date) -> None:
    post = next(post for post in office.leader.posts if not post.is_delegated)
    session.add(
        Delegation(
            post_id=post.post_id,
            to_person_id=office.officer.person_id,
            scope=scope,
            starts_on=starts,
            ends_on=ends,
            created_by_id=office.leader.person_id,
        )
    )
    session.commit()


@pytest.mark.parametrize(
    ("scope", "permission", "expected"),
    [
        ("all", "drafts.sign", True),
        ("process", "drafts.sign", False),
        ("process", "assignments.direct", True),
    ],
)
def test_a_delegate_holds_what_the_delegation_gives(
    session: Session, office: Office, scope: str, permission: str, expected: bool
) -> None:
    today = clock.today()
    before = holders_of(session, office.agency_id, permission)
    assert office.leader.person_id in before
    assert office.officer.person_id not in before
    _delegate(session, office, scope, today, today)
    after = holders_of(session, office.agency_id, permission)
    assert (office.officer.person_id in after) is expected


def test_a_delegation_that_is_over_or_of_another_agency_gives_nothing(
    session: Session, office: Office
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    _delegate(session, office, "all", yesterday, yesterday)
    assert office.officer.person_id not in holders_of(session, office.agency_id, "drafts.sign")
    _delegate(session, office, "all", yesterday, clock.today())
    assert office.officer.person_id in holders_of(session, office.agency_id, "drafts.sign")
    elsewhere = holders_of(session, office.other_agency_id, "drafts.sign")
    assert office.officer.person_id not in elsewhere
