"""What a document cites and what cites it, as far as the reader may read it."""

import re
from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core import clock, jobs, outbox
from app.core.db import session_factory, transaction
from app.core.policy import Actor, person_token
from app.correspondence.models import Citation, Document
from app.correspondence.queries import links_of
from app.features import FEATURES
from app.files.events import FilesRead
from app.files.models import FileText, RecordFile
from app.records.rules import LINE, Ground
from app.records.service import let_read
from tests.databases import TestDatabase
from tests.factories.office import Office
from tests.integration.search.test_search import register


def test_documents_cite_each_other_while_the_file_that_says_so_is_there(
    app: Flask, database: TestDatabase, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    """The latest that bore the number by then; in both directions; within the reader's rights."""
    factory = session_factory(database.engine)
    with transaction(factory) as session:
        old = register(session, office, 12, "V/v năm trước")
        session.get_one(Document, old).issued_on = date(2025, 3, 1)
        cited = register(session, office, 14, "V/v được nhắc đến")
        session.get_one(Document, cited).reference = "0012/UBND-VX"
        session.get_one(Document, cited).reference_key = "12/UBND-VX"
        younger = register(session, office, 15, "V/v sau này")
        session.get_one(Document, younger).reference_key = "12/UBND-VX"
        session.get_one(Document, younger).issued_on = date(2026, 12, 1)
        words = "Số: 13/UBND-VX. Trả lời Công văn số 0012 /UBND-VX, Nghị định 30/2020/NĐ-CP"
        citing = register(session, office, 13, "V/v trả lời", words)
        outbox.publish(session, FilesRead(citing))
        outbox.publish(session, FilesRead(citing))  # told twice, noted once
        let_read(session, citing, {person_token(office.officer.person_id)}, Ground(LINE, 1))
    jobs.drain(factory, FEATURES.handlers(app.extensions["engines"]))

    def linked(session: Session, actor: Actor, of: int) -> tuple[list[int], list[int]]:
        links = links_of(session, actor, of)
        return [one.id for one in links.cites], [one.id for one in links.cited_by]

    with transaction(factory) as session:
        assert linked(session, office.clerk, citing) == ([cited], [])
        assert linked(session, office.clerk, cited) == ([], [citing])
        assert (
            linked(session, office.clerk, old) == linked(session, office.clerk, younger) == ([], [])
        )
        assert linked(session, office.officer, citing) == ([], []), "it may not be read"
        let_read(session, old, {person_token(office.officer.person_id)}, Ground(LINE, 2))
        assert linked(session, office.officer, citing) == ([old], []), "a later one is not known of"
        assert linked(session, office.officer, old) == ([], [citing])
        assert linked(session, office.clerk, citing) == ([cited], [])

    def cited_beside(actor: Actor) -> list[str]:
        shown = client_of(actor).get(f"/search/alike/{citing}").text.partition("Cũng viện dẫn:")[2]
        return re.findall(r'href="/search\?q=[^"]*">([^<]*)<', shown)

    page = client_of(office.clerk).get(f"/documents/{citing}").get_data(as_text=True)
    assert "được văn bản này viện dẫn" in page
    assert "V/v được nhắc đến" in page
    assert cited_beside(office.clerk) == ["30/2020/NĐ-CP"]
    assert cited_beside(office.officer) == ["30/2020/NĐ-CP"]
    assert "V/v được nhắc đến" not in client_of(office.officer).get(f"/documents/{citing}").text
    with transaction(factory) as session:
        file = session.scalars(select(RecordFile).filter_by(record_id=citing)).one()
        file.removed_at = clock.now()
        session.flush()
        assert linked(session, office.clerk, citing) == ([], [])
        assert linked(session, office.clerk, cited) == ([], [])
        session.execute(delete(FileText).where(FileText.sha256 == file.sha256))
        assert session.scalar(select(func.count()).select_from(Citation)) == 0
