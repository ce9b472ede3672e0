"""How a signature block is headed, and what dates and trees of the organisation must keep to."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from functools import lru_cache

from app.core.errors import Problem
from app.core.text import N_, fold, without_marks

ACTING = "quyền "
DEPUTY = "phó "


@dataclass(frozen=True)
class Signatory:
    """A post as it stands above a signature. `unit_name` is empty for the agency's own posts."""

    title: str
    is_head: bool = False
    is_deputy: bool = False
    unit_name: str = ""

    @property
    def leads_agency(self) -> bool:
        return self.is_head and not self.unit_name


def speaks_for_collective(collective: str, authority: str) -> bool:
    """Whether a document is the collective's (TM.), by the line in whose authority it is issued.

    "ỦY BAN NHÂN DÂN …" is; "CHỦ TỊCH ỦY BAN NHÂN DÂN …" is the head's own decision. Without
    such a line it is the collective's, where the agency has one.
    """
    return bool(collective) and (not authority or fold(authority).startswith(fold(collective)))


def signature_block(
    signer: Signatory,
    *,
    collective: str = "",
    head_title: str = "",
    unit_head_title: str = "",
    acting_for: Signatory | None = None,
) -> tuple[str, ...]:
    """The lines above a signature, in capitals (Decree 30/2020, Appendix I, part II, 7a).

    TM. names the collective on whose behalf the head of the agency or a deputy signs; KT. the
    head whom a deputy signs for; TL. the head by whose order a unit signs; TUQ. the holder of the
    post who authorised the signer in writing; Q. marks someone charged with the head's duties.
    `head_title` and `unit_head_title` are those of the posts above the signer.
    """
    if acting_for is not None and not _signs_in_own_right(signer, acting_for):
        return _capitals(f"TUQ. {_plain(acting_for)}", _own_line(signer))
    on_behalf = [f"TM. {collective}"] if collective else []
    if not signer.unit_name and signer.is_head:
        return _capitals(*on_behalf, _own_line(signer))
    if not signer.unit_name and signer.is_deputy:
        head = _without_acting(head_title) or _without_deputy(signer.title)
        return _capitals(*on_behalf, f"KT. {head}", _own_line(signer))
    by_order = [f"TL. {_without_acting(head_title)}"] if head_title else []
    if signer.unit_name and signer.is_deputy:
        head = _without_acting(unit_head_title) or _without_deputy(signer.title)
        return _capitals(*by_order, f"KT. {full_title(head, signer.unit_name)}", _own_line(signer))
    return _capitals(*by_order, _own_line(signer))


def _signs_in_own_right(signer: Signatory, holder: Signatory) -> bool:
    """A deputy signs for the head (KT.) and needs no authorisation for it; a deputy's peer too."""
    return (
        signer.unit_name == holder.unit_name
        and signer.is_deputy
        and (holder.is_head or holder.is_deputy)
    )


def full_title(title: str, unit_name: str) -> str:
    """ "Trưởng phòng" of "Phòng Văn hóa" is "Trưởng phòng Văn hóa"."""
    words, unit = title.split(), unit_name.split()
    for size in range(min(len(words), len(unit)), 0, -1):
        if [w.lower() for w in words[-size:]] == [w.lower() for w in unit[:size]]:
            return " ".join([*words, *unit[size:]])
    return title if not unit_name else f"{title} {unit_name}"


def _own_line(post: Signatory) -> str:
    title = post.title
    if title.lower().startswith(ACTING):
        title = "Q. " + title[len(ACTING) :]
    return full_title(title, post.unit_name)


def _plain(post: Signatory) -> str:
    return full_title(_without_acting(post.title), post.unit_name)


def _without_acting(title: str) -> str:
    return title[len(ACTING) :] if title.lower().startswith(ACTING) else title


def _without_deputy(title: str) -> str:
    return title[len(DEPUTY) :] if title.lower().startswith(DEPUTY) else title


def _capitals(*lines: str) -> tuple[str, ...]:
    return tuple(line.upper() for line in lines)


def covers(first: date, last: date | None, day: date) -> bool:
    """Whether a span holds on this day; both ends belong to it, and one without an end goes on."""
    return first <= day and (last is None or day <= last)


def span_problems(starts: date | None, ends: date | None, field: str = "valid_to") -> list[Problem]:
    """The end lies before the start."""
    if starts and ends and ends < starts:
        return [Problem(N_("The last day lies before the first."), field=field)]
    return []


