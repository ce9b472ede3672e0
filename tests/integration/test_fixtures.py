"""The office of the tests is what its docstring says."""

from sqlalchemy.orm import Session

from app.correspondence.models import DocumentType
from tests.factories.office import Office


def test_actors_hold_the_rights_of_their_posts(session: Session, office: Office) -> None:
    assert office.clerk.may("incoming.register")
    assert not office.clerk.may("drafts.sign")
    assert office.leader.tokens >= {
        f"a{office.agency_id}",
        f"p{office.leader.person_id}a{office.agency_id}",
    }
    assert f"u{office.culture_id}" in office.head.tokens
    assert office.officer.tokens == {f"p{office.officer.person_id}a{office.agency_id}"}
    assert not office.admin.may("documents.read")
    assert session.get_one(DocumentType, "CV").abbreviation is None
