"""Who may open which page of a draft, and what lists and pages cost."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval import service as approval
from app.drafting import service
from app.drafting.models import Draft, DraftVersion
from app.drafting.presenters.actions import document_actions
from documents.storage import Storage
from tests.factories.office import Office
from tests.integration.drafting.making import (
    changed,
    make_draft,
    make_request,
    sent,
)
from tests.integration.drafting.pages.typed import ClientOf
from tests.statements import statements

# -- Who may ---------------------------------------------------------------------------------------

ADDRESSES = (
    "/drafts/{0}",
    "/drafts/{0}/compare?old=1&new=1",
    "/drafts/{0}/versions/1/file",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_matrix_of_readers(
    client_of: ClientOf, office: Office, session: Session, storage: Storage, address: str
) -> None:
    draft = make_draft(session, office, storage)
    session.commit()
    may = {office.officer.name, office.head.name}
    for actor in (
        office.officer,
        office.head,
        office.second_officer,
        office.economy_head,
        office.clerk,
        office.leader,
        office.admin,
        office.other_clerk,
        office.other_leader,
    ):
        status = client_of(actor).get(address.format(draft.id)).status_code
        allowed = (200,) if actor.name in may else (403, 404)
        assert status in allowed, actor.name


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/drafts/{0}/edit", {"subject": "x"}),
        ("/drafts/{0}/upload", {"note": "x"}),
        ("/drafts/{0}/circuit", {"do": "send"}),
        ("/drafts/{0}/call-back", {}),
        ("/drafts/{0}/cancel", {"reason": "x"}),
        ("/drafts/{0}/decide", {"step_id": "1", "seen_version": "1", "do": "approve"}),
        ("/drafts/{0}/comments", {"version_number": "1", "text": "x"}),
    ],
)
def test_strangers_can_do_nothing(
    client_of: ClientOf,
    office: Office,
    session: Session,
    storage: Storage,
    fresh: Callable[[], Session],
    address: str,
    data: dict[str, str],
) -> None:
    draft = sent(session, office, storage)
    session.commit()
    for actor in (office.economy_officer, office.other_leader, office.admin):
        status = client_of(actor).post(address.format(draft.id), data=data).status_code
        assert status in (403, 404), actor.name
    kept = fresh()
    assert kept.get_one(Draft, draft.id).state == "circulating"
    assert len(kept.scalars(select(DraftVersion)).all()) == 1


def test_files_of_another_draft_are_not_there(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    mine, other = make_draft(session, office, storage), make_draft(session, office, storage)
    session.commit()
    officer = client_of(office.officer)
    assert officer.get(f"/drafts/{mine.id}/versions/2/file").status_code == 404
    assert officer.get(f"/drafts/{mine.id}/attachments/{other.id}").status_code == 404
    download = officer.get(f"/drafts/{mine.id}/versions/1/file")
    assert download.headers["Content-Disposition"].startswith("attachment")


def test_reply_is_offered_to_whoever_may_give_it(
    app: Flask, office: Office, session: Session
) -> None:
    request, _line = make_request(session, office)
    session.commit()
    with app.test_request_context():
        for actor, labels in ((office.officer, 1), (office.clerk, 1), (office.admin, 0)):
            assert len(document_actions(session, actor, request)) == labels, actor.name
        (reply,) = document_actions(session, office.officer, request)
        assert reply.href == f"/drafts/new?answers={request.id}"
        assert reply.primary


def test_a_reply_on_its_way_is_opened_rather_than_begun_again(
    app: Flask, office: Office, session: Session, storage: Storage
) -> None:
    request, _line = make_request(session, office)
    draft = make_draft(session, office, storage, answers_id=request.id)
    session.commit()
    with app.test_request_context():
        first, another = document_actions(session, office.officer, request)
        assert (first.href, first.primary) == (f"/drafts/{draft.id}", True)
        assert (another.href, another.primary) == (f"/drafts/new?answers={request.id}", False)
        (elsewhere,) = document_actions(session, office.clerk, request)
        assert elsewhere.href == another.href
        draft.state = "cancelled"
        (reply,) = document_actions(session, office.officer, request)
        assert reply.href == another.href


# -- Cost ------------------------------------------------------------------------------------------


def statements_of(client: FlaskClient, address: str) -> int:
    """How many statements a page sends."""
    with statements() as sent_statements:
        client.get(address)
    return len(sent_statements)


def test_lists_and_pages_cost_the_same_however_long(
    app: Flask, client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    draft = sent(session, office, storage)
    session.commit()
    head = client_of(office.head)
    addresses = ("/approvals", "/drafts?tab=all", f"/drafts/{draft.id}")
    for address in addresses:
        head.get(address)
    few = [statements_of(head, a) for a in addresses]
    for number in range(1, 8):
        sent(session, office, storage, subject=f"Trả lời lần {number}")
        service.save_version(
            session, storage, office.officer, draft.id, changed(number, f"Lần {number}.", office)
        )
        approval.remark(session, office.head, draft.record_id, 1, f"Nhận xét {number}")
    session.commit()
    head.get(addresses[2])
    many = [statements_of(head, a) for a in addresses]
    assert many == few


def test_paging_goes_on_by_id(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    drafts = [make_draft(session, office, storage, subject=f"Văn bản {n}") for n in range(32)]
    session.commit()
    officer = client_of(office.officer)
    first = officer.get("/drafts?tab=mine").text
    assert "Văn bản 31" in first
    assert "Văn bản 1<" not in first
    older = officer.get(f"/drafts?tab=mine&before={drafts[2].id}").text
    assert "Văn bản 1<" in older
    newer = officer.get(f"/drafts?tab=mine&after={drafts[1].id}").text
    assert "Văn bản 31" in newer
    assert officer.get("/drafts?tab=khong-co").status_code == 200


def test_only_a_draft_that_may_be_given_up_is_asked_why(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    draft, sent_one = make_draft(session, office, storage), sent(session, office, storage)
    session.commit()
    client = client_of(office.officer)
    assert client.get(f"/drafts/{draft.id}/cancel").status_code == 200
    assert client.get(f"/drafts/{sent_one.id}/cancel").status_code == 422
