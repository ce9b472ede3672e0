"""What a hostile person sends: forged forms, foreign numbers, poisoned words, strange files."""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import lxml.html
import pytest
from flask import Flask, got_request_exception
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.audit.models import AuditEntry, RefusedAttempt
from app.core.db import Base
from app.core.kept_forms import KeptForm
from app.correspondence.models import Document
from app.dossiers.models import Dossier
from app.drafting.models import Draft
from app.files.models import Upload
from tests.conftest import application, settings_for
from tests.databases import TestDatabase
from tests.factories.office import PASSWORD
from tests.whole.conftest import Place, csrf_token, open_place
from tests.whole.prepared import a_pdf
from tests.whole.relations import PARTS
from tests.whole.routes import address, cases, routes, somebody

POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox"
SENDS_FILES = re.compile(r"/(files|uploads|attachments|versions)/")
ROLES = ("clerk", "leader", "head", "officer", "admin", "other_clerk")
SCRIPT = "<script>alert(1)</script>\"'>{{7*7}}"
HOSTILE = {
    "script": SCRIPT,
    "direction": "\u202e\u2067gnỏh ăn gnăv\u200f",
    "long": "ă" * 10_000,
    "decomposed": "Ủy ban nhân dân \u0302\u0323" + "e\u0302\u0301" * 5,
    "emoji": "\U0001f4e8 \U0001f469\u200d\U0001f4bb \ud7ff \uffff",
    "null": "a\x00b\x1b[31m\x7f",
    "formula": "=cmd|' /C calc'!A0",
}
NUMBERS = ("0", "-1", "10" * 15, "abc", "%00", "٣")


