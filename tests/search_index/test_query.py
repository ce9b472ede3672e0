"""What a typed text is taken to mean."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis import Abbreviation, abbreviation, fold, tokens
from search_index.query import (
    AllOf,
    AnyOf,
    Code,
    Fact,
    Inside,
    Node,
    Note,
    Phrase,
    Prefix,
    Query,
    Wanted,
    Word,
    parse,
)
from search_index.query.form import apart, gathered, parts, together
from search_index.query.lexer import MAX_CHARACTERS
from search_index.query.parse import MAX_NODES
from search_index.query.tree import leaves

UBND_VX = (
    Code(("807", "ubnd", "vx"), serial="807", key="807/ubnd-vx"),
    Code(("807", "ubnd"), serial="807", start="vx"),
)
SEVEN = AnyOf((Code(("7",), serial="7"), Word("7")))

MEANINGS: list[tuple[str, tuple[Node, ...], tuple[Node, ...]]] = [
    ("đất Đai", (Word("đất"), Word("đai")), ()),
    ("đất đất", (Word("đất"),), ()),
    ('"đất đai"', (Phrase(("đất", "đai")),), ()),
    ('"đất"', (Word("đất"),), ()),
    ("đất -đai", (Word("đất"),), (Word("đai"),)),
    ('đất -"đai x"', (Word("đất"),), (Phrase(("đai", "x")),)),
    ("đất - đai", (Word("đất"), Word("đai")), ()),
    ("-CV", (), (Word("cv"),)),
    ("CV", (AnyOf((Word("cv"), Phrase(("cong", "van")))),), ()),
    ("QĐ", (AnyOf((Word("qđ"), Phrase(("quyết", "định")))),), ()),
    ("nd", (Word("nd"),), ()),
    ("0807/UBND-VX", (AnyOf((*UBND_VX, Phrase(("0807", "ubnd", "vx")))),), ()),
    ("so:807/UBND-VX", (AnyOf(UBND_VX),), ()),
    ("số 7", (SEVEN,), ()),
    ("sơ 7", (Word("sơ"), SEVEN), ()),
    (
        "và/hoặc",
        (AnyOf((Code(("va", "hoac"), key="va/hoac"), AllOf((Word("và"), Word("hoặc"))))),),
        (),
    ),
    ("đấ*", (Prefix("đấ"),), ()),
    ("đ*", (Word("đ"),), ()),
    ("trichyeu:đất", (Inside("subject", Word("đất")),), ()),
    ("coquan:ub*", (Inside("issuer", Prefix("ub")),), ()),
    ('NguoiKy:"Lê Thuỷ"', (Fact("signer", ("le", "thuy")),), ()),
    ("-loai:TB", (), (Fact("type", ("tb",)),)),
    ("http://a", (Word("http"), Word("a")), ()),
    ("tu: 5", (Word("tu"), AnyOf((Code(("5",), serial="5"), Word("5")))), ()),
    ("a OR b", (AnyOf((Word("a"), Word("b"))),), ()),
    ("a b OR c", (AnyOf((AllOf((Word("a"), Word("b"))), Word("c"))),), ()),
    ("OR", (), ()),
    ("", (), ()),
    (" \n", (), ()),
]


@pytest.mark.parametrize(("text", "wanted", "excluded"), MEANINGS)
def test_meaning(text: str, wanted: tuple[Node, ...], excluded: tuple[Node, ...]) -> None:
    query = parse(text)

    assert (query.nodes, query.excluded) == (wanted, excluded)


def test_only_quoted_phrases_and_fields_are_demanded() -> None:
    demanded = [one.demanded for one in parse('đất "đai" so:7 nhà').wanted]

    assert demanded == [False, True, True, False]


def test_neighbours_are_words_typed_next_to_each_other() -> None:
    assert parse('một hai -ba bốn năm "sáu bảy" tám').neighbours == (("mot", "hai"), ("bon", "nam"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tu:1/3/2026", date(2026, 3, 1), None),
        ("từ:1-3-26 den:3/2026", date(2026, 3, 1), date(2026, 3, 31)),
        ("from:2026-02 to:2026", date(2026, 2, 1), date(2026, 12, 31)),
        ("ngay:2/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("ngay:2025..3/2026", date(2025, 1, 1), date(2026, 3, 31)),
        ("ngay:..2025", None, date(2025, 12, 31)),
        ("ngay:2025 ngay:6/2025", date(2025, 6, 1), date(2025, 6, 30)),
        ("den:2025 tu:2026", date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_days(text: str, first: date | None, last: date | None) -> None:
    query = parse(text)

    assert (query.since, query.until, query.nodes) == (first, last, ())


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("tu:31/02/2019", "28/02/2019"),
        ("ngay:0/13/2026", "01/12/2026"),
        ("ngay:13/2026", "12/2026"),
        ("den:hôm", ""),
        ("tu:1/1/0000", ""),
        ("ngay:31/2/2026..5/2026", ""),
    ],
)
def test_a_date_that_is_none_is_left_out_and_told(text: str, better: str) -> None:
    query = parse(text)

    assert query == Query(notes=(Note("no-date", text.split(":")[1], better),))


def test_a_minus_before_two_words_is_told_to_keep_out_one() -> None:
    assert parse("đất -khiếu nại").notes == (Note("half-excluded", "-khiếu nại", '-"khiếu nại"'),)
    assert parse('-"khiếu nại" đất -loai:x nhà đất -đai').notes == ()


def test_the_last_word_may_be_begun() -> None:
    begun = AnyOf((Code((), start="80"), Prefix("80")))

    assert parse("giải phó", typing=True).nodes == (Word("giải"), Prefix("phó"))
    assert parse("giải phó ", typing=True).nodes == (Word("giải"), Word("phó"))
    assert parse("80", typing=True).nodes == (begun,)


def test_abbreviations_of_an_office() -> None:
    own = (Abbreviation("kks", ("huyện", "khê", "sơn"), everywhere=True),)

    (wanted,) = parse("KKS", abbreviations=own).wanted

    assert wanted.node == AnyOf((Word("kks"), Phrase(("huyen", "khe", "son"))))
    assert parse("CV", abbreviations=own).nodes == (Word("cv"),)


def test_unmarked_abbreviation_does_not_ask_for_marks() -> None:
    assert parse("QĐ").is_marked()
    assert not parse("qd cv").is_marked()


STRANGE = (
    '"',
    "OR",
    "*",
    "-",
    "|",
    ":",
    "so:",
    "tu:",
    "-so:*",
    "(.*)+$",
    "' OR 1=1 --",
    "%_",
    "\\",
)
strange = st.lists(
    st.sampled_from((*STRANGE, "đất", "12/QĐ", " ", "\u202e", "😀", "\0")), max_size=9
)


@given(st.text(st.characters(), max_size=60) | strange.map("".join) | strange.map(" ".join))
def test_any_text_has_a_meaning(text: str) -> None:
    query = parse(text)

    assert len(query.wanted) <= MAX_NODES
    assert all(code.parts or code.start for code in query.codes())
    something = query.wanted or query.excluded or query.notes or query.since or query.until
    assert query.hopeless == bool(text.strip() and not something)


@pytest.mark.parametrize(
    "text", ["đất ", "a-", "1/", '"', "-so:", "đ*", "OR ", "Z/", "12 UBND ", "\u0301"]
)
def test_a_whole_page_pasted_is_cut_and_read_at_once(text: str) -> None:
    started = time.process_time()
    query = parse(text * 10_000)

    assert time.process_time() - started < 0.05
    assert [note.what for note in query.notes][-1:] == ["cut"]
    assert len(query.wanted) <= MAX_NODES < MAX_CHARACTERS


def test_what_is_wanted_is_named_as_typed() -> None:
    assert parse("Ủy ban nhân dân  GẤP").wanted[0].text == "Ủy ban nhân dân"
    assert parse("GẤP").wanted == (Wanted("GẤP", Word("gấp")),)


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (
            'đất loai:"Quyết định" đai tu:1/3/2026',
            "đất đai",
            {"loai": "Quyết định", "tu": "1/3/2026"},
        ),
        ("số:“12 UBND” -loai:x", "-loai:x", {"so": "12 UBND"}),
        ("loại:một loai:hai nhà", "loại:một nhà", {"loai": "hai"}),
        ('loai: nhà "tu:1/3" donvi:"chưa đóng', 'loai: nhà "tu:1/3" donvi:"chưa đóng', {}),
        ("", "", {}),
    ],
)
def test_a_question_fills_a_form_and_the_form_says_the_same(
    text: str, words: str, said: dict[str, str]
) -> None:
    assert apart(text) == (words, said)
    again = together(words, said)
    assert apart(again) == (words, said)
    assert set(parse(again).wanted) == set(parse(text).wanted)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("loai:quyet dinh đất", 'loai:"quyet dinh" đất'),
        ("đất LOẠI:Quyết  định", 'đất LOẠI:"Quyết  định"'),
        ("loai:quyết định khen thưởng -x", 'loai:"quyết định khen thưởng" -x'),
        ("loai:quyết định rồi", 'loai:"quyết định" rồi'),
        ("loai:Quyết định loai:quyết định", 'loai:"Quyết định" loai:"quyết định"'),
        ('loai:"quyết" định', 'loai:"quyết" định'),
        ("loai:“quyết” định", "loai:“quyết” định"),
        ("loai:quyết* định", "loai:quyết* định"),
        ("loai:quyết -định", "loai:quyết -định"),
        ("loai:quyết OR định", "loai:quyết OR định"),
        ("donvi:Văn hóa - Xã hội họp", 'donvi:"Văn hóa - Xã hội" họp'),
        ("loai:quyết", "loai:quyết"),
    ],
)
def test_words_behind_a_field_belong_to_a_value_that_is_known(text: str, meant: str) -> None:
    values = {"loai": "quyet dinh khen thuong", "donvi": "van hoa xa hoi"}

    def is_known(name: str, value: str) -> bool:
        return f"{values[name]} ".startswith(" ".join(map(fold, tokens(value))) + " ")

    assert gathered(text, is_known) == meant
    assert gathered(meant, is_known) == meant


def test_the_parts_of_a_question_are_whole() -> None:
    said = ["đất", "trangthai:“quá hạn”", '-"một hai"', '-loai:"Quyết định"', "12/QĐ", '"']

    assert parts(" ".join(said)) == said


def test_abbreviations_of_an_office_overlap() -> None:
    """The longest long form is meant, each short form of it is found, and exact spelling wins."""
    pairs = ["vp = văn phòng", "vpub = văn phòng ủy ban", "vpu = văn phòng ủy ban"]
    pairs += ["nđ = nghị định", "nd = nội dung", "nl = năng lượng"]
    own = tuple(filter(None, (abbreviation(*pair.split(" = ")) for pair in pairs)))
    assert len(own) == len(pairs)
    (wanted,) = parse("văn phòng ủy ban", abbreviations=own).nodes
    assert {"vpub", "vpu"} <= {leaf.text for leaf in leaves((wanted,)) if isinstance(leaf, Word)}
    assert Phrase(("noi", "dung")) in leaves(parse("nd", abbreviations=own).nodes)
    for short, long in (("a b", "một hai"), ("ub", "một"), ("", "một hai")):
        assert abbreviation(short, long) is None
