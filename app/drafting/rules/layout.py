"""What of a draft is not as Decree 30/2020 wants it. Findings advise; only `stops_signing` bind."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.errors import Problem
from app.core.secrecy import grade_borne, grade_problem
from app.core.sequels import Sequels
from app.core.text import N_
from app.correspondence.rules import reference_key
from app.drafting.rules.content import (
    ADDRESSED_TYPES,
    DECISION,
    INVITATION,
    RecipientPlan,
    Wording,
)
from app.outgoing.rules import secrecy_problems

_CAPACITY = re.compile(r"^(TM\.|KT\.|TL\.|TUQ\.|Q\.)")
_BARE_NUMBER = re.compile(r"\bsố:?\s+([1-9])/(?=[A-ZĐ])", re.IGNORECASE)
_BARE_DATE = re.compile(r"\bngày (\d) tháng|\btháng ([12]) năm")
_DEGREE = re.compile(r"^(GS|PGS|TS|ThS|CN|BS|KS|CKI|CKII)\.?\s", re.IGNORECASE)
_LAW = re.compile(
    "(hiến pháp|luật|pháp lệnh|nghị quyết|nghị định|thông tư|quyết định|quy chế|điều lệ)",
    re.IGNORECASE,
)
_FORM_ALONE = frozenset({"SY", "SL"})
"""Of what is copied whole, the form may stand on its last page."""
OTHER_SYMBOL = N_(
    "The file bears the symbol “%(printed)s”, and it will be issued as “%(given)s”: number and day "
    "would not be written into it."
)
SYMBOL = "symbol"
"""The fix that is no field: the right symbol is written by one press."""
_ARTICLE = re.compile(r"^Điều\s+(\d+)\.", re.MULTILINE)


@dataclass(frozen=True)
class Sheet:
    """What the check looks at. `wording` is None for an uploaded file: its text is its own."""

    type_code: str
    subject: str
    recipients: tuple[RecipientPlan, ...]
    signer_name: str
    signature_lines: tuple[str, ...]
    signs_for_collective: bool
    """Whether the agency's leaders sign on behalf of a collective (TM., KT.)."""
    wording: Wording | None
    unit_symbol: str = ""
    ends_with_table: bool = False
    unreceived: tuple[str, ...] = ()
    """Whom the text names, or a group stands for, and who is not among its receivers."""
    unclear: tuple[str, ...] = ()
    """What stands there for several of whom nobody can tell who they are."""
    is_read: bool = True
    """Whether it is known what an uploaded file says."""
    long_subject: int = 120
    """More characters of a subject are hard to read, the agency says."""
    unwanted: tuple[str, ...] = ()
    """Words the agency has forbidden in subjects."""
    file: Sequence["Finding"] | None = ()
    """What was found in an uploaded file; None where it cannot be read."""
    symbols: tuple[str, str] = ("", "")
    """Behind the number of an uploaded file, and in the register; the first empty where none is."""
    grade: str = ""
    """The grade of state secrecy that an uploaded file bears, as far as it was read."""
    main: Wording | None = None
    """The wording up to the signature, with the legal bases that were typed into the text."""
    has_appendices: bool = False


@dataclass(frozen=True)
class Finding:
    """One point of the check. `rule` names the place in the decree; `fix` a form field."""

    message: str
    passed: bool
    rule: str = ""
    fix: str = ""
    params: dict[str, Any] = field(default_factory=dict)


def check(sheet: Sheet) -> list[Finding]:
    """Every point that was looked at, found right or wrong."""
    found = [*_subject(sheet), *_recipients(sheet), *_signature(sheet)]
    if sheet.wording is None:
        # These are what the draft says beside it, no rule of the decree; the rest says the file.
        beside = [replace(one, rule="") for one in found if not one.passed]
        return [*_symbol(sheet), *beside, *_of_file(sheet.file)]
    return [*found, *_text(sheet, sheet.main or sheet.wording)]


def _symbol(sheet: Sheet) -> Iterator[Finding]:
    """Number and day are not written into a paper of another symbol than the book's."""
    printed, given = (reference_key(f"1/{symbol}") for symbol in sheet.symbols)
    if sheet.symbols[0] and printed != given:
        values = dict(zip(("printed", "given"), sheet.symbols, strict=True))
        yield Finding(OTHER_SYMBOL, False, fix=SYMBOL, params=values)


def _of_file(found: Sequence[Finding] | None) -> Sequence[Finding]:
    if found is None:
        return [Finding(N_("The file cannot be read: nothing of its layout was checked."), False)]
    return found


