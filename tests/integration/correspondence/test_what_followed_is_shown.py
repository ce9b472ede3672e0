"""A document that was recalled, replaced or corrected is shown as such wherever it is met.

Every declared list and everything that suggests stands here; what comes new fails until it does.
"""

import io
import re
from collections.abc import Callable, Mapping
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import session_factory
from app.core.policy import Actor
from app.core.words import written_number
from app.dossiers import service as dossiers
from app.features import FEATURES
from app.incoming import service as incoming
from app.messages.service import notify
from app.outgoing.models import OutgoingDocument
from app.outgoing.service.recipients import recipients_of
from app.records.service import link
from app.requests.rules import Holder
from app.requests.service import Asking, ask
from app.search.service import rebuild
from documents.storage import Storage
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.dossiers.test_service import opened
from tests.integration.drafting.making import make_request, post_of, sent, step
from tests.integration.incoming.making import entry_of
from tests.integration.outgoing.making import scan, signed, to_other_agency

pytestmark = pytest.mark.usefixtures("monday")
ClientOf = Callable[[Actor], FlaskClient]

SHOWS_NO_DOCUMENT = {
    "access.all_delegations",
    "access.index",
    "access.kept",
    "audit.index",  # what was done, in the words of the day
    "audit.refused",
    "cases.index",  # cases of citizens
    "dossiers.index",
    "leave.index",
    "messages.sms",  # what was sent stands as it was sent
    "organisation.index",
    "procedures.index",
    "upkeep.outbox",
    "urgent.index",  # receivers
    "urgent.use",  # senders and reasons
}
LISTS = {
    "incoming.index": ("clerk", "/incoming?tab=all", "request"),
    "outgoing.index": ("clerk", "/outgoing?tab=withdrawn", "old"),
    "work.index": ("head", "/work", "request"),
    "messages.index": ("head", "/notices", "request"),
    "drafting.index": ("officer", "/drafts?tab=circuit", "request"),
    "approval.index": ("leader", "/approvals", "request"),
    "requests.index": ("leader", "/requests?tab=mine", "request"),
}
"""Each with whose it is, where, and which of the two documents it shows."""
SUGGEST_NO_DOCUMENT = {"Issuers", "People and units", "Searched for before"}
SUGGESTS = {
    "Numbers and symbols": ("clerk", "/search/suggestions?q={number}", "request"),
    "Subject": ("clerk", "/search/suggestions?q=phân bổ chỉ", "old"),
}
PAGES = {
    "desk": ("leader", "/", "request"),
    "dossier": ("officer", "/dossiers/{dossier}", "request"),
    "its contents": ("officer", "/dossiers/{dossier}/contents", "request"),
    "what it is linked with": ("clerk", "/documents/{newer}", "old"),
    "preview of what arrived": ("clerk", "/incoming/{request}/peek", "request"),
    "preview": ("clerk", "/outgoing/{old}/peek", "old"),
    "its page": ("clerk", "/documents/{request}", "request"),
    "which answers": ("clerk", "/outgoing/{asking}/recipients/{asked}/answer", "request"),
}
WARNINGS = {
    "assigning": ("leader", "/documents/{put_off}/directive"),
    "answering": ("officer", "/drafts/new?answers={put_off}"),
}


