"""Who may do what changes at once, everywhere, and stands in the trail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of, epoch, granted
from app.access.service.delegations import DelegationData, delegate, may_act_in, revoke
from app.access.service.roles import set_permissions
from app.audit.models import AuditEntry
from app.core import clock
from app.core.errors import Forbidden, Refused
from app.core.policy import Actor
from app.features import FEATURES
from app.organisation.models import Delegation, Post
from app.organisation.service import PostData, end_post, give_post
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.statements import statements

ClientOf = Callable[[Actor], FlaskClient]
Trail = Callable[[], list[AuditEntry]]


def post_of(session: Session, actor: Actor) -> Post:
    return session.query(Post).filter_by(person_id=actor.person_id).one()


def given(session: Session, office: Office, **changed: object) -> Delegation:
    """The chairman lets the head of culture act for ten days from today."""
    today = clock.today()
    values = {
        "post_id": post_of(session, office.leader).id,
        "to_person_id": office.head.person_id,
        "scope": "all",
        "starts_on": today,
        "ends_on": today + timedelta(days=9),
        "basis": "Giấy ủy quyền số 05/GUQ-UBND",
    }
    return delegate(session, office.leader, DelegationData(**{**values, **changed}))  # type: ignore[arg-type]


@contextmanager
def at(day: date) -> Iterator[None]:
    with clock.stopped_at(clock.day_bounds(day)[0] + timedelta(hours=9)):
        yield


def test_an_administrator_reads_no_document(session: Session, office: Office) -> None:
    admin = actor_of(session, office.admin.person_id)
    assert admin.tokens == frozenset()
    assert not admin.may("documents.read")
    assert not admin.may("search.use")


def test_a_delegation_gives_and_ends_rights_by_its_days(session: Session, office: Office) -> None:
    head = office.head.person_id
    before = actor_of(session, head)
    given(session, office)
    today = clock.today()
    now = actor_of(session, head)
    assert not before.may("assignments.direct")
    assert now.may("assignments.direct")
    assert f"a{office.agency_id}" in now.tokens
    assert now.person_ids == {head, office.leader.person_id}
    delegated = now.post_of(office.leader.person_id)
    assert delegated is not None
    assert (delegated.is_delegated, delegated.delegation_scope) == (True, "all")
    with at(today - timedelta(days=1)):
        assert not actor_of(session, head).may("assignments.direct")
    with at(today + timedelta(days=9)):
        assert actor_of(session, head).may("assignments.direct")
    with at(today + timedelta(days=10)):
        assert not actor_of(session, head).may("assignments.direct")


def test_a_delegation_without_signing_gives_no_signature(session: Session, office: Office) -> None:
    given(session, office, to_person_id=office.officer.person_id, scope="process")
    officer = actor_of(session, office.officer.person_id)
    assert officer.may("assignments.direct")
    assert not officer.may("drafts.sign")


def test_work_is_delegated_to_nobody_who_may_hold_none(session: Session, office: Office) -> None:
    with pytest.raises(Refused, match="may not hold work"):
        given(session, office, to_person_id=office.admin.person_id)
    may_act = may_act_in(session, post_of(session, office.admin))
    assert may_act(office.clerk.person_id), "keeping the system may be delegated to anybody"


def test_a_revoked_delegation_ends_at_once(session: Session, office: Office) -> None:
    delegation = given(session, office)
    revoke(session, office.leader, delegation.id)
    assert not actor_of(session, office.head.person_id).may("assignments.direct")
    with pytest.raises(Refused, match="has ended already"):
        revoke(session, office.leader, delegation.id)


def test_a_delegation_ends_with_the_post(session: Session, office: Office) -> None:
    given(session, office)
    post = post_of(session, office.leader)
    end_post(session, office.admin, post.id, post.version, clock.today())
    with at(clock.today() + timedelta(days=1)):
        assert not actor_of(session, office.head.person_id).may("assignments.direct")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ends_on": date(2020, 1, 1)}, "ends_on"),
        ({"ends_on": date(2099, 12, 31)}, "ends_on"),
        ({"scope": "half"}, "scope"),
        ({"to_person_id": 0}, "to_person_id"),
    ],
)
def test_an_impossible_delegation_is_refused_beside_its_field(
    session: Session, office: Office, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        given(session, office, **changed)
    assert field in {problem.field for problem in refusal.value.problems}


def test_nobody_delegates_to_themselves_or_to_another_agency(
    session: Session, office: Office
) -> None:
    with pytest.raises(Refused, match="Nobody delegates to themselves"):
        given(session, office, to_person_id=office.leader.person_id)
    with pytest.raises(Refused, match="holds no post in the agency"):
        given(session, office, to_person_id=office.other_leader.person_id)


def test_two_do_not_act_in_one_post_on_the_same_day(session: Session, office: Office) -> None:
    given(session, office)
    later = clock.today() + timedelta(days=9)
    with pytest.raises(Refused, match="acts in this post"):
        given(
            session,
            office,
            to_person_id=office.deputy.person_id,
            starts_on=later,
            ends_on=later + timedelta(days=3),
        )
    next_day = later + timedelta(days=1)
    given(
        session, office, to_person_id=office.deputy.person_id, starts_on=next_day, ends_on=next_day
    )


def test_what_was_delegated_is_not_passed_on(session: Session, office: Office) -> None:
    given(session, office)
    acting = actor_of(session, office.head.person_id)
    post_id = post_of(session, office.leader).id
    today = clock.today()
    data = DelegationData(post_id, office.officer.person_id, "all", today, today, "GUQ")
    with pytest.raises(Forbidden):
        delegate(session, acting, data)


def test_both_sides_see_the_delegation(
    office: Office, client_of: ClientOf, database: TestDatabase
) -> None:
    with Session(database.engine) as session:
        given(session, office)
        session.commit()
    for actor in (office.leader, office.head):
        page = client_of(actor).get("/me").text
        assert "Giấy ủy quyền số 05/GUQ-UBND" in page
        assert "cv-banner" in page


def test_a_person_gives_their_own_post_away_and_takes_it_back(
    office: Office, client_of: ClientOf, session: Session, trail: Trail
) -> None:
    client = client_of(office.leader)
    post_id = post_of(session, office.leader).id
    session.rollback()
    today = clock.today()
    form = {
        "to_person_id": str(office.deputy.person_id),
        "scope": "all",
        "starts_on": today.strftime("%d/%m/%Y"),
        "ends_on": (today + timedelta(days=2)).strftime("%d/%m/%Y"),
        "basis": "Giấy ủy quyền số 06/GUQ-UBND",
    }
    assert client.post(f"/posts/{post_id}/delegate", data=form).location == "/me"
    session.rollback()
    delegation_id = session.scalar(select(Delegation.id))
    session.rollback()
    assert client_of(office.officer).post(f"/delegations/{delegation_id}/revoke").status_code == 403
    assert client.post(f"/delegations/{delegation_id}/revoke").status_code == 302
    assert client_of(office.officer).get(f"/posts/{post_id}/delegate").status_code == 403
    actions = [entry.action for entry in trail() if "delegation" in entry.action]
    assert actions == ["access.delegation_given", "access.delegation_revoked"]


def test_a_permission_change_is_told_cell_by_cell(
    session: Session, office: Office, trail: Trail
) -> None:
    seen = granted(session)
    wanted = {**seen, "officer": (seen["officer"] | {"registers.print"}) - {"search.use"}}
    before = epoch(session)
    assert set_permissions(session, office.admin, FEATURES.permissions, seen, wanted) == 2
    session.commit()
    assert epoch(session) == before + 1
    session.rollback()
    told = [(entry.action, entry.values["permission_word"]) for entry in trail()]
    assert told == [
        ("access.permission_granted", FEATURES.permissions["registers.print"].words),
        ("access.permission_withdrawn", FEATURES.permissions["search.use"].words),
    ]
    officer = actor_of(session, office.officer.person_id)
    assert officer.may("registers.print")
    assert not officer.may("search.use")


def test_two_administrators_change_different_cells(session: Session, office: Office) -> None:
    seen = granted(session)
    mine = {**seen, "officer": seen["officer"] | {"registers.print"}}
    other = {**seen, "unit_head": seen["unit_head"] | {"registers.print"}}
    set_permissions(session, office.admin, FEATURES.permissions, seen, other)
    set_permissions(session, office.admin, FEATURES.permissions, seen, mine)
    now = granted(session)
    assert "registers.print" in now["officer"] & now["unit_head"]


def test_nobody_takes_access_from_the_last_who_keeps_it(session: Session, office: Office) -> None:
    seen = granted(session)
    wanted = {**seen, "administrator": seen["administrator"] - {"access.manage"}}
    with pytest.raises(Refused, match="nobody could keep"):
        set_permissions(session, office.admin, FEATURES.permissions, seen, wanted)
    session.rollback()
    post = post_of(session, office.admin)
    with pytest.raises(Refused, match="nobody could keep"):
        end_post(session, office.admin, post.id, post.version, clock.today())
    session.rollback()
    data = PostData(office.other_agency_id, None, "Quản trị", "administrator", clock.today())
    give_post(session, office.admin, office.other_clerk.person_id, data)
    end_post(session, office.admin, post.id, post.version, clock.today())


def test_an_unknown_permission_is_not_granted(session: Session, office: Office) -> None:
    seen = granted(session)
    wanted = {**seen, "officer": seen["officer"] | {"everything"}}
    assert set_permissions(session, office.admin, FEATURES.permissions, seen, wanted) == 0


def test_the_matrix_page_saves_what_was_touched(
    office: Office, client_of: ClientOf, session: Session
) -> None:
    client = client_of(office.admin)
    seen = [f"{code}:{one}" for code in FEATURES.roles for one in FEATURES.granted_at_first(code)]
    wanted = [cell for cell in seen if cell != "officer:search.use"]
    assert client.post("/admin/roles", data={"seen": seen, "cell": wanted}).status_code == 302
    assert "search.use" not in granted(session)["officer"]
    session.rollback()
    refused = client.post("/admin/roles", data={"seen": seen, "cell": ["clerk:desk.read"]})
    assert refused.status_code == 422
    assert "không còn ai quản lý" in refused.text


def test_a_right_taken_away_is_gone_with_the_next_page(
    office: Office, client_of: ClientOf, session: Session
) -> None:
    """The process that served the first page remembers the actor until the epoch rises."""
    client = client_of(office.leader)
    assert client.get("/admin/audit").status_code == 200
    seen = granted(session)
    wanted = {**seen, "leader": seen["leader"] - {"audit.read"}}
    set_permissions(session, office.admin, FEATURES.permissions, seen, wanted)
    session.commit()
    assert client.get("/admin/audit").status_code == 403


def test_a_new_post_is_there_with_the_next_page(
    office: Office, client_of: ClientOf, session: Session
) -> None:
    client = client_of(office.officer)
    assert client.get("/admin/audit").status_code == 403
    data = PostData(office.agency_id, None, "Quản trị", "administrator", clock.today())
    give_post(session, office.admin, office.officer.person_id, data)
    session.commit()
    assert client.get("/admin/audit").status_code == 200


def test_a_person_of_two_agencies_works_in_the_chosen_one(
    office: Office, client_of: ClientOf, session: Session, trail: Trail
) -> None:
    data = PostData(office.other_agency_id, None, "Văn thư kiêm nhiệm", "clerk", clock.today())
    post = give_post(session, office.admin, office.clerk.person_id, data)
    session.commit()
    client = client_of(office.clerk)
    assert "UBND phường Tân Khê" in client.get("/me").text.partition("</small>")[0]
    assert client.post("/post", data={"post": post.id}).status_code == 302
    assert "UBND xã Hữu Lũng" in client.get("/me").text.partition("</small>")[0]
    assert actor_of(session, office.clerk.person_id).agency_id == office.other_agency_id
    session.rollback()
    assert trail()[-1].values["title"] == "Văn thư kiêm nhiệm"
    assert client.post("/post", data={"post": 999_999}).status_code == 422


def test_what_belongs_to_the_other_agency_is_one_press_away(
    office: Office, client_of: ClientOf, session: Session
) -> None:
    data = PostData(office.other_agency_id, None, "Văn thư kiêm nhiệm", "clerk", clock.today())
    post = give_post(session, office.admin, office.clerk.person_id, data)
    session.commit()
    client = client_of(office.clerk)
    missing = client.get("/documents/999999?list=a")
    assert missing.status_code == 404
    assert "Văn thư kiêm nhiệm, UBND xã Hữu Lũng" in missing.text
    assert 'name="then" value="/documents/999999?list=a"' in missing.text
    assert "kiêm nhiệm" not in client_of(office.head).get("/documents/999999").text
    chosen = client.post("/post", data={"post": post.id, "then": "/documents/1?list=a"})
    assert chosen.location == "/documents/1?list=a"
    outside = client.post("/post", data={"post": post.id, "then": "//elsewhere.vn/"})
    assert outside.location == "/"


def test_a_warm_page_asks_one_statement_for_who_is_signed_in(
    office: Office, client_of: ClientOf
) -> None:
    client = client_of(office.clerk)
    client.get("/session")
    with statements() as asked:
        assert client.get("/session").status_code == 200
    assert len(asked) == 1, asked


def test_language_and_background_are_kept(office: Office, client_of: ClientOf) -> None:
    client = client_of(office.clerk)
    client.post("/language", data={"language": "en"})
    client.post("/theme", data={"theme": "dark"})
    page = client.get("/me").text
    assert '<html lang="en" data-theme="dark">' in page
    assert "My posts" in page
    assert client.post("/theme", data={"theme": "pink"}).status_code == 400
    script = {"Accept": "application/json"}
    assert client.post("/theme", data={"theme": "light"}, headers=script).status_code == 204


@pytest.mark.parametrize(
    "address",
    [
        "/admin/accounts",
        "/admin/roles",
        "/admin/delegations",
        "/admin/organisation",
        "/admin/organisation/new",
        "/admin/organisation/1",
        "/admin/calendar",
        "/admin/persons/1",
        "/admin/persons/1/account",
        "/admin/persons/1/password",
        "/admin/posts/1",
    ],
)
def test_administration_is_for_administrators(
    office: Office, client_of: ClientOf, address: str
) -> None:
    assert client_of(office.admin).get(address).status_code == 200
    for actor in (office.clerk, office.leader, office.head, office.officer):
        assert client_of(actor).get(address).status_code == 403