def stops_signing(sheet: Sheet) -> list[Problem]:
    """What makes signing impossible: without it no document could be issued."""
    problems = []
    if not sheet.subject:
        problems.append(Problem(N_("There is no subject."), field="subject"))
    if not sheet.signer_name:
        problems.append(Problem(N_("It is not said who signs."), field="signer_post_id"))
    reached = [one for one in sheet.recipients if one.name not in sheet.unclear]
    if not (reached or sheet.unreceived):
        names = {"names": "; ".join(sheet.unclear)}
        problems.append(Problem(_of_nobody(sheet), names, field="recipients"))
    problems.extend(grade_problems(sheet.subject, sheet.wording, sheet.unwanted))
    if sheet.grade:
        problems.append(grade_problem(sheet.grade, "files"))
    if sheet.wording is not None and not _has_text(sheet):
        problems.append(Problem(N_("The document says nothing yet."), field="body"))
    return problems


def _of_nobody(sheet: Sheet) -> str:
    """Why nobody would be sent it, without a word on a text that was not read yet."""
    if sheet.unclear:
        return N_(
            "Nobody would be sent this: it is not clear who is meant by %(names)s. "
            "Choose the units."
        )
    if not sheet.is_read:
        return N_(
            "There is no receiver, and the text of the file is not known yet: name whom it "
            "addresses, or try again in a moment."
        )
    return N_("There is no receiver, and the text names none: nobody would be sent this.")


def grade_problems(
    subject: str, wording: Wording | None, unwanted: Sequence[str] = ()
) -> list[Problem]:
    """Grades of state secrecy, and words the agency does not want, wherever a draft has them."""
    texts = wording.texts if wording is not None else {}
    borne = {name: grade_borne(text) for name, text in texts.items()}
    return [
        *secrecy_problems(subject, unwanted),
        *(grade_problem(grade, name) for name, grade in borne.items() if grade),
    ]


def _has_text(sheet: Sheet) -> bool:
    wording = sheet.wording
    if wording is None:
        return True
    if sheet.type_code == INVITATION:
        return bool(wording.invitation.guests and wording.invitation.meeting)
    if sheet.type_code in _FORM_ALONE:
        return True
    return bool(wording.body.strip())


def _subject(sheet: Sheet) -> Iterator[Finding]:
    rule = N_("Annex I, part II, point 5")
    if not sheet.subject:
        yield Finding(N_("There is no subject."), False, rule, "subject")
        return
    if len(sheet.subject) > sheet.long_subject:
        yield Finding(
            N_("The subject has %(count)s characters; beyond %(most)s it is hard to read."),
            False,
            rule,
            "subject",
            {"count": len(sheet.subject), "most": sheet.long_subject},
        )
    elif sheet.subject.endswith((".", ";", ",")):
        yield Finding(N_("The subject ends with a mark; it needs none."), False, rule, "subject")
    else:
        yield Finding(N_("Subject: short and clear"), True, rule)


def _recipients(sheet: Sheet) -> Iterator[Finding]:
    rule = N_("Annex I, part II, point 9")
    if sheet.unreceived:
        message = N_("Named in the text, and not among the receivers: %(names)s. Add them.")
        names = {"names": "; ".join(sheet.unreceived)}
        yield Finding(message, False, rule, "recipients", names)
    elif not sheet.recipients:
        yield Finding(N_("The list of receivers is empty."), False, rule, "recipients")
    else:
        yield Finding(N_("Receivers are named"), True, rule)
    if sheet.unclear:
        message = N_("Not clear who is meant, so nobody receives it: %(names)s. Choose the units.")
        yield Finding(message, False, fix="recipients", params={"names": "; ".join(sheet.unclear)})
    wording = sheet.wording
    if wording is None:
        return
    if not wording.filing_unit:
        unit = sheet.unit_symbol
        yield Finding(
            N_("The line “Lưu” lacks the drafting unit. Write “Lưu: VT, %(unit)s”.")
            if unit
            else N_("The line “Lưu” lacks the drafting unit."),
            False,
            rule,
            "filing_unit",
            {"unit": unit} if unit else {},
        )
    else:
        yield Finding(N_("The line “Lưu” names the drafting unit"), True, rule)
    if sheet.type_code in ADDRESSED_TYPES and not wording.addressee_list:
        yield Finding(N_("It is not said to whom it is addressed."), False, rule, "addressees")


def _signature(sheet: Sheet) -> Iterator[Finding]:
    rule = N_("Annex I, part II, point 7")
    if not sheet.signer_name:
        yield Finding(N_("It is not said who signs."), False, rule, "signer_post_id")
        return
    lines = sheet.signature_lines
    if not lines:
        yield Finding(N_("The signer's title is missing."), False, rule, "signer_post_id")
    elif sheet.signs_for_collective and not _CAPACITY.match(lines[0]):
        yield Finding(
            N_("The signature has no line that says in what capacity it is given (TM., KT., TL.)."),
            False,
            rule,
            "signer_post_id",
        )
    else:
        yield Finding(N_("Signature: capacity, title and name"), True, rule)
    if _DEGREE.match(sheet.signer_name):
        yield Finding(
            N_("No academic title stands before the signer's name."), False, rule, "signer_post_id"
        )