def too_long_problems(
    starts: date, ends: date, months: int, field: str = "ends_on"
) -> list[Problem]:
    """A delegation or an absence that, by its days, would hardly ever end.

    Authority to sign is given for a limited time (Decree 30/2020, article 13, clause 3), and an
    authorisation that names no time ends after one year (Civil Code 2015, article 563).
    """
    last = _months_after(starts, months)
    if ends <= last:
        return []
    message = N_("It may last %(months)s months at most: choose %(day)s or an earlier day.")
    return [Problem(message, {"months": months, "day": last.strftime("%d/%m/%Y")}, field)]


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last one of a month that has none such."""
    years, month = divmod(day.month - 1 + months, 12)
    year = min(day.year + years, MAXYEAR)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def outside_problems(
    span: tuple[date, date | None], outer: tuple[date, date | None], name: str
) -> list[Problem]:
    """Something would be valid on days on which what it belongs to is not."""
    problems = []
    if span[0] < outer[0]:
        problems.append(
            Problem(
                N_("%(name)s exists only since %(day)s."),
                {"name": name, "day": outer[0].strftime("%d/%m/%Y")},
                "valid_from",
            )
        )
    if outer[1] is not None and (span[1] is None or span[1] > outer[1]):
        problems.append(
            Problem(
                N_("%(name)s ends on %(day)s; choose that day or an earlier one as the last."),
                {"name": name, "day": outer[1].strftime("%d/%m/%Y")},
                "valid_to",
            )
        )
    return problems


SUCCEEDS_IN_A_CIRCLE = N_("It would succeed itself by way of its successor's successors.")


def stands_far_below(parents: Mapping[int, int | None], unit: int, above: int) -> bool:
    """Whether a unit stands below another with units between them, which one ending would leave
    standing below each other."""
    parent, steps, seen = parents.get(unit), 1, {unit}
    while parent is not None and parent not in seen:
        if parent == above:
            return steps > 1
        seen.add(parent)
        parent, steps = parents.get(parent), steps + 1
    return False


def makes_a_circle(parents: Mapping[int, int | None], node: int, new_parent: int | None) -> bool:
    """Whether the node would stand below itself."""
    seen = {node}
    while new_parent is not None:
        if new_parent in seen:
            return True
        seen.add(new_parent)
        new_parent = parents.get(new_parent)
    return False


def leads_to(steps: Iterable[Sequence[int]], start: int, end: int) -> bool:
    """Whether one comes from one person to the other by these steps (from, to).

    >>> leads_to([(1, 2), (2, 3), (3, 1)], 1, 3), leads_to([(1, 2)], 2, 1)
    (True, False)
    """
    onward: dict[int, set[int]] = {}
    for giver, receiver in steps:
        onward.setdefault(giver, set()).add(receiver)
    seen, waiting = set[int](), [start]
    while waiting:
        one = waiting.pop()
        if one == end:
            return True
        waiting += onward.get(one, set()) - seen
        seen |= onward.get(one, set())
    return False


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ASIDE = re.compile(r"\((để|b/c|báo cáo|phối hợp|p/h|thực hiện|t/h)[^)]*\)", re.IGNORECASE)
"""What the list of receivers says of one beside its name: "(để báo cáo)"."""
_SHORT_FORMS = {
    ("uy", "ban", "nhan", "dan"): "ubnd",
    ("hoi", "dong", "nhan", "dan"): "hdnd",
    ("uy", "ban", "mat", "tran", "to", "quoc"): "ubmttq",
    ("thanh", "pho"): "tp",
    ("thi", "xa"): "tx",
    ("thi", "tran"): "tt",
    ("hdnd",): "hdnd",
}
"""Words without marks -> how they are usually shortened; HĐND is written either way."""


@lru_cache(4_096)
def agency_key(name: str) -> str:
    """What makes two names those of one agency: case, spaces, marks of punctuation, usual
    abbreviations, and where a tone stands in its syllable (hòa, hoà) make no difference.

    Other marks do: xã Đông Sơn is not xã Đồng Sơn.

    >>> agency_key("Uỷ ban nhân dân  xã Hòa Bình") == agency_key("UBND XÃ HOÀ BÌNH (để b/c)")
    True
    """
    composed = unicodedata.normalize("NFC", _ASIDE.sub(" ", name)).lower()
    words = [_syllable(word) for word in re.sub(r"[^\w\s]", " ", composed).split()]
    plain = [without_marks(word) for word in words]
    found = []
    while words:
        size, short = next(
            (
                (len(long), short)
                for long, short in _SHORT_FORMS.items()
                if tuple(plain[: len(long)]) == long
            ),
            (1, words[0]),
        )
        found.append(short)
        del words[:size], plain[:size]
    return " ".join(found)


_HONOURED = re.compile(
    r"^\W*((đại diện|lãnh đạo|tập thể|các)?\s*"
    r"(ông\s*\(bà\)|ông, bà|ông|bà|đồng chí|đ/c|đại diện|lãnh đạo|tập thể)\s*:?\s+)+",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(phó\s+)?(tổng giám đốc|giám đốc|chủ tịch|thủ trưởng|người đứng đầu|bí thư|chánh|"
    r"(chỉ huy|chi cục|tổng cục|cục|vụ|viện|hiệu|hạt|trạm|đội|tổ|bộ)\s*trưởng|trưởng)\s+",
    re.IGNORECASE,
)


def body_led(words: str) -> str:
    """The body that the post in these words leads; what names none stays as it is.

    >>> body_led("ông (bà) Trưởng phòng Kinh tế"), body_led("Chánh Văn phòng")
    ('phòng Kinh tế', 'Văn phòng')
    """
    return _LEADING.sub("", _HONOURED.sub("", words.strip())).strip()


def _syllable(word: str) -> str:
    """The letters, then the tone: one spelling, wherever the tone was put."""
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(one for one in parts if one not in _TONES)
    return unicodedata.normalize("NFC", letters) + "".join(one for one in parts if one in _TONES)
