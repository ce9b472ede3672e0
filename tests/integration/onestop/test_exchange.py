"""Catalogues that leave and come back: the same, changed, and what is none."""

import io
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.onestop.procedures import queries, service
from app.onestop.procedures.demo import shipped
from app.onestop.procedures.queries.brought import in_force_today
from tests.factories.office import Office
from tests.reading import found

pytestmark = pytest.mark.usefixtures("monday")
Clients = Callable[[Actor], FlaskClient]


@pytest.fixture
def admin(session: Session, office: Office, client_of: Clients) -> FlaskClient:
    """Of an office that has the shipped procedures."""
    service.take_over(session, office.admin, shipped(), date(2025, 7, 1), "tệp")
    session.commit()
    return client_of(office.admin)


def bring(admin: FlaskClient, name: str, content: bytes) -> Any:
    return admin.post("/procedures/bring", data={"file": (io.BytesIO(content), name)})


@pytest.mark.parametrize("name", ["catalogue.json", "catalogue.xlsx"])
def test_what_leaves_comes_back_and_changes_nothing(admin: FlaskClient, name: str) -> None:
    left = admin.get(f"/procedures/{name}").data
    came = bring(admin, name, left)
    assert came.status_code == 302, came.text
    report = admin.get(came.headers["Location"]).text
    assert "0 thủ tục mới, 0 thay đổi, 49 giữ nguyên" in report
    assert "Không có gì thay đổi" in report


def test_a_change_is_shown_then_taken_over_from_its_day(
    session: Session, office: Office, admin: FlaskClient
) -> None:
    data = json.loads(admin.get("/procedures/catalogue.json").data)
    first, second = data["procedures"][:2]
    first["result"] = "Giấy mới"
    second["steps"][1]["minutes"] -= 30
    came = bring(admin, "moi.json", json.dumps(data).encode())
    page = admin.get(came.headers["Location"]).text
    assert "0 thủ tục mới, 2 thay đổi, 47 giữ nguyên" in page
    assert "<ins>Giấy mới</ins>" in page
    before = in_force_today(session)
    session.rollback()
    assert before == sorted(shipped(), key=lambda one: one.code), "only shown"
    seen = found(r'name="seen"[^>]*value="(\w+)"', page)[1]
    stale = admin.post(came.headers["Location"], data={"seen": "0", "starts": "01/12/2026"})
    assert stale.status_code == 422
    today = admin.post(came.headers["Location"], data={"seen": seen, "starts": "23/11/2026"})
    assert today.status_code == 422
    assert f"{first['code']}: Bản 1 đang áp dụng" in today.text
    taken = admin.post(came.headers["Location"], data={"seen": seen, "starts": "01/12/2026"})
    assert taken.status_code == 302
    coming = admin.get(taken.headers["Location"]).text
    assert first["code"] in coming
    assert second["code"] in coming
    assert admin.get(came.headers["Location"]).status_code == 404, "it is done with"


def test_without_a_day_there_are_only_drafts_and_none_is_overwritten(
    session: Session, office: Office, admin: FlaskClient
) -> None:
    data = json.loads(admin.get("/procedures/catalogue.json").data)
    data["procedures"][0]["note"] = "mới"
    text = json.dumps(data).encode()
    for status in (302, 422):
        came = bring(admin, "moi.json", text)
        page = admin.get(came.headers["Location"]).text
        seen = found(r'name="seen"[^>]*value="(\w+)"', page)[1]
        sent = admin.post(came.headers["Location"], data={"seen": seen, "starts": ""})
        assert sent.status_code == status
    assert "Đã có bản đang soạn" in sent.text


def test_a_workbook_says_by_sheet_and_code_what_cannot_be_meant(admin: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(admin.get("/procedures/catalogue.xlsx").data))
    limits = book["Trường hợp và thời hạn"]
    limits["C4"] = "chóng thôi"
    book["Phí, lệ phí"].append(["9.9", "Phí lạ"])
    target = io.BytesIO()
    book.save(target)
    came = bring(admin, "sai.xlsx", target.getvalue())
    assert came.status_code == 422
    assert "“chóng thôi” không phải thời hạn" in came.text
    assert "ghi mã 9.9 không có ở trang đầu" in came.text


def _deep() -> bytes:
    return b"[" * 5000 + b"]" * 5000


def _bomb() -> bytes:
    return b'{"format":"procedures/1","procedures":[' + b"1" * 5000 + b"]}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b""),
        ("a.json", b"\xff\xfe\x00"),
        ("a.json", b"{}"),
        ("a.json", b'{"broken": 1}'),
        ("a.json", b"[NaN]"),
        ("a.json", _deep()),
        ("a.json", _bomb()),
        ("a.json", b"[" + b"1," * 2_600_000 + b"1]"),
        ("a.xlsx", b"PK\x03\x04 nothing"),
        ("a.xlsx", b"{}"),
        ("a.pdf", b"%PDF-1.7"),
        ("", b""),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_what_is_no_catalogue_is_refused_beside_its_field(
    admin: FlaskClient, name: str, content: bytes
) -> None:
    came = bring(admin, name, content)
    assert came.status_code == 422
    assert "cv-refuse" in came.text


def test_only_whoever_brought_it_sees_it(
    session: Session, office: Office, admin: FlaskClient, client_of: Clients
) -> None:
    came = bring(admin, "a.json", admin.get("/procedures/catalogue.json").data)
    assert client_of(office.clerk).get(came.headers["Location"]).status_code == 403
    assert client_of(office.clerk).get("/procedures/catalogue.xlsx").status_code == 200
    assert admin.post(came.headers["Location"] + "/put-away").status_code == 302
    assert admin.get(came.headers["Location"]).status_code == 404
    assert len(queries.fields(session)) > 10