def _text(sheet: Sheet, wording: Wording) -> Iterator[Finding]:
    if not _has_text(sheet):
        words = N_("The document says nothing yet.")
        yield Finding(words, False, N_("Annex I, part II, point 6"), "body")
    if sheet.type_code == DECISION:
        yield from _decision(wording)
    if sheet.has_appendices and "phụ lục" not in wording.body.lower():
        words = N_("The text does not speak of its appendices.")
        yield Finding(words, False, N_("Annex I, part III, point 1"), "body")
    if sheet.type_code == INVITATION:
        yield from _invitation(wording)
    else:
        yield from _ending(sheet, wording)
    yield from _numbers_and_letters(wording)


def _decision(wording: Wording) -> Iterator[Finding]:
    rule = N_("Annex I, part II, point 6")
    if not wording.base_list:
        yield Finding(N_("A decision names its legal bases."), False, rule, "bases")
    elif bad := [
        b for b in wording.base_list if not b.lower().startswith(("căn cứ", "theo", "xét"))
    ]:
        yield Finding(
            N_("A legal base begins with “Căn cứ”, “Theo” or “Xét”: “%(base)s”."),
            False,
            rule,
            "bases",
            {"base": bad[0][:60]},
        )
    elif not any(map(_LAW.search, wording.base_list)):
        words = N_("No legal base is a law, decree, resolution or decision: letters are none.")
        yield Finding(words, False, rule, "bases")
    else:
        yield Finding(N_("Legal bases are named"), True, rule)
    numbers = [int(number) for number in _ARTICLE.findall(wording.body)]
    if not numbers:
        yield Finding(
            N_("A decision is divided into articles (Điều 1., Điều 2.)."), False, rule, "body"
        )
    elif numbers != list(range(1, len(numbers) + 1)):
        yield Finding(N_("The articles are not numbered one after the other."), False, rule, "body")
    else:
        yield Finding(N_("Articles are numbered in order"), True, rule)


def _invitation(wording: Wording) -> Iterator[Finding]:
    given, form = wording.invitation, N_("Annex III, form 1.7")
    missing = [
        (name, words)
        for name, words, value in (
            ("guests", N_("It is not said who is invited."), given.guests),
            ("meeting", N_("It is not said what the meeting is about."), given.meeting),
            ("time", N_("The time of the meeting is missing."), given.time),
            ("place", N_("The place of the meeting is missing."), given.place),
        )
        if not value
    ]
    for name, words in missing:
        yield Finding(words, False, form, name)
    if not missing:
        yield Finding(N_("Guests, contents, time and place are named"), True, form)


def _ending(sheet: Sheet, wording: Wording) -> Iterator[Finding]:
    """The text closes with "./." as in every form of the decree, at the end of a sentence."""
    rule = N_("Annex III")
    if sheet.ends_with_table:
        words = N_("The text ends with a table: add a sentence for the final mark ./. to close.")
        yield Finding(words, False, rule, "body")
    elif wording.body.rstrip().endswith(":"):
        words = N_("The text ends with a colon: what it announces is missing, and so is the ./.")
        yield Finding(words, False, rule, "body")


def _numbers_and_letters(wording: Wording) -> Iterator[Finding]:
    text = "\n".join((wording.bases, wording.body))
    if found := _BARE_NUMBER.search(text):
        yield Finding(
            N_("A number below 10 is written with a 0: “số 0%(number)s/…”."),
            False,
            N_("Annex I, part II, point 3"),
            "body",
            {"number": found[1]},
        )
    if _BARE_DATE.search(text):
        yield Finding(
            N_("Days below 10 and the months 1 and 2 are written with a 0."),
            False,
            N_("Annex I, part II, point 4"),
            "body",
        )
    if text != unicodedata.normalize("NFC", text):
        yield Finding(
            N_("Some letters are not in the Unicode form of TCVN 6909:2001."),
            False,
            N_("Annex I, part I, point 2"),
            "body",
        )


def ended_citations(ended: Iterable[tuple[str, Sequels]]) -> Iterator[Finding]:
    """A document that was recalled or replaced is no ground any more: what took its place is."""
    for reference, sequels in ended:
        for one in sequels:
            values = {"reference": reference, "by": one.reference}
            if one.kind == "replaced":
                message = N_("It cites %(reference)s, which %(by)s has replaced.")
            else:
                message = N_("It cites %(reference)s, which was recalled.")
            yield Finding(message, False, params=values)
