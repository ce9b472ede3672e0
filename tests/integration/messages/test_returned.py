"""Letters that come back as reports of delivery (RFC 3464), from a real mailbox over IMAP."""

import imaplib
from collections.abc import Iterator

import pytest

from app.core.db import SessionFactory
from app.messages import service
from app.messages.gateways import Mailbox
from app.messages.gateways.bounces import returned
from tests.factories.office import Office
from tests.integration.messages.test_bounces import Tell, factory, refusal, tell, told
from tests.mailbox import Letterbox, letterbox
from tests.mailing import Post

__all__ = ["factory", "tell"]
UNKNOWN = "5.1.1", "smtp; 550 5.1.1 <head@congvan.example>: no such user"
REPORT = """\
From: MAILER-DAEMON@mail.example
To: office@congvan.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Thư không tới nơi nhận.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; head@congvan.example
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--b
Content-Type: {kind}

From: office@congvan.example
Message-ID: <{mail}@congvan.example>
Subject: x

--b--
"""


@pytest.fixture
def box() -> Iterator[Letterbox]:
    with letterbox() as known:
        yield known


def report(
    mail: str,
    why: tuple[str, str] = UNKNOWN,
    action: str = "failed",
    kind: str = "message/rfc822",
) -> str:
    status, said = why
    return REPORT.format(mail=mail, status=status, said=said, action=action, kind=kind)


def mail_of(post: Post) -> str:
    """What the Message-ID of the mail begins with that was sent last."""
    return str(post.took[-1]["Message-ID"]).strip("<>").partition("@")[0]


def test_what_comes_back_stops_the_address_as_a_refusal_does(
    factory: SessionFactory, office: Office, post: Post, tell: Tell, box: Letterbox
) -> None:
    assert tell("k:1") == ("sent", "")
    look = service.Returning(Mailbox(box.url))
    box.letters = [
        b"From: people\nSubject: Ve viec hop\n\nKhong phai bao loi.",
        report("0" * 32).encode(),
        report(mail_of(post)).encode(),
    ]
    look(factory)
    said = UNKNOWN[1].removeprefix("smtp; ")
    assert refusal(factory, office) == said
    assert told(factory, office) == ["head@congvan.example"]
    assert box.read == {2, 3}, "what people wrote to the office is left as it is"
    look(factory)
    assert told(factory, office) == ["head@congvan.example"], "once"
    assert tell("k:2") == ("", ""), "nothing is sent there any more"
    assert len(post.took) == 1


def test_of_what_does_not_hold_for_good_nothing_follows(
    factory: SessionFactory, office: Office, post: Post, tell: Tell, box: Letterbox
) -> None:
    tell("k:1")
    mail = mail_of(post)
    full = "5.2.2", "smtp; 552 5.2.2 mailbox full"
    box.letters = [
        report(mail, full).encode(),
        report(mail, action="delayed").encode(),
        report(mail, ("4.4.1", "smtp; 450 4.4.1 later")).encode(),
        report(mail).replace("report-type=delivery-status", "report-type=x").encode(),
        report(mail).replace("rfc822; head@", "rfc822; where.it.is.passed.on@").encode(),
    ]
    service.Returning(Mailbox(box.url))(factory)
    assert refusal(factory, office) == ""
    service.Returning(None)(factory)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (("5.1.1", "smtp; 550 No such user"), "550 No such user 5.1.1"),
        (("5.0.0", "smtp; 550 No such user"), "550 No such user"),
        (("5.0.0", "smtp; 550 5.7.1 spam"), None),
        (("5.1.1 (unknown)", ""), "5.1.1"),
        (("", ""), None),
    ],
)
@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_how_a_report_is_read(why: tuple[str, str], said: str | None, kind: str) -> None:
    found = returned(report("a1" * 16, why, kind=kind).encode())
    assert (found.said if found else None) == said
    assert found is None or found.mail == "a1" * 16


@pytest.mark.parametrize("cut", [80, 300, 420])
def test_half_a_report_harms_nobody(cut: int) -> None:
    assert returned(report("a1" * 16)[:cut].encode()) is None


@pytest.mark.parametrize(
    "strange",
    [
        report("a1" * 16).replace("Message-ID: <a1", "Message-ID: <").replace("@", "@["),
        "Content-Type: message/rfc822\n\n" * 6_000,
    ],
)
def test_no_letter_of_a_stranger_keeps_those_after_it_unread(strange: str) -> None:
    assert returned(strange.encode()) is None


def test_what_a_server_said_is_kept_as_plain_text() -> None:
    found = returned(report("a1" * 16, ("5.1.1", "smtp; 550 5.1.1 no\x00 such\x1b user")).encode())
    assert found is not None
    assert found.said == "550 5.1.1 no such user"


def test_a_mailbox_that_does_not_open_is_told_of(factory: SessionFactory, box: Letterbox) -> None:
    look = service.Returning(Mailbox(box.url))
    box.password = "other"
    with pytest.raises(imaplib.IMAP4.error):
        look(factory)
    with pytest.raises(ValueError, match="CONGVAN_BOUNCES_URL begins with"):
        Mailbox("pop3://mail.example")
