"""Every backend and the plain one find the same, in the same order, whatever is asked."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import IndexedDocument, Order, PostgresBackend, SearchBackend, SearchRequest
from search_index.analysis import forms
from search_index.query.tree import Inside, Node, Phrase, Prefix, Query, Wanted, Word
from tests.search_index.conftest import KINDS, Make
from tests.search_index.samples import CLERK, OFFICE, document

# Few words, alike but for their marks, so that documents and queries meet often.
WORDS = """
    hà hạ ha Hòa hoà hoa quý qúy quy thủ tục hành chính TTHC tthc quyết định QĐ qd quyet dinh
    ủy ban nhân dân UBND ubnd đất dat 12 012 7 2026 12/QĐ-UBND 7/ubnd 012/UBND số công văn
""".split()  # noqa: SIM905
FACTS = (("kind", "in"), ("kind", "out"), ("kind", "x"), ("year", "2025"), ("state", "open"))
REFERENCES = ("12/QĐ-UBND", "012/UBND", "7/TB-UBND", "Số: /2026/UBND", "12 UBND", "7-QĐ/UBND", "")
DAYS = (None, date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1))
READERS = ("agency:1", "agency:2", "person:1")

texts = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
readers = st.frozensets(st.sampled_from(READERS), max_size=2)
pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: f"-{word}"),
    texts.map(lambda text: f'"{text}"'),
    texts.map(lambda text: f'-"{text}"'),
    st.sampled_from(REFERENCES),
    st.sampled_from(WORDS).map(lambda word: f"{word}*"),
    st.sampled_from(["trichyeu:", "noidung:", "so:", "coquan:", "nguoiky:", "loai:"]).flatmap(
        lambda field: texts.map(lambda text: f'{field}"{text}"')
    ),
    st.sampled_from(WORDS).map(lambda word: f"noidung:{word[:2]}*"),
    st.sampled_from(["/", "-", '"', "…", "hà/hạ", "OR", "HOẶC", "tu:01/01/2026"]),
)
queries = st.lists(pieces, max_size=5).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> IndexedDocument:
    day = draw(st.sampled_from(DAYS))
    return document(
        draw(st.integers(1, 9)),
        draw(texts),
        version=draw(st.integers(0, 3)),
        kind=draw(st.sampled_from(["in", "out"])),
        readers=draw(readers),
        reference=draw(st.sampled_from(REFERENCES)),
        issuer=draw(texts),
        people=draw(texts),
        body=draw(texts),
        facts=draw(st.frozensets(st.sampled_from(FACTS[-1:]), max_size=1)),
        issued_on=day,
        year=day.year if day else 0,
        sort_key=draw(st.integers(-1, 1)),
    )


requests = st.builds(
    SearchRequest,
    text=queries,
    readers=readers,
    facts=st.frozensets(st.sampled_from(FACTS), max_size=1) | st.just(frozenset()),
    order=st.sampled_from([Order.BEST, Order.BEST, Order.NEWEST, Order.OLDEST]),
    today=st.sampled_from([None, date(2027, 1, 15)]),
    facets=st.sampled_from([(), (), ("kind", "issuer")]),
    issued_from=st.sampled_from([None, None, None, date(2026, 1, 1)]),
    issued_to=st.sampled_from([None, None, None, date(2026, 1, 1)]),
    limit=st.integers(1, 9),
    offset=st.integers(0, 3),
)
batches = st.lists(st.lists(documents(), max_size=5), min_size=1, max_size=3)


Backends = tuple[SearchBackend, ...]
"""The plain one first."""


@pytest.fixture(scope="module")
def every(make: Make) -> Backends:
    return tuple(make(kind, total_cap=4) for kind in KINDS)


@pytest.fixture(scope="module")
def offices(make: Make) -> Backends:
    made = tuple(map(make, KINDS))
    for backend in made:
        backend.rebuild(OFFICE)
    return made


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    batches=batches,
    gone=st.lists(st.integers(1, 9), max_size=2),
    asked=st.lists(requests, min_size=10, max_size=25),
)
def test_all_backends_agree(
    every: Backends,
    batches: list[list[IndexedDocument]],
    gone: list[int],
    asked: list[SearchRequest],
) -> None:
    for backend in every:
        backend.rebuild(batches[0])
        for batch in batches[1:]:
            backend.write(batch)
        backend.delete(gone)

    memory, *others = every
    words = [form.marked for word in WORDS for form in forms(word)]
    readers = asked[0].readers
    for other in others:
        assert sorted(other.stamps()) == sorted(memory.stamps())
        # A server is asked by socket: a third of the questions, which each example draws anew.
        for request in asked[:: 3 if isinstance(other, PostgresBackend) else 1]:
            page = memory.search(request)
            assert other.search(request) == page, request
            after = replace(request, offset=0, after=page.next_cursor)
            assert other.search(after) == memory.search(after), after
        assert other.holders(words, readers) == memory.holders(words, readers)
        for name in ("kind", "issuer", "none"):
            assert other.values(name, "h", readers, 3) == memory.values(name, "h", readers, 3)


@settings(max_examples=300)
@given(text=st.text(st.characters(), max_size=40) | queries)
def test_any_text_is_answered_alike(offices: Backends, text: str) -> None:
    memory, *others = offices
    request = SearchRequest(text, CLERK)
    for other in others:
        assert other.search(request) == memory.search(request)


@pytest.mark.parametrize("node", [Word("hội"), Word("thanh"), Prefix("th"), Phrase(("đất", "đai"))])
def test_a_body_alone_is_searched_alike(offices: Backends, node: Node) -> None:
    wanted = Wanted("", Inside("body", node), demanded=True)
    request = SearchRequest(Query((wanted,)), CLERK)
    first, *others = (backend.search(request) for backend in offices)

    assert others == [first] * len(others)
    assert first.total in range(1, len(OFFICE) - 1)
