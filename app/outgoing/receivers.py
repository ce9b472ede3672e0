"""Whom the words of a paper name, and which lines under "Nơi nhận" name nobody of their own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, Protocol

_BESIDE_A_NAME = " \t-–•+*;.,:"
_NO_RECEIVER = re.compile(
    r"như\s+(trên|điều|khoản|mục|phần|kính gửi|nơi gửi|danh sách)\b|lưu\s*[:,-]|"
    r"lưu\s+(vt|hs|vp|hc|hồ sơ|văn thư|tại)\b",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"\b(có\s+)?(liên quan|hữu quan)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"(các|những|mọi|tất cả|toàn thể)\s+((các|những)\s+)?(cơ quan|đơn vị|phòng|ban|ngành|đoàn thể|"
    r"tổ chức|cá nhân|bộ phận|địa phương|doanh nghiệp|thành viên|sở)\b|"
    r"(cơ quan|đơn vị|phòng|ban|tổ chức),\s*(các\s+)?(cơ quan|đơn vị|ban|ngành|tổ chức|cá nhân)\b",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"^\W*kính gửi\s*:?\s*(?P<first>.*)$", re.IGNORECASE)
_INVITED = re.compile(r"\bkính mời\s*:?\s*(?P<first>.*)$", re.IGNORECASE)
_COMING = re.compile(r"\s+(tới|đến|về)?\s*(dự|tham dự|tham gia)\b.*", re.IGNORECASE)
_DASHES = ("-", "–", "•", "+")

_ARTICLE = re.compile(r"^[ \t]*Điều\s+(\d+)\s*[.:]", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^[^\w\n]*nơi nhận\s*:", re.IGNORECASE | re.MULTILINE)
_WRAPPED = re.compile(r"(?<![.;:/\n])\n(?![^\S\n]*([-–•+]|\d+\.|\n|$))")
_SENTENCE = re.compile(r"(?<=[^A-ZĐ]\.)\s+|\n")
_HEADING = re.compile(
    r"^\W*((trách nhiệm|tổ chức|điều khoản)\s+(thi hành|thực hiện)\s*[.:]?\s*|giao(\s+cho)?\s+)+",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b((chịu|có)\s+trách nhiệm|căn cứ|theo chức năng|tổ chức|nghiêm túc|thi hành|thực hiện)\b",
    re.IGNORECASE,
)
_CARRIED_OUT = re.compile(r"thi hành|thực hiện|nghị quyết|quyết định", re.IGNORECASE)
"""Stands behind the verb, or is it."""
_WITH = re.compile(r"\s*,?\s*(chủ trì,?\s*)?(phối hợp|cùng)\s+(với\s+)?", re.IGNORECASE)
_NO_BODY = re.compile(r"^(quyết định|nghị quyết|quy định|quy chế|điều|bãi bỏ)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"([,;]\s*(?:và\s+)?|(?<!HĐND)(?<!ội đồng nhân dân)\s+và\s+)")
_MR_OR_MRS = re.compile(r"\b(ông)(\s*[,;]\s*|\s+)(bà)(?=\s+có tên\b)", re.IGNORECASE)
"""Of whoever is named elsewhere "các ông, bà" is said as one; so is a bracket: "ông (bà)"."""
_PEOPLE = re.compile(r"(các|những|cá nhân|ông|bà|đồng chí|đ/c)\s+[\w(]", re.IGNORECASE)
_BODY = re.compile(
    r"(chánh|phó|trưởng|\w+ (cục )?trưởng|giám đốc|tổng giám đốc|chủ tịch|bí thư|người đứng đầu|"
    r"sở|bộ|ban|phòng|văn phòng|trung tâm|công an|quân sự|cục|chi cục|đoàn|đảng ủy|hội|mặt trận|"
    r"ủy ban|uỷ ban|ubnd|ubmttq|hđnd|hội đồng|trường|trạm|tổ|công ty|tòa án|viện|kho bạc|thuế|"
    r"ngân hàng|thanh tra|bảo hiểm|quỹ|liên đoàn|hạt|đội|đài|nhà|bệnh viện)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 150
_MOST_PARTS = 6
"""A name has no more commas and "và" than that."""
_MOST_NAMED, _LONGEST_LINE = 300, 200
"""No letter is addressed to more, nor has anyone a longer name with what stands beside it."""
_LONGEST_LIST = 20_000
_MOST_LETTERS = 1500
_MOST_PIECES = 200
_MOST_SENTENCES = 40
"""No sentence that names them is longer or has more commas and "và"; so many that may are read."""
_MOST_READ = 200_000
"""Whom a paper addresses and charges stands on its first ninety pages, before what it encloses."""
_LISTED_IN = re.compile(
    r"\b(?:tại|trong|ở|nêu tại)\s+(?:khoản\s+\d+,?\s+)?Điều\s+(\d+)", re.IGNORECASE
)


class HasName(Protocol):
    @property
    def name(self) -> str: ...


class Known(Protocol):
    """What the office knows of names (`app.organisation.queries.NameIndex`)."""

    def body(self, words: str) -> HasName | None: ...
    def named(self, words: str) -> HasName | None: ...
    def within(self, text: str) -> Sequence[HasName]: ...
    def members(self, words: str) -> Sequence[HasName]: ...


def receiver_name(line: str) -> str:
    """The receiver that a line under "Nơi nhận" names, without dash and semicolon.

    Nothing for "Như trên" (whoever is addressed), "Như Điều 3" (whoever an article names) and "Lưu:
    VT" (the file copy): they name no receiver beside those that the document itself names.
    """
    name = line.strip(_BESIDE_A_NAME)
    return "" if _NO_RECEIVER.match(name) else name


def is_unclear(name: str, known: Known) -> bool:
    """Whether these words stand for several of whom nobody can tell who they are: "các đơn vị có
    liên quan", "các phòng, ban chuyên môn" where the office has none. They are printed, and
    receive nothing."""
    if not (_LEFT_OPEN.search(name) or _SEVERAL.match(name)):
        return False
    return not (known.named(name) or known.members(name))


class _Said(NamedTuple):
    """What of a paper says whom it names, whoever is known."""

    called_on: tuple[str, ...]
    handed_on: tuple[tuple[str, ...], ...]
    """Of each article that hands the decision on, from the last: who is to carry it out."""
    articles: Mapping[str, str]
    """Those that these words point at, by their numbers."""


def named_in(text: str, known: Known) -> tuple[str, ...]:
    """Whom a paper names in its text: behind "Kính gửi:" or "kính mời:", or in the dashed lines
    below; else in the article of a decision that says who carries it out."""
    said = _said(text[:_MOST_READ])
    return said.called_on or _carrying_out(said, known)


@lru_cache(32)
def _said(text: str) -> _Said:
    """Kept by the text, for a page asks several times and every reader again."""
    if called := _called_on(text):
        return _Said(called, (), {})
    articles = _articles(text)
    handed = tuple(_handed_on(articles))
    pointed = {found[1] for one in handed for who in one for found in _LISTED_IN.finditer(who)}
    lists = {one: articles[one][:_LONGEST_LIST] for one in pointed & articles.keys()}
    return _Said((), handed, lists)


def _called_on(text: str) -> tuple[str, ...]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for pattern in (_ADDRESSED, _INVITED):
        for number, line in enumerate(lines):
            if found := pattern.search(line):
                below = _listed(lines[number + 1 :])
                called = islice((found["first"], *below), _MOST_NAMED)
                names = (_COMING.sub("", one[:_LONGEST_LINE]) for one in called)
                return tuple(filter(None, map(receiver_name, names)))
    return ()


def _listed(lines: Sequence[str]) -> Iterator[str]:
    for line in filter(None, lines):
        if not line.startswith(_DASHES):
            return
        yield line


def _handed_on(articles: dict[str, str]) -> Iterator[tuple[str, ...]]:
    left = _MOST_SENTENCES
    for words in reversed(articles.values()):
        sentences = map(_responsible, _SENTENCE.split(_WRAPPED.sub(" ", words)))
        if found := tuple(islice(filter(None, sentences), left)):
            left -= len(found)
            yield found


def _carrying_out(said: _Said, known: Known) -> tuple[str, ...]:
    for article in said.handed_on:
        if names := [name for who in article for name in _names(who, known)]:
            people = (_of_article(name, said.articles, known) for name in names)
            return tuple(dict.fromkeys(name for found in people for name in found))
    return ()


def _articles(text: str) -> dict[str, str]:
    """The articles of a decision by their numbers, without those of what it enacts."""
    parts = _ARTICLE.split(_END.split(text)[0])
    articles: dict[str, str] = {}
    for number, words in zip(parts[1::2], parts[2::2], strict=True):
        if number in articles:
            break
        articles[number] = words
    return articles


def _responsible(sentence: str) -> str:
    """What stands before the verb of a sentence that hands a decision on to be carried out."""
    words = _MR_OR_MRS.sub(r"\1 (\3)", " ".join(sentence.split())).strip(_BESIDE_A_NAME)
    if len(words) > _MOST_LETTERS:
        return ""
    headed = _HEADING.sub("", words)
    verb = _VERB.search(headed)
    if verb and not _CARRIED_OUT.search(headed, verb.start()):
        verb = None
    if (verb is None and headed == words) or _NO_BODY.match(headed):
        return ""
    return _WITH.sub(", ", headed[: verb.start()].rstrip(" ,:") if verb else headed)


def _names(who: str, known: Known) -> list[str]:
    names = map(receiver_name, _parted(who, known))
    return [
        name
        for name in names
        if len(name) <= _LONGEST_NAME and (_begins(name) or known.named(name))
    ]


def _parted(words: str, known: Known) -> list[str]:
    """A row of names, parted where one ends: "Sở Văn hóa, Thể thao và Du lịch" is one."""
    pieces = _BETWEEN.split(words)[:_MOST_PIECES]
    found: list[str] = []
    at = 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + 2 * _MOST_PARTS - 1), at + 1, -2)
        end = next((end for end in ends if known.body("".join(pieces[at:end]))), None)
        piece = "".join(pieces[at : end or at + 1])
        if end or _begins(piece) or not found or any(map(known.named, (found[-1], piece))):
            found.append(piece)
        else:
            found[-1] += pieces[at - 1] + piece
        at = (end or at + 1) + 1
    return found


def _begins(piece: str) -> bool:
    """Whether a name begins here: of people, of a body or its head, or one with capitals alone."""
    if _PEOPLE.match(piece):
        return True
    words = piece.split()
    is_capital = all(word[:1].isupper() for word in words) and len(words) > 1
    return piece[:1].isupper() and (is_capital or _BODY.match(piece) is not None)


def _of_article(name: str, articles: Mapping[str, str], known: Known) -> Sequence[str]:
    """ "Các ông (bà) có tên tại Điều 1" are the people of this office that Article 1 names."""
    pointed = _LISTED_IN.search(name)
    people = known.within(articles.get(pointed[1], "")) if pointed else ()
    return [one.name for one in people] or [name]
