"""Corrected, replaced, recalled: true of the original and of every copy, while it holds."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Refused
from app.core.policy import Actor
from app.correspondence.queries import faces, links_of
from app.correspondence.queries.sequels import ended_among, letters_of, sequels_of
from app.correspondence.rules import corrected_in
from app.correspondence.service.citations import note_citations
from app.files.models import FileText, RecordFile
from app.incoming import service as incoming
from app.incoming.models import IncomingDocument
from app.outgoing import queries, service
from app.outgoing.models import OutgoingDocument
from app.outgoing.service.recipients import recipients_of
from documents.storage import MemoryStorage
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.incoming.making import entry_of
from tests.integration.outgoing.making import issue, scan, signed, to_other_agency
from tests.integration.outgoing.test_afterwards import deliver, delivered_to

pytestmark = pytest.mark.usefixtures("monday")

SAID = "1. Tại Điều 2: đã in “30 ngày”; nay đính chính thành “20 ngày”."


def sent(
    session: Session, office: Office, storage: MemoryStorage, **changes: Any
) -> OutgoingDocument:
    """Issued as a scan: no number is written into it."""
    document = signed(session, office, storage, main=scan(storage), **changes)
    return issue(session, office, document, storage)


def letter_to(
    session: Session, office: Office, storage: MemoryStorage, original: OutgoingDocument
) -> OutgoingDocument:
    """An issued letter that corrects this document, already read; it names nobody by itself."""
    letter = sent(session, office, storage, corrects_id=original.id, recipients=())
    main = queries.main_file(session, letter.id)
    assert main is not None
    if session.get(FileText, main.sha256) is None:
        session.add(FileText(sha256=main.sha256, text=SAID))
    return letter


def followed_by(session: Session, document_id: int) -> list[tuple[str, str]]:
    told = sequels_of(session, [document_id]).get(document_id, ())
    assert faces(session, [document_id])[document_id].sequels == told, "one mechanism"
    return [(one.kind, one.reference) for one in told]


def test_a_correction_reaches_whoever_has_or_gets_the_document_until_it_is_recalled(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    original = sent(session, office, storage)
    deliver(session, database)
    (copy,) = delivered_to(session, office.other_agency_id)
    letters = [letter_to(session, office, storage, original) for _ in range(2)]
    corrected = [("corrected", one.reference) for one in letters]
    assert followed_by(session, copy.id) == corrected, "before anything was delivered"
    deliver(session, database)
    assert followed_by(session, original.id) == followed_by(session, copy.id) == corrected
    assert [one.agency_id for one in recipients_of(session, letters[0].id)] == [copy.agency_id]
    told = letters_of(session, copy.id)
    assert [corrected_in(text)[0].right for _one, text in told] == ["20 ngày", "20 ngày"]
    linked = links_of(session, office.other_clerk, copy.id).corrected_by
    copies = [one for one in delivered_to(session, office.other_agency_id) if one.id != copy.id]
    assert {one.id for one in linked} == {one.id for one in copies}, "its own copies of the letters"

    service.recall(session, office.clerk, letters[0], "Nhầm", letters[0].version)
    deliver(session, database)
    assert followed_by(session, copy.id) == corrected[1:]
    service.take_back_recall(session, office.clerk, letters[0])
    deliver(session, database)
    assert followed_by(session, copy.id) == corrected

    service.recall(session, office.clerk, original, "Sai", original.version)
    late = signed(session, office, storage, corrects_id=original.id)
    with pytest.raises(Refused, match="recalled or replaced"):
        issue(session, office, late, storage)


def test_whoever_is_sent_a_corrected_document_later_is_sent_its_corrections(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    paper = (service.RecipientEntry("Sở Y tế", channel="paper"),)
    original = sent(session, office, storage, recipients=paper)
    letter = letter_to(session, office, storage, original)
    assert [row.name for row in recipients_of(session, letter.id)] == ["Sở Y tế"]
    service.add_recipients(session, office.clerk, original, [to_other_agency(office)])
    deliver(session, database)
    names = [row.name for row in recipients_of(session, letter.id)]
    assert names == ["Sở Y tế", "UBND xã Hữu Lũng Thượng"]
    arrived = delivered_to(session, office.other_agency_id)
    assert {one.source_id for one in arrived} == {original.id, letter.id}
    copy = next(one for one in arrived if one.source_id == original.id)
    assert followed_by(session, copy.id) == [("corrected", letter.reference)]


def test_a_recall_is_taken_back_until_a_receiver_has_followed_it(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    document = sent(session, office, storage)
    deliver(session, database)
    (copy,) = delivered_to(session, office.other_agency_id)
    service.recall(session, office.clerk, document, "Sai", document.version)
    deliver(session, database)
    assert followed_by(session, copy.id) == [("recalled", "")]
    service.take_back_recall(session, office.clerk, document, document.version)
    deliver(session, database)
    assert (copy.state, copy.recall_reason, document.state) == ("waiting", None, "issued")
    assert [row.state for row in recipients_of(session, document.id)] == ["delivered"]
    assert followed_by(session, copy.id) == followed_by(session, document.id) == []

    incoming.accept(session, office.other_clerk, copy, entry_of(session, office.other_clerk))
    deliver(session, database)
    service.recall(session, office.clerk, document, "Sai", document.version)
    deliver(session, database)
    incoming.follow_recall(session, office.other_clerk, copy)
    with pytest.raises(Refused, match="put its copy away"):
        service.take_back_recall(session, office.clerk, document)
    session.rollback()
    incoming.follow_recall(session, office.other_clerk, copy)
    incoming.reopen(session, office.other_clerk, copy, "Vẫn cần dùng")
    assert copy.state == "registered", "the receiver may keep it after all"


def test_what_was_replaced_holds_again_once_the_replacement_is_recalled(
    database: TestDatabase, session: Session, office: Office, storage: MemoryStorage
) -> None:
    old = sent(session, office, storage)
    deliver(session, database)
    (copy,) = delivered_to(session, office.other_agency_id)
    incoming.accept(session, office.other_clerk, copy, entry_of(session, office.other_clerk))
    new = sent(session, office, storage, replaces_id=old.id)
    deliver(session, database)
    replaced = [("replaced", new.reference)]
    assert followed_by(session, old.id) == followed_by(session, copy.id) == replaced
    (cited,) = ended_among(session, office.clerk, {"1/UBND-VHXH"})
    assert cited[0] == old.reference
    service.recall(session, office.clerk, new, "Sai", new.version)
    deliver(session, database)
    assert (old.state, copy.state, copy.recalled_at) == ("issued", "registered", None)
    assert followed_by(session, old.id) == followed_by(session, copy.id) == []
    service.take_back_recall(session, office.clerk, new)
    deliver(session, database)
    assert (old.state, copy.recall_reason) == ("replaced", f"→ {new.reference}")


def test_a_letter_from_outside_corrects_what_the_clerk_says_and_no_longer_when_taken_off(
    session: Session, office: Office
) -> None:
    first, letter = (
        incoming.register(session, office.clerk, entry_of(session, office.clerk, **values))
        for values in (
            {"number": "12", "symbol": "QĐ-SNV"},
            {"number": "20", "symbol": "SNV-VP", "subject": "Đính chính Quyết định số 12/QĐ-SNV"},
        )
    )
    incoming.note_correction(session, office.clerk, letter, first.id)
    assert followed_by(session, first.id) == [("corrected", letter.reference)]
    with pytest.raises(Refused, match="another document"):
        incoming.note_correction(session, office.clerk, letter, letter.id)
    incoming.take_correction_off(session, office.clerk, letter, first.id)
    assert followed_by(session, first.id) == []
    assert session.scalars(select(IncomingDocument.id)).all() == [first.id, letter.id]


def test_a_letter_from_outside_replaces_what_the_clerk_says_and_its_words_propose(
    session: Session,
    office: Office,
    storage: MemoryStorage,
    client_of: Callable[[Actor], FlaskClient],
) -> None:
    own = sent(session, office, storage)
    first, letter = (
        incoming.register(session, office.clerk, entry_of(session, office.clerk, **values))
        for values in ({"number": "12", "symbol": "QĐ-SNV"}, {"number": "20", "symbol": "SNV-VP"})
    )
    said = f"Văn bản này thay thế Quyết định số 12/QĐ-SNV; bãi bỏ {own.reference}."
    given = {"kind": "main", "name": "a.pdf", "media_type": "application/pdf", "size": 1}
    by = {"record_id": letter.id, "added_by_id": office.clerk.person_id}
    session.add_all(
        [FileText(sha256="e" * 64, text=said), RecordFile(sha256="e" * 64, **given, **by)]
    )
    session.flush()
    note_citations(session, {"record_id": letter.id})
    letter_id, first_id, own_id, by_letter = letter.id, first.id, own.id, letter.reference
    session.commit()

    def became_of(document_id: int) -> list[tuple[str, str]]:
        session.expire_all()
        found = followed_by(session, document_id)
        session.rollback()
        return found

    clerk = client_of(office.clerk)
    page = clerk.get(f"/documents/{letter_id}").get_data(as_text=True)
    assert said in page
    assert became_of(first_id) == [], "nothing is set by a guess"
    address = f"/incoming/{letter_id}/replaces"
    for original_id in (first_id, own_id):
        assert clerk.post(f"{address}?original={original_id}").status_code == 302
        assert became_of(original_id) == [("replaced", by_letter)]
    again = clerk.post(f"{address}?original={first_id}", follow_redirects=True)
    assert "không còn gì để" in again.get_data(as_text=True)
    officer = client_of(office.officer)
    assert officer.post(f"{address}?original={own_id}").status_code in (403, 404)
    clerk.post(f"{address}/undo?original={first_id}")
    assert became_of(first_id) == []
    assert became_of(own_id) == [("replaced", by_letter)]
