"""No name, office or sentence stops a mail from being written."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.mail_addresses import email_problem
from app.messages.gateways.bounces import takes_none
from app.messages.letters import LONGEST_HEADING, Letter, Line, mail_of

BAD = [
    "",
    "An\r\nBcc: all@x.vn",
    'Nguyễn "An", Trưởng <phòng>; (\\)',
    "Ủy ban " * 200,
    "Nguyễn" * 300,
    "👩‍👩‍👧 hỏa tốc 🔥",
    "\u202egnas ieN\u202c \u200f",
    "\ud800 nửa chữ",
    "\x00\x1b[31m",
    "=?utf-8?q?khong?=",
]


def head_of(words: str, name: str) -> str:
    """The head of the mail as it is sent."""
    letter = Letter("vi", words, words, [Line(words, "")], "Đọc", words, "Thôi", [])
    mail = mail_of(letter, mail_id="1", sender="office@x.vn", name=name, to="an@x.vn")
    assert [one.addr_spec for one in mail["To"].addresses] == ["an@x.vn"]
    assert mail["Bcc"] is None
    assert len(mail["Subject"]) <= LONGEST_HEADING
    head, _body = mail.as_bytes().split(b"\n\n", 1)
    return head.decode("ascii")


@pytest.mark.parametrize("words", BAD, ids=map(str, range(len(BAD))))
def test_whatever_they_are_called_the_mail_is_written(words: str) -> None:
    head = head_of(words, words)
    assert "\nBcc:" not in head
    assert "\u202e" not in head


@given(some.text(max_size=300), some.text(max_size=300))
def test_any_words_and_any_name_will_do(words: str, name: str) -> None:
    head_of(words, name)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("an.nguyen@hason.gov.vn", True),
        ("o'hara+congvan@a-b.vn", True),
        ("nguyễn@hason.gov.vn", False),
        ("an@hà-sơn.vn", False),
        ("an@x", False),
        ("an@@x.vn", False),
        (f"{'a' * 65}@x.vn", False),
        ("an@x.vn\nBcc: b@x.vn", False),
        ("an@x.vn, b@x.vn", False),
        ("👍@x.vn", False),
        ("", False),
    ],
)
def test_only_what_a_mail_server_takes_is_an_address(address: str, is_one: bool) -> None:
    assert (email_problem(address) is None) == is_one


@pytest.mark.parametrize(
    ("code", "said", "is_gone"),
    [
        (550, "550 5.1.1 no such user", True),
        (550, "550 5.2.1 mailbox disabled", True),
        (550, "550 unknown user", True),
        (552, "552 5.2.2 mailbox full", False),
        (552, "552 over quota", False),
        (550, "550 5.7.1 your address is on a list", False),
        (554, "554 refused", False),
        (551, "551 not here", True),
    ],
)
def test_a_refusal_is_of_the_address_only_where_it_says_so(
    code: int, said: str, is_gone: bool
) -> None:
    assert takes_none(code, said) == is_gone
