"""The letter as it will print: shown while it is typed, laid out while nobody waits."""

from collections.abc import Callable
from functools import lru_cache

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.models import CircuitStep
from app.core.db import refuse_while_writing
from app.drafting import letters
from app.drafting.models import Draft
from app.organisation.service import raise_epoch
from documents.drafting import Letter, compose
from tests.factories.office import Office
from tests.integration.drafting.making import (
    delegate,
    post_of,
)
from tests.integration.drafting.pages.typed import ClientOf, form


def test_preview_shows_the_letter_and_its_faults(client_of: ClientOf, office: Office) -> None:
    page = client_of(office.officer).post(
        "/drafts/preview", data=form(office, filing_unit="", subject="Trả lời.")
    )
    assert page.status_code == 200
    assert "Dòng “Lưu” thiếu đơn vị soạn thảo. Nên ghi “Lưu: VT, VHXH”." in page.text
    assert "Cuối trích yếu không có dấu câu." in page.text
    for body in ("Kết quả như sau:", "Kết quả:\nXã | Số hộ\nTân Khê | 12"):
        page = client_of(office.officer).post("/drafts/preview", data=form(office, body=body))
        assert "Văn bản kết thúc bằng" in page.get_data(as_text=True), body
    assert client_of(office.officer).get(f"/drafts/preview/{'0' * 64}/1").status_code == 404
    assert client_of(office.officer).get("/drafts/preview/..%2Fx/1").status_code == 404


@pytest.mark.parametrize(
    "more",
    [{"body": "a\n" * 2001}, {"body": "a|b|c\n" * 700}, {"bases": "a\n" * 2001}],
    ids=["lines", "cells", "bases"],
)
def test_a_letter_holds_what_can_be_laid_out_while_one_waits(
    client_of: ClientOf, office: Office, session: Session, more: dict[str, str]
) -> None:
    officer = client_of(office.officer)
    for address, status in (("/drafts/new", 422), ("/drafts/preview", 200)):
        answer = officer.post(address, data=form(office, **more))
        assert answer.status_code == status
        assert "nhiều nhất được 2000" in answer.text
    assert session.scalars(select(Draft)).all() == []


def test_a_preview_says_what_is_too_long_where_the_page_would_stand(
    client_of: ClientOf, office: Office
) -> None:
    officer = client_of(office.officer)
    for wrong in ({"subject": "a" * 501}, {"body": "a" * 60_001}, {"urgency": "9"}):
        answer = officer.post("/drafts/preview", data=form(office, **wrong))
        assert "Chưa thể trình bày trang này" in answer.text
    unfinished = officer.post("/drafts/preview", data=form(office, due_on="mai", subject=""))
    assert "Chưa thể trình bày" not in unfinished.text


def test_nobody_waits_while_a_letter_is_laid_out(
    client_of: ClientOf,
    office: Office,
    session: Session,
    fresh: Callable[[], Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Begun, saved, sent to another signer, signed in the post of another: each lays it out anew,
    and none of them does that while it keeps others from writing."""
    made: list[Letter] = []

    def lay_out(letter: Letter) -> bytes:
        refuse_while_writing()
        made.append(letter)
        return compose(letter)

    monkeypatch.setattr(letters, "laid_out", lru_cache(lay_out))
    stands_in = delegate(session, office.leader, office.head)
    raise_epoch(session)
    session.commit()
    officer = client_of(office.officer)
    begun = officer.post(
        "/drafts/new", data=form(office, signer_post_id=str(post_of(office.deputy)))
    )
    assert begun.status_code == 302
    edited = form(
        office, base_version="1", signer_post_id=str(post_of(office.deputy)), body="Khác."
    )
    assert officer.post(f"{begun.location}/edit", data=edited).status_code == 302
    record_id = fresh().scalars(select(Draft.record_id)).one()
    lines = {"kind": "sign", "who": str(post_of(office.leader)), "beside": "", "until": ""}
    sending = {"base_version": "2", "do": "send", **lines}
    assert officer.post(f"/records/{record_id}/circuit", data=sending).status_code == 302
    turn_id = fresh().scalars(select(CircuitStep.id)).one()
    said = {"step_id": turn_id, "seen_version": 3, "comment": "", "do": "approve"}
    signed = client_of(stands_in).post(f"/records/{record_id}/decide", data=said)
    assert signed.status_code == 302
    signers = [letter.signature.name for letter in made]
    names = (office.deputy.name, office.deputy.name, office.leader.name, office.head.name)
    assert tuple(signers) == names