class Followed:
    """A request that a letter corrects, an issued document that another replaced, and a request
    that its sender recalled after it was accepted, each met in as many places as there are."""

    def __init__(self, session: Session, office: Office, storage: Storage) -> None:
        self.request, _line = make_request(session, office)
        values = {"number": "20", "symbol": "SNV-VP", "subject": f"Đính chính {self.reference}"}
        letter = incoming.register(session, office.clerk, entry_of(session, office.clerk, **values))
        link(session, letter.id, self.request.id, "corrects", office.clerk)
        self.old, self.newer = self._replaced(session, office, storage)
        asked = to_other_agency(office, reply_required=True)
        self.asking = self._issued(session, office, storage, 13, recipients=(asked,))
        (self.asked,) = recipients_of(session, self.asking.id)
        self._draft(session, office, storage)
        self.dossier = opened(session, office)
        dossiers.put_in(session, office.officer, self.dossier, self.request.id)
        asking = Asking(self.request.id, "V/v báo cáo", office.leader.person_id)
        ask(session, office.leader, asking, [Holder("Sở Y tế")])
        path = f"/documents/{self.request.id}"
        notify(session, {office.head.person_id}, "x", "x", path, self.request.id)
        self.put_off = make_request(session, office)[0]
        self.put_off.recalled_at, self.put_off.recall_reason = self.put_off.created_at, "Sai"
        session.commit()
        self.badges = {
            "request": f"Đã được đính chính bởi {letter.reference} ngày",
            "old": f"Đã bị thay thế bởi {self.newer.reference} ngày",
        }

    @property
    def reference(self) -> str:
        return self.request.reference

    def _issued(
        self, session: Session, office: Office, storage: Storage, number: int, **values: object
    ) -> OutgoingDocument:
        """As issuing leaves it, but for what is written into files."""
        document = signed(session, office, storage, **{"main": scan(storage), **values})
        document.state, document.number, document.year = "issued", number, 2026
        document.reference = document.reference_key = f"{number}/UBND-VHXH"
        document.issued_on, document.issued_at = clock.today(), clock.now()
        for row in recipients_of(session, document.id):
            row.state = "sent"
        return document

    def _replaced(
        self, session: Session, office: Office, storage: Storage
    ) -> tuple[OutgoingDocument, OutgoingDocument]:
        old = self._issued(session, office, storage, 11, subject="V/v phân bổ chỉ tiêu")
        newer = self._issued(session, office, storage, 12, replaces_id=old.id)
        old.state = "replaced"
        link(session, newer.id, old.id, "replaces", office.clerk)
        return old, newer

    def _draft(self, session: Session, office: Office, storage: Storage) -> None:
        way = (step("sign", office.leader, 1),)
        signs = {"signer_post_id": post_of(office.leader)}
        draft = sent(session, office, storage, way, **signs)
        draft.answers_id = self.request.id

    def ids(self) -> Mapping[str, object]:
        things = ("request", "old", "newer", "asking", "asked", "dossier", "put_off")
        found: dict[str, object] = {name: getattr(self, name).id for name in things}
        return found | {"number": written_number(self.request.number)}


def page_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.get_data(as_text=True)[:2000])
    return re.sub(r"\s+", " ", unescape(response.get_data(as_text=True)))


def test_every_list_suggestion_and_page_shows_what_followed_a_document(
    database: TestDatabase,
    app: Flask,
    session: Session,
    office: Office,
    storage: Storage,
    client_of: ClientOf,
) -> None:
    declared = set(FEATURES.lists)
    assert declared - SHOWS_NO_DOCUMENT == LISTS.keys(), "say what followed a document there too"
    offering = {one.label for one in FEATURES.suggestions}
    assert offering - SUGGEST_NO_DOCUMENT == SUGGESTS.keys()
    followed = Followed(session, office, storage)
    rebuild(session_factory(database.engine), app.extensions["engines"].search)
    clients = {
        who: client_of(getattr(office, who)) for who in ("clerk", "leader", "head", "officer")
    }
    silent = [
        name
        for name, (who, address, which) in (LISTS | SUGGESTS | PAGES).items()
        if followed.badges[which] not in page_of(clients[who], address.format(**followed.ids()))
    ]
    assert silent == []
    for name, (who, address) in WARNINGS.items():
        told = page_of(clients[who], address.format(**followed.ids()))
        assert "Đã thu hồi. Hãy kiểm tra trước khi làm tiếp." in told, name
    for list_name in FEATURES.exports.keys() & LISTS.keys():
        who, address, which = LISTS[list_name]
        rows = sheet(clients[who], list_name, address.partition("?")[2])
        assert followed.badges[which] in rows, list_name
    with_hits(session, office, followed, client_of)


def sheet(client: FlaskClient, name: str, asked: str) -> str:
    answer = client.get(f"/lists/{name}.xlsx?{asked}")
    assert answer.status_code == 200, name
    book = load_workbook(io.BytesIO(answer.data))
    return " ".join(str(cell) for row in book.active.iter_rows(values_only=True) for cell in row)


def with_hits(session: Session, office: Office, followed: Followed, client_of: ClientOf) -> None:
    """Hits of a search are rows of their kinds."""
    client = client_of(office.clerk)
    with client.application.test_request_context():
        for name, document in (("request", followed.request), ("old", followed.old)):
            kind = FEATURES.kinds[document.kind]
            assert kind.indexed is not None
            row = kind.indexed.rows.found()(session, office.clerk, [document.id])[document.id]
            assert any(followed.badges[name] in mark.text for mark in row.marks), name
