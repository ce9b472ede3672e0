"""Lists that leave the office: the rows and the rights of their pages, dates as dates."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import clock
from app.core.lists import listing
from app.core.policy import Actor
from app.features import FEATURES
from app.lists import export
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.lists.test_views import reader_of
from tests.integration.outgoing.making import request_of

SignIn = Callable[[Actor], FlaskClient]
HEAD, FIRST = 3, 4


def sheet_of(client: FlaskClient, name: str, **asked: str) -> list[list[Any]]:
    answer = client.get(f"/lists/{name}.xlsx", query_string=asked)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("name", FEATURES.exports)
def test_every_exported_list_offers_its_sheet(
    name: str, session: Session, office: Office, client_of: SignIn
) -> None:
    client, address = reader_of(name, office, client_of)
    assert f'href="/lists/{name}.xlsx' in client.get(address).text
    rows = sheet_of(client, name)
    assert rows[0][0]
    assert all(rows[HEAD - 1])
    assert rows[-1][0].endswith(" dòng")


def test_days_are_days_and_text_is_text(
    session: Session, office: Office, client_of: SignIn
) -> None:
    with clock.stopped_at(MONDAY):
        request_of(session, office).subject = "=HYPERLINK(1)"
    session.commit()
    rows = sheet_of(client_of(office.clerk), "incoming.index")
    (line,) = rows[FIRST - 1 : -2]
    columns = dict(zip(rows[HEAD - 1], line, strict=True))
    assert columns["Trích yếu"] == "=HYPERLINK(1)"
    assert isinstance(columns["Số đến"], int)
    assert isinstance(columns["Ngày đến"], datetime)


def test_the_sheet_has_the_rows_of_the_filter_over_all_pages(
    session: Session, office: Office, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "READ_AT_ONCE", 10)
    for number in range(35):
        request_of(session, office, number + 1)
    session.commit()
    client = client_of(office.clerk)
    everything = sheet_of(client, "incoming.index", tab="all")
    assert len(everything[FIRST - 1 : -2]) == 35
    assert everything[-1][0] == "35 dòng"
    assert sheet_of(client, "incoming.index", tab="done")[-1][0] == "0 dòng"


def test_the_sheet_is_named_and_says_what_was_chosen(
    session: Session, office: Office, client_of: SignIn
) -> None:
    client, asked = client_of(office.clerk), {"view": "all", "urgency": "3", "year": "2026"}
    answer = client.get("/lists/incoming.index.xlsx", query_string=asked)
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet.title == sheet["A1"].value == "Văn bản đến"
    assert sheet["A2"].value == "Tất cả. Năm: 2026. Độ khẩn: Hỏa tốc"
    admin = client_of(office.admin)
    rows = sheet_of(admin, "access.index", q="lụa", state="none")
    assert rows[1][0] == "Tài khoản: chưa có tài khoản. “lụa”"


def test_nobody_takes_away_what_they_may_not_read(
    session: Session, office: Office, client_of: SignIn
) -> None:
    request_of(session, office)
    session.commit()
    other = client_of(office.other_clerk)
    assert sheet_of(other, "incoming.index", tab="all")[-1][0] == "0 dòng"
    assert client_of(office.officer).get("/lists/access.index.xlsx").status_code == 404
    assert client_of(office.clerk).get("/lists/drafting.index.xlsx").status_code == 404
    assert client_of(office.clerk).get("/lists/nothing.xlsx").status_code == 404


def test_a_sheet_is_bounded_and_says_so(
    session: Session, office: Office, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    for number in range(3):
        request_of(session, office, number + 1)
    session.commit()
    rows = sheet_of(client_of(office.clerk), "incoming.index", tab="all")
    assert len(rows[FIRST - 1 : -2]) == 2
    assert rows[-1][0].startswith("Chỉ có 2 dòng đầu trong 3 dòng")
