"""What leaves compressed, what must not, and that caches are told."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from backports import zstd
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor
from documents.storage import Storage
from tests.documents.document_files import pdf_bytes
from tests.factories.office import Office
from tests.integration.correspondence.test_files import document_with

SignIn = Callable[[Actor], FlaskClient]
EVERYTHING = "gzip, deflate, br, zstd"
UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}


@pytest.mark.parametrize("encoding", sorted(UNPACK))
def test_a_page_is_the_same_however_it_is_packed(
    client_of: SignIn, office: Office, encoding: str
) -> None:
    client = client_of(office.clerk)
    plain = client.get("/admin/audit")
    packed = client.get("/incoming", headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == encoding
    assert len(packed.data) == int(packed.headers["Content-Length"])
    assert len(packed.data) < 12_000
    assert b"</html>" in UNPACK[encoding](packed.data)
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.vary
        assert "Cookie" in answer.vary


def test_a_form_that_comes_back_is_packed_too(client_of: SignIn, office: Office) -> None:
    client = client_of(office.clerk)
    headers = {"Accept-Encoding": "gzip"}
    refused = client.post("/incoming/register", data={}, headers=headers)
    assert (refused.status_code, refused.headers["Content-Encoding"]) == (422, "gzip")
    assert b"</html>" in gzip.decompress(refused.data)
    missing = client.get("/there-is-no-such-page", headers=headers)
    assert (missing.status_code, missing.headers["Content-Encoding"]) == (404, "gzip")
    assert b"</html>" in gzip.decompress(missing.data)


def test_what_another_site_asks_for_is_not_packed(client_of: SignIn, office: Office) -> None:
    """Its length would tell that site what else stands in the page (BREACH)."""
    client = client_of(office.clerk)

    def encoding(asked_by: str | None, scheme: str = "https", path: str = "/search?q=x") -> str:
        headers = {"Accept-Encoding": EVERYTHING}
        if asked_by:
            headers["Sec-Fetch-Site"] = asked_by
        answer = client.get(path, headers=headers, base_url=f"{scheme}://localhost")
        assert answer.status_code == 200
        assert "Sec-Fetch-Site" in answer.vary
        return answer.headers.get("Content-Encoding", "")

    assert encoding("same-origin") == encoding("none") == "zstd"
    assert encoding("cross-site") == encoding("same-site") == ""
    assert encoding("cross-site", "http") == ""
    assert encoding(None) == "", "an old browser over HTTPS says nothing of who asks"
    assert encoding(None, "http") == "zstd"


def test_files_of_people_leave_as_they_are(
    session: Session, storage: Storage, client_of: SignIn, office: Office
) -> None:
    document = document_with(session, storage, office.clerk, ("a.pdf", pdf_bytes("Một")))
    [file] = document.files
    client = client_of(office.clerk)
    headers = {"Accept-Encoding": EVERYTHING}
    for path in (f"/files/{file.id}", f"/files/{file.id}/pages/1"):
        plain, asked = client.get(path), client.get(path, headers=headers)
        assert "Content-Encoding" not in asked.headers
        assert asked.data == plain.data
        assert int(asked.headers["Content-Length"]) == len(plain.data)
    part = client.get(f"/files/{file.id}", headers={**headers, "Range": "bytes=0-3"})
    assert "Content-Encoding" not in part.headers


def test_a_packed_file_is_known_again_by_its_tag(app: Flask) -> None:
    visitor = app.test_client()
    asked = {"Accept-Encoding": "br", "Sec-Fetch-Site": "cross-site"}
    first = visitor.get("/static/0/theme.css", headers=asked)
    assert first.headers["Content-Encoding"] == "br"
    again = visitor.get(
        "/static/0/theme.css", headers={**asked, "If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    other = visitor.get(
        "/static/0/theme.css", headers={**asked, "Accept-Encoding": "gzip", "If-None-Match": "x"}
    )
    assert other.headers["ETag"] != first.headers["ETag"]


def test_what_is_small_or_a_redirect_stays_as_it_is(client_of: SignIn, office: Office) -> None:
    client = client_of(office.clerk)
    answer = client.get("/session", headers={"Accept-Encoding": EVERYTHING})
    assert "Content-Encoding" not in answer.headers
    away = client.get("/documents/99999", headers={"Accept-Encoding": EVERYTHING})
    assert away.status_code == 404
