"""Addresses too long, and bytes that are no text: said in the reader's language, nothing kept."""

import runpy
import socket
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from gunicorn import util
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.drafting.models import Draft
from app.web.security import LONGEST_QUERY
from config import ROOT
from tests.factories.office import Office

ClientOf = Callable[[Actor], FlaskClient]


def test_a_search_of_many_vietnamese_letters_is_a_search(
    client_of: ClientOf, office: Office
) -> None:
    client = client_of(office.clerk)
    assert client.get("/search", query_string={"q": "ữ" * 460}).status_code == 200
    long = client.get("/search", query_string={"q": "ữ" * 700})
    assert (long.status_code, "Địa chỉ quá dài" in long.text) == (414, True)


@pytest.mark.parametrize("broken", [b"K\xff\xfenh", "K\ufffdính".encode()])
def test_text_of_broken_bytes_is_kept_nowhere(
    client_of: ClientOf, office: Office, session: Session, broken: bytes
) -> None:
    parts = {"type_code": b"CV", "do": b"save", "body": b"a", "subject": broken}
    lines = [
        b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n' + text
        for name, text in parts.items()
    ]
    body = b"\r\n".join([*lines, b"--x--\r\n"])
    answer = client_of(office.officer).post(
        "/drafts/new", data=body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 400
    assert "không đúng như đã viết" in answer.text
    assert session.scalars(select(Draft)).all() == []


def test_what_is_no_request_is_answered_in_both_languages() -> None:
    """gunicorn itself answers then, and has no reader to ask."""
    kept = util.write_error
    try:
        settings = runpy.run_path(str(ROOT / ".setup/gunicorn.py"))
    finally:
        util.write_error = kept
    assert settings["limit_request_line"] > LONGEST_QUERY + 1_000
    assert settings["forwarder_headers"] == "", "who asks does not say where the office stands"
    ours, theirs = socket.socketpair()
    with ours, theirs:
        settings["write_error"](ours, 414, "URI Too Long", "")
        head, _blank, page = theirs.recv(10_000).decode().partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 414 URI Too Long\r\n")
    assert f"Content-Length: {len(page.encode())}" in head
    assert "Địa chỉ quá dài" in page
    assert "The address is too long" in page
