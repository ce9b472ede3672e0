"""What a reply is proposed to say: opening sentence, legal base, subject, by document type."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.text import clean
from app.core.words import COPY_TYPES, day_words
from app.correspondence.rules import Passage
from app.drafting.rules.content import ADDRESSED_TYPES, DECISION, Invitation, Wording

MOST_SUBJECT = 500
"""Letters that the subject of a document has at most."""
REPLY_VERBS = {
    "CV": "Trả lời",
    "BC": "Kết quả thực hiện",
    "SY": "Sao y",
    "TRS": "Trích sao",
    "SL": "Sao lục",
}
_ABOUT = re.compile(r"^(v/v|về việc)\s*:?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Request:
    """The document that is answered, in the words a reply cites it with."""

    type_name: str
    reference: str
    issued_on: date | None
    issuer: str
    subject: str


@dataclass(frozen=True)
class Office:
    """Who answers: the agency's name and the symbol of the drafting unit."""

    agency_name: str
    unit_symbol: str = ""
    head_title: str = ""
    """Of the agency's head: a decision is theirs."""
    bases: tuple[str, ...] = ()
    """The law that its decisions stand on."""


def about(subject: str) -> str:
    """What a document is about, without the words that open a subject.

    >>> about("V/v rà soát hộ nghèo")
    'rà soát hộ nghèo'
    """
    return _ABOUT.sub("", clean(subject))


def citation(request: Request) -> str:
    """ "Công văn số 807/UBND-VX ngày 17 tháng 11 năm 2026 của UBND tỉnh về việc …" """
    said = [request.type_name or "Văn bản"]
    if request.reference:
        said.append(f"số {request.reference}")
    if request.issued_on:
        said.append(day_words(request.issued_on))
    if request.issuer:
        said.append(f"của {request.issuer}")
    if about(request.subject):
        said.append(f"về việc {_lowered(about(request.subject))}")
    return " ".join(said)


def reply_subject(type_code: str, request: Request) -> str:
    """The subject of a reply, with the whole topic: it says what the reply is about; the check of
    the layout remarks on long ones."""
    short = " ".join([request.type_name or "Văn bản", request.reference]).strip()
    topic = _lowered(about(request.subject))
    if type_code in REPLY_VERBS:
        words = f"{REPLY_VERBS[type_code]} {short} về việc {topic}"
    else:
        words = {"GM": f"Họp về việc {topic}", DECISION: f"Về việc {topic}"}.get(type_code, topic)
    whole = len(words) <= MOST_SUBJECT
    return _capitalised(words if whole else words[:MOST_SUBJECT].rsplit(" ", 1)[0])


def reply_wording(type_code: str, request: Request | None, office: Office) -> Wording:
    """The form as it opens: everything that is known is filled in."""
    wording = Wording(filing_unit=office.unit_symbol)
    if type_code == DECISION:
        bases = "\n".join(office.bases)
        wording = replace(wording, authority=decision_authority(office), bases=bases)
    if request is None:
        return wording
    if type_code in ADDRESSED_TYPES:
        wording = replace(wording, addressees=request.issuer)
    if type_code == DECISION:
        # The law gives the competence (annex I, II.6.a); the letter that asks comes after it.
        bases = "\n".join((*office.bases, f"Căn cứ {citation(request)}"))
        return replace(wording, bases=bases, body="Điều 1. ")
    if type_code in COPY_TYPES:
        return wording
    if type_code == "GM":
        meeting = f"Họp về việc {_lowered(about(request.subject))}"
        return replace(wording, invitation=Invitation(meeting=meeting))
    return replace(wording, body=_opening(type_code, request, office))


LETTER = "CV"
"""A document is corrected by a công văn of whoever issued it (Decree 30/2020, article 18.3)."""


def correction_subject(document: Request) -> str:
    """ "Đính chính Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2026" """
    return f"Đính chính {citation(replace(document, issuer='', subject=''))}"


def correction_wording(
    begun: Wording, document: Request, passages: Sequence[Passage], receivers: Sequence[str]
) -> Wording:
    """Each passage with what was printed and what is to be read instead."""
    opening = f"{document.issuer} đã ban hành {citation(replace(document, issuer=''))}."
    why = "Qua rà soát, văn bản có sai sót về thể thức, kỹ thuật trình bày, nay đính chính như sau:"
    numbered = (f"{number}. {one.written()}" for number, one in enumerate(passages, 1))
    end = "Các nội dung khác của văn bản giữ nguyên."
    body = "\n".join((opening, why, *numbered, end))
    return replace(begun, addressees="\n".join(receivers), body=body)


def decision_authority(office: Office) -> str:
    """The line above the legal bases of a decision: its head's title and the agency."""
    return clean(f"{office.head_title} {office.agency_name}").upper()


def _opening(type_code: str, request: Request, office: Office) -> str:
    verb, then = {
        "CV": ("Phúc đáp", "có ý kiến như sau:"),
        "BC": ("Thực hiện", "báo cáo kết quả như sau:"),
        "TTR": ("Thực hiện", "kính trình như sau:"),
        "KH": ("Thực hiện", "xây dựng kế hoạch như sau:"),
    }.get(type_code, ("Thực hiện", "thông báo như sau:"))
    return f"{verb} {citation(request)}, {office.agency_name} {then}\n"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    """The first letter small, unless its word is an abbreviation or is followed by a name's."""
    first, _, rest = text.partition(" ")
    if first[1:] != first[1:].lower() or rest[:1].isupper():
        return text
    return text[:1].lower() + text[1:]