@pytest.fixture(scope="module")
def place(
    fresh_database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A prepared office whose forms want their token, as in use."""
    with open_place(fresh_database, tmp_path_factory.mktemp("attacked"), csrf=True) as opened:
        got_request_exception.connect(_remember, opened.app, weak=False)
        yield opened


_broken: list[str] = []


def _remember(_app: Flask, exception: BaseException) -> None:
    where = exception.__traceback__
    lines = []
    while where is not None:
        code = where.tb_frame.f_code
        if "/app/" in code.co_filename or "/documents/" in code.co_filename:
            lines.append(f"{code.co_filename.rsplit('/main/')[-1]}:{where.tb_lineno}")
        where = where.tb_next
    _broken.append(f"{type(exception).__name__}: {str(exception)[:120]} at {lines[-1:]}")


def _told() -> str:
    """What broke since the last look, for the message of a failing test."""
    told = "; ".join(dict.fromkeys(_broken))
    _broken.clear()
    return told


def send(place: Place, who: str, path: str, data: dict[str, Any], **options: Any) -> TestResponse:
    """A form with the token of this person's session."""
    token = csrf_token_of(place, who)
    return place.ask(who, path, "POST", data=data, headers={"X-CSRFToken": token}, **options)


_tokens: dict[tuple[int, str], str] = {}


def csrf_token_of(place: Place, who: str) -> str:
    key = (id(place), who)
    if key not in _tokens:
        _tokens[key] = str(place.client(who).get("/session").get_json()["csrf_token"])
    return _tokens[key]


# -- Forms, cookies, headers -----------------------------------------------------------------------


def test_no_form_is_taken_without_its_token(place: Place) -> None:
    exempt = {
        "messages.sms_report",
        "messages.described_report",
        "messages.received",
        "messages.off",
        "urgent.confirm",
    }
    for who in ("clerk", "leader", "admin"):
        place.client(who)
    before = _audit_count(place)
    taken = []
    for rule, method in routes(place.app):
        if method != "POST" or rule.endpoint in exempt:
            continue
        for who in ("clerk", "leader", "admin"):
            path = address(place.app, rule, dict.fromkeys(rule.arguments - PARTS.keys(), 1))
            status = place.ask(who, path, "POST", data={"reason": "x"}).status_code
            if status != 400:
                taken.append(f"{who} {path}: {status}")
        if place.ask("nobody", path, "POST").status_code not in (400, 401):
            taken.append(f"nobody {path}")
    assert not taken, "\n".join(taken)
    assert _audit_count(place) == before


def test_the_token_of_one_person_is_no_good_for_another(place: Place) -> None:
    stolen = csrf_token_of(place, "officer")
    response = place.ask(
        "clerk", "/language", "POST", data={"language": "vi", "csrf_token": stolen}
    )
    assert response.status_code == 400


def test_a_form_that_is_only_shown_again_changes_nothing(place: Place) -> None:
    """After signing in anew a form comes back to its page with this mark, and nothing is done."""
    posts = _posts(place)
    pages = {rule.endpoint for rule, method in routes(place.app) if method == "GET"}
    fields = {"_only_shown": "1", "_once": "o" * 32, "reason": "Đã gõ dở", "text": "Đã gõ dở"}
    for who in {who for _path, _endpoint, who in posts}:
        place.client(who)
    before, kinds, broken = _contents(place), set(), []
    for path, endpoint, who in posts:
        response = send(place, who, path, fields)
        kinds.add(response.status_code)
        was_tried = response.status_code == 422 and endpoint in pages  # and was taken back
        was_tried = was_tried and place.ask(who, path).status_code == 200
        if was_tried or response.status_code not in (200, 204, 400, 403, 404, 409, 422):
            broken.append(f"{who} {path}: {response.status_code} {_told()}")
    assert not broken, "\n".join(broken)
    assert kinds >= {200, 422}
    assert _contents(place) == before


NOTED_MEANWHILE = (KeptForm.__table__, RefusedAttempt.__table__)
"""What is typed is kept until it is sent; what was refused is counted."""


def _contents(place: Place) -> dict[str, list[str]]:
    """Every row of every table."""
    with place.factory() as session:
        return {
            table.name: sorted(str(row) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table not in NOTED_MEANWHILE
        }


@pytest.mark.parametrize("secure", ["0", "1"])
def test_the_session_cookie_keeps_to_this_site(
    place: Place,
    fresh_database: TestDatabase,
    tmp_path_factory: pytest.TempPathFactory,
    secure: str,
) -> None:
    instance = tmp_path_factory.mktemp("cookies")
    settings = settings_for(fresh_database, instance, CONGVAN_SECURE_COOKIES=secure)
    base = "https://office.test" if secure == "1" else "http://office.test"
    names = {"user_name": place.prepared.user_name("clerk"), "password": PASSWORD}
    with application(settings, config={}) as app:
        client = app.test_client()
        token = csrf_token(client.get("/sign-in", base_url=base).get_data(as_text=True))
        named = {**names, "csrf_token": token}
        answer = client.post("/sign-in", base_url=base, data=named, headers={"Referer": base})
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert ("Secure" in parts) == (secure == "1")
    assert ("Strict-Transport-Security" in answer.headers) == (secure == "1")


def test_every_answer_carries_its_policy_and_no_inline_code(place: Place) -> None:
    wrong, kinds = [], set()
    for who in ("officer", "nobody", None):
        for path, able in _addresses(place):
            response = place.ask(who or able, path)
            kinds.add(response.status_code)
            wrong += [f"{who} {path}: {problem}" for problem in _header_problems(path, response)]
            wrong += [f"{who} {path}: {problem}" for problem in _inline_code(response)]
            wrong += [f"{who} {path}: {problem}" for problem in _double_names(response)]
    assert not wrong, "\n".join(wrong)
    assert kinds >= {200, 302, 403, 404}, kinds


def test_a_page_that_broke_carries_the_policy_too(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_arguments: object) -> None:
        raise ZeroDivisionError

    broken.permissions = ("public",)  # type: ignore[attr-defined]
    monkeypatch.setitem(place.app.view_functions, "work.index", broken)
    response = place.ask("officer", "/work")
    assert response.status_code == 500
    assert [*_header_problems("/work", response), *_inline_code(response)] == []
    assert "ZeroDivision" not in response.get_data(as_text=True)
    _told()


def _header_problems(path: str, response: TestResponse) -> Iterator[str]:
    headers = response.headers
    expected = POLICY
    if response.status_code == 200 and headers.get("Content-Disposition", "").startswith("attach"):
        expected = FILE_POLICY if SENDS_FILES.search(path) else POLICY
    elif (
        response.status_code == 200
        and str(response.mimetype).startswith("image/")
        and SENDS_FILES.search(path)
    ):
        expected = FILE_POLICY
    if headers.get("Content-Security-Policy") != expected:
        yield f"policy {headers.get('Content-Security-Policy')!r}"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "may be sniffed"
    if headers.get("Referrer-Policy") != "same-origin":
        yield "tells other sites where one came from"
    sent = headers.get("Content-Disposition", "").startswith("attachment")
    if sent and response.mimetype in ("text/html", "image/svg+xml", "application/xhtml+xml"):
        yield "a file served as a page"


def _inline_code(response: TestResponse) -> list[str]:
    if response.mimetype != "text/html" or not response.get_data():
        return []
    root = lxml.html.document_fromstring(response.get_data())
    found = ["<style>" for _ in root.iter("style")]
    found += ["<script> without src" for one in root.iter("script") if not one.get("src")]
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        found += [f"{name}=" for name in element.attrib if name == "style" or name.startswith("on")]
        targets = (element.get(name, "") for name in ("href", "src", "action", "formaction"))
        found += [
            "a scripted address" for t in targets if t.strip().lower().startswith("javascript")
        ]
    return found


def _double_names(response: TestResponse) -> list[str]:
    """What a label, a link or a script could take for another, or that a label says of nothing."""
    if response.mimetype != "text/html" or not response.get_data():
        return []
    root = lxml.html.document_fromstring(response.get_data())
    for unseen in root.xpath("//template | //noscript"):
        unseen.drop_tree()
    ids = Counter(root.xpath("//@id"))
    hidden = root.xpath("//input[@type='hidden']/@id")
    labelled = {*root.xpath("//label/@for")} & {*hidden}
    twice = [f"id {name} {count} times" for name, count in ids.items() if count > 1]
    return [*twice, *(f"a label of the hidden field {name}" for name in labelled)]


def _addresses(place: Place) -> list[tuple[str, str]]:
    """Every page that can be got, with a person for whom it opens."""
    plain = [
        (address(place.app, rule, {}), somebody(place, rule))
        for rule, method in routes(place.app)
        if method == "GET" and not rule.arguments
    ]
    numbered = [
        (address(place.app, case.rule, case.values), somebody(place, case.rule, case))
        for case in cases(place)
        if "GET" in (case.rule.methods or ())
    ]
    return [*plain, *numbered, ("/static/0/theme.css", "clerk"), ("/static/0/nothing.js", "clerk")]


def _audit_count(place: Place) -> int:
    with place.factory() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


# -- Addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_no_row_can_have_is_not_there(place: Place, number: str) -> None:
    wrong = []
    for rule, method in routes(place.app):
        who = somebody(place, rule)
        for name in sorted(rule.arguments):
            if re.search(rf"<any\([^>]*:{name}>", rule.rule):
                continue  # a choice of words, in which no number stands
            path = _raw_address(rule, name, number)
            if method == "POST":
                status = send(place, who, path, {"reason": "x"}).status_code
            else:
                status = place.ask(who, path).status_code
            if status >= 500 or (status == 200 and number not in ("٣",)):
                wrong.append(f"{method} {path}: {status}")
    assert not wrong, "\n".join(wrong) + _told()


def _raw_address(rule: Rule, name: str = "", number: str = "") -> str:
    """The rule with this text as the argument of that name, and 1 for all others."""
    chosen = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
    filled = re.sub(rf"<(?:int:)?{name}>", number, chosen)
    return re.sub(r"<(?:\w+:)?\w+>", "1", filled)


KEYS = (
    *("before", "after", "year", "unit", "register", "register_id", "tab", "view", "q", "text"),
    *("urgency", "issuer", "due", "to", "type_code", "unit_id", "signer", "mine", "w", "file"),
    *(
        "version",
        "new",
        "old",
        "line",
        "at",
        "answers",
        "replaces",
        "with",
        "type",
        "draft",
        "copy_of",
    ),
    *("agency", "state", "scope", "standing", "colour", "role", "ids", "saved", "except"),
    *("first", "last", "page", "cursor", "sort", "kind", "person", "action", "object_id", "next"),
    *("arrived_on", "number", "symbol", "issued_on", "subject", "copy_of"),
)
GROUPS = 4
STRANGE = ("0", "-1", "10" * 15, "abc", "a\x00b", "31/02/2026", SCRIPT, "ă" * 1_000, "%", "9999")


@pytest.mark.parametrize("value", STRANGE, ids=[repr(v)[:12] for v in STRANGE])
def test_strange_words_in_an_address_break_no_page(place: Place, value: str) -> None:
    wrong = []
    for rule, method in routes(place.app):
        if method != "GET":
            continue
        path, who = _an_address(place, rule)
        for words in _queries(value):
            response = place.ask(who, f"{path}?{words}")
            if response.status_code >= 500 or SCRIPT.encode() in response.get_data():
                wrong.append(f"{path}?{words[:60]}: {response.status_code}")
    assert not wrong, "\n".join(wrong) + _told()


def _queries(value: str) -> Iterator[str]:
    """The value under a few names at a time, so that no refusal hides what others would do."""
    for first in range(GROUPS):
        names = KEYS[first::GROUPS]
        query = "&".join(f"{name}={quote(value)}" for name in names)
        yield f"{query}&{query}"


def _an_address(place: Place, rule: Rule) -> tuple[str, str]:
    known = next((case for case in cases(place) if case.rule == rule), None)
    path = address(place.app, rule, known.values) if known else _raw_address(rule)
    return path, somebody(place, rule, known)


ELSEWHERE = (
    "https://evil.test/", "//evil.test", "/\\evil.test", "\\\\evil.test", "/\t/evil.test",
    "/\n/evil.test", "javascript:alert(1)", "http:evil.test", "////evil.test", " //evil.test",
    "/%0d%0aSet-Cookie:x=1", "https:/\\evil.test", "\x00//evil.test", "/..//evil.test",
)  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_site(place: Place, target: str) -> None:
    client = place.app.test_client()
    page = client.get(f"/sign-in?next={quote(target)}").get_data(as_text=True)
    names = {"user_name": place.prepared.user_name("officer"), "password": PASSWORD}
    sent = {**names, "next": target, "csrf_token": csrf_token(page)}
    answers = [
        client.post("/sign-in", data=sent),
        client.get(f"/sign-in?next={quote(target)}"),
        send(place, "officer", "/language", {"language": "vi", "next": target}),
        place.ask(
            "officer", "/language", "POST",
            data={"language": "vi"},
            headers={"X-CSRFToken": csrf_token_of(place, "officer"), "Referer": "https://evil.test/x"},
        ),
    ]  # fmt: skip
    for response in answers:
        assert response.status_code == 302
        location = response.headers["Location"]
        assert _stays(location), location
        assert "evil.test" not in (urlsplit(location).netloc, location.lstrip("/")[:9])


def _stays(location: str) -> bool:
    """As a browser reads it: one slash first, nothing that it takes for another."""
    return bool(re.match(r"/(?![/\\])", location)) and not re.search(r"[\\\r\n\t\x00]", location)


# -- Files -----------------------------------------------------------------------------------------

NAMES = {
    'a"b.pdf': None,
    "a\r\nSet-Cookie: x=1.pdf": None,
    "../../etc/passwd.pdf": None,
    "C:\\Windows\\x.pdf": None,
    "\u202efdp.exe.pdf": None,
    "Công văn số 12.pdf": None,
    "a;b=c,d.pdf": None,
    "ă" * 400 + ".pdf": None,
    "<script>alert(1)</script>.pdf": None,
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_file_name_cannot_write_headers_or_paths(place: Place, name: str) -> None:
    sent = {"file": (io.BytesIO(a_pdf("Named strangely")), name, "text/html")}
    answer = send(place, "clerk", "/uploads", sent)
    if answer.status_code in (400, 422):
        return
    token = answer.get_json()["token"]
    got = place.ask("clerk", f"/uploads/{token}")
    assert got.status_code == 200
    disposition = got.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert not re.search(r"[\r\n]", disposition)
    assert "x" not in {key.lower() for key, _value in got.headers if key == "Set-Cookie: x"}
    with place.factory() as session:
        kept = session.scalars(select(Upload.name).where(Upload.token == token)).one()
    assert not re.search(r"[\\/\r\n\x00\u202e<>\"]", kept), kept
    assert got.mimetype == "application/pdf"


@pytest.mark.parametrize("name", ["page.html", "page.pdf", "page.svg", "page.docx", "page.png"])
def test_no_upload_is_ever_served_as_a_page(place: Place, name: str) -> None:
    html = b"<html><script>alert(document.cookie)</script></html>"
    answer = send(place, "clerk", "/uploads", {"file": (io.BytesIO(html), name, "text/html")})
    assert answer.status_code == 422
    assert answer.get_json(silent=True) is None or answer.get_json()["problems"]


def test_a_pdf_that_is_also_a_page_leaves_as_a_closed_download(place: Place) -> None:
    both = a_pdf("Both") + b"\n<html><script>alert(1)</script></html>"
    answer = send(place, "clerk", "/uploads", {"file": (io.BytesIO(both), "both.pdf")})
    if answer.status_code == 422:
        return
    got = place.ask("clerk", f"/uploads/{answer.get_json()['token']}")
    assert got.mimetype == "application/pdf"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Content-Security-Policy"] == FILE_POLICY
    assert got.headers["X-Content-Type-Options"] == "nosniff"


# -- Poisoned words --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_are_kept_as_words(place: Place, kind: str) -> None:
    """Typed into every field of every form by somebody who may; each form's page is read before,
    with what was typed elsewhere."""
    wrong: list[str] = []
    for path, who in _addresses(place):
        if not UNFORGIVING.match(path):
            wrong += _fill_in(place, who, path, HOSTILE[kind])
    wrong += _read(place, _new_addresses(place))
    assert not wrong, "\n".join(dict.fromkeys(wrong)) + _told()


def test_what_was_typed_is_words_on_every_page(place: Place) -> None:
    wrong = [*_read(place, [*_addresses(place), *_new_addresses(place)])]
    assert not wrong, "\n".join(dict.fromkeys(wrong)) + _told()


def _read(place: Place, addresses: Iterable[tuple[str, str]]) -> Iterator[str]:
    for path, who in addresses:
        if not _is_words(response := place.ask(who, path)):
            yield f"{who} {path}: {response.status_code}"


def _is_words(response: TestResponse) -> bool:
    text = response.get_data(as_text=True) if response.mimetype == "text/html" else ""
    broke = response.status_code >= 500 or "<script>alert(1)" in text
    return not broke and not _inline_code(response)


UNFORGIVING = re.compile(r"^/(sign-|password|post$|admin/roles|admin/persons/.*(disable|password))")
"""Forms whose filling in would end the test's own sessions."""


def _fill_in(place: Place, who: str, path: str, words: str) -> Iterator[str]:
    """Every form on this page that stays on it, sent with these words in all its text fields."""
    page = place.ask(who, path)
    if not _is_words(page):
        yield f"{who} {path}: {page.status_code}"
    if page.mimetype != "text/html" or page.status_code != 200 or not page.get_data():
        return
    root = lxml.html.document_fromstring(page.get_data())
    for form in root.forms:
        action = form.get("action") or path
        if form.method != "POST" or UNFORGIVING.match(urlsplit(action).path):
            continue
        fields = _filled(form, words)
        if not fields:
            continue
        response = place.ask(who, action, "POST", data=fields)
        if response.status_code >= 500 or "<script>alert(1)" in response.get_data(as_text=True):
            yield f"{who} POST {action}: {response.status_code}"


def _filled(form: Any, words: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    is_text = False
    for element in form.xpath(".//input|.//textarea|.//select"):
        name, kind = element.get("name"), element.get("type", element.tag)
        if not name or kind in ("submit", "file", "button"):
            continue
        if kind in ("text", "search", "textarea"):
            fields[name], is_text = words, True
        elif kind == "checkbox":
            fields[name] = element.get("value", "y")
        elif kind != "radio" or element.get("checked") is not None:
            fields[name] = element.value if element.tag == "select" else element.get("value", "")
    return fields if is_text else {}


def _new_addresses(place: Place) -> list[tuple[str, str]]:
    """Pages of what the hostile forms made, for somebody who reads most."""
    with place.factory() as session:
        paths = [
            *(f"/documents/{one}" for one in _newest(session, Document)),
            *(f"/incoming/{one}/peek" for one in _newest(session, Document)),
            *(f"/drafts/{one}" for one in _newest(session, Draft)),
            *(f"/dossiers/{one}" for one in _newest(session, Dossier)),
            "/incoming?tab=all", "/outgoing?tab=waiting", "/drafts?tab=mine",
            "/search?q=script", "/work?scope=agency",
        ]  # fmt: skip
    return [(path, who) for path in paths for who in ("clerk", "leader")]


def _newest(session: Session, model: Any) -> list[int]:
    return list(session.scalars(select(model.id).order_by(model.id.desc()).limit(5)))


# -- Anything at all -------------------------------------------------------------------------------

WORDS = st.one_of(
    st.sampled_from([*STRANGE, *HOSTILE.values(), "", "1", "2", "next", "return", "approve", "y"]),
    st.text(max_size=30),
    st.integers(-(10**20), 10**20).map(str),
)
FIELD_NAMES = (
    *("version", "reason", "text", "receiver", "role", "due", "outcome", "no_reply_reason"),
    *("close_below", "register_id", "arrived_on", "number", "symbol", "issued_on", "issuer"),
    *("type_code", "subject", "urgency", "pages", "copies", "due_on", "presented_to_id", "note"),
    *("uploads", "is_different", "then", "inside", "outside", "channel", "dated", "rows-0-row_id"),
    *("rows-0-keep", "rows-0-due_on", "number_from", "unit_id", "signed_on", "answers", "replaces"),
    *("incoming_id", "code", "title", "year", "retention", "owner_id", "opened_on", "dossiers"),
    *("ids", "kind", "who", "until", "beside", "do", "base_version", "restarts_round", "steps"),
    *("step_id", "seen_version", "comment", "to_step", "version_number", "r_name", "r_reply"),
    *("r_due", "kept", "signer_post_id", "was_type", "body", "direction", "name", "types", "count"),
    *("to_person_id", "scope", "starts_on", "ends_on", "basis", "user_name", "role_code"),
    *("valid_from", "valid_to", "day", "cell", "seen", "language", "theme", "post", "phone"),
    *("email", "is_head", "place_name", "_once", "parent_id", "successor_id", "for_agency"),
)


ENDS_A_SESSION = (
    *("access.sign_", "access.end_", "access.disable", "access.reset", "access.matrix"),
)


def _posts(place: Place) -> list[tuple[str, str, str]]:
    """Every address that takes a form, its endpoint, and somebody who may send it."""
    found = []
    for case in cases(place):
        if "POST" in (case.rule.methods or ()):
            path = address(place.app, case.rule, case.values)
            found.append((path, case.rule.endpoint, somebody(place, case.rule, case)))
    for rule, method in routes(place.app):
        if method == "POST" and not rule.arguments:
            found.append((address(place.app, rule, {}), rule.endpoint, somebody(place, rule)))
    return [one for one in found if not one[1].startswith(ENDS_A_SESSION)]


def test_no_form_can_be_filled_in_so_that_a_page_breaks(place: Place) -> None:
    posts, broken = _posts(place), []

    @settings(max_examples=400, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from((None, None, *ROLES)),
        st.sampled_from(posts),
        st.dictionaries(
            st.sampled_from(FIELD_NAMES), st.lists(WORDS, min_size=1, max_size=3), max_size=25
        ),
    )
    def fuzz(who: str | None, post: tuple[str, str, str], fields: dict[str, list[str]]) -> None:
        if send(place, who or post[2], post[0], fields).status_code >= 500:
            broken.append(f"{post[1]}: {_told()}")

    fuzz()
    assert not broken, "\n".join(dict.fromkeys(broken))


def test_no_empty_form_breaks_a_page(place: Place) -> None:
    """A body without a field is as if none was sent: what a form carries unseen is missing."""
    wrong = []
    for path, endpoint, who in _posts(place):
        if send(place, who, path, {}).status_code >= 500:
            wrong.append(f"{endpoint}: {_told()}")
    assert not wrong, "\n".join(dict.fromkeys(wrong))


@pytest.mark.parametrize("value", [*NUMBERS, SCRIPT, "\x00"], ids=lambda value: repr(value)[:12])
def test_no_single_value_breaks_any_form(place: Place, value: str) -> None:
    """The same value in every field at once: hidden numbers are where forms trust too much."""
    wrong = []
    fields = dict.fromkeys(FIELD_NAMES, value) | {"_once": "", "reason": "x", "text": "x"}
    for path, endpoint, who in _posts(place):
        if send(place, who, path, fields).status_code >= 500:
            wrong.append(f"{endpoint}: {_told()}")
    assert not wrong, "\n".join(dict.fromkeys(wrong))
