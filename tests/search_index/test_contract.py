"""What `SearchBackend` promises beside finding the right words, kept by both backends."""

from datetime import date
from itertools import pairwise

import pytest

from search_index import BadCursor, MemoryBackend, Order, SearchBackend, SearchRequest
from tests.search_index.samples import CLERK, OFFICE, document, ids


def test_hit_needs_one_token_of_the_reader(backend: SearchBackend) -> None:
    backend.write(
        [
            document(1, "họp", readers=frozenset({"agency:1", "person:9"})),
            document(2, "họp", readers=frozenset({"agency:10"})),
            document(3, "họp", readers=frozenset()),
        ]
    )

    assert ids(backend, "họp", readers=frozenset({"person:9", "agency:2"})) == [1]
    assert ids(backend, "họp", readers=frozenset({"agency:1", "agency:10"})) == [2, 1]
    assert ids(backend, "họp", readers=frozenset({"agency"})) == []


@pytest.mark.parametrize("text", ["", "họp", "0807/UBND-VX", "-họp", '"họp"', "???"])
def test_nobody_finds_nothing(backend: SearchBackend, text: str) -> None:
    backend.write([*OFFICE, document(20, "họp", readers=frozenset({""}))])

    page = backend.search(SearchRequest(text, frozenset()))

    assert (page.hits, page.total, page.next_cursor) == ((), 0, None)


def test_total_does_not_count_what_the_reader_may_not_see(backend: SearchBackend) -> None:
    backend.write([document(n, "họp", readers=frozenset({f"person:{n}"})) for n in range(1, 6)])

    assert backend.search(SearchRequest("họp", frozenset({"person:3"}))).total == 1


def test_nothing_of_what_others_hold_is_told_by_a_score(backend: SearchBackend) -> None:
    """Whoever may write a document of one's own could else count what others have."""
    asked = SearchRequest("tiền lương", CLERK)
    backend.write([document(1, subject="Tiền lương"), document(2, subject="Khác")])
    alone = backend.search(asked).hits
    others = frozenset({"agency:99"})
    backend.write([document(n, subject="Tiền lương", readers=others) for n in range(10, 40)])
    assert backend.search(asked).hits == alone


def test_taking_a_reader_away_hides_the_document(backend: SearchBackend) -> None:
    backend.write([document(1, "họp"), document(2, "họp")])
    assert ids(backend, "họp") == [2, 1]

    backend.write([document(2, "họp", readers=frozenset({"person:9"}))])

    assert ids(backend, "họp") == [1]


def test_deleted_and_replaced_documents_do_not_come_back(backend: SearchBackend) -> None:
    """whoosh-reloaded 2.7.5 shows both again after a refresh: a revoked document would leak."""
    backend.write([document(1, "bản cũ"), document(2, "bản cũ")])
    assert ids(backend, "bản") == [2, 1]

    backend.delete([2])
    backend.write([document(1, "bản mới", version=2)])

    assert ids(backend, "bản") == ids(backend, "mới") == [1]
    assert ids(backend, "cũ") == []
    assert dict(backend.stamps()) == {1: 2}


def test_last_of_two_with_one_id_counts(backend: SearchBackend) -> None:
    backend.write([document(1, "bản nháp", version=1), document(1, "bản chính", version=2)])

    assert ids(backend, "nháp") == []
    assert ids(backend, "chính") == [1]
    assert list(backend.stamps()) == [(1, 2)]


def test_deleting_what_is_not_there_changes_nothing(backend: SearchBackend) -> None:
    backend.write([document(1, "họp")])

    backend.delete([7, 8])
    backend.delete([])

    assert ids(backend, "họp") == [1]


def test_stamps_show_what_the_index_has_missed(backend: SearchBackend) -> None:
    database = {1: 4, 2: 2, 3: 1, 5: 9}
    backend.write([document(1, version=4), document(2, version=1), document(4, version=3)])
    backend.write([document(5, version=8)])
    backend.write([document(5, version=9)])

    held = dict(backend.stamps())

    assert {i for i, version in database.items() if held.get(i) != version} == {2, 3}
    assert held.keys() - database.keys() == {4}


def test_rebuild_leaves_only_what_it_was_given(backend: SearchBackend) -> None:
    backend.write([document(1, "họp"), document(2, "họp")])

    backend.rebuild([document(2, "họp lại", version=5), document(3, "họp"), document(3, "nháp")])

    assert ids(backend, "họp") == [3, 2]
    assert sorted(backend.stamps()) == [(2, 5), (3, 1)]


def test_rebuild_that_fails_leaves_the_old_index(backend: SearchBackend) -> None:
    backend.write([document(1, "họp")])

    def broken():
        yield document(2, "họp")
        raise RuntimeError("database gone")

    with pytest.raises(RuntimeError, match="database gone"):
        backend.rebuild(broken())

    assert ids(backend, "họp") == [1]
    backend.write([document(3, "họp")])
    assert ids(backend, "họp") == [3, 1]


def test_write_that_fails_changes_nothing(backend: SearchBackend) -> None:
    backend.write([document(1, "họp")])

    def broken():
        yield document(1, "khác")
        raise RuntimeError("database gone")

    with pytest.raises(RuntimeError, match="database gone"):
        backend.write(broken())

    assert ids(backend, "họp") == [1]
    assert ids(backend, "khác") == []


def test_closed_backend_opens_again(backend: SearchBackend) -> None:
    backend.write([document(1, "họp")])
    assert ids(backend, "họp") == [1]

    backend.close()

    assert ids(backend, "họp") == [1]


OUT, IN = ("kind", "outgoing"), ("kind", "incoming")
FILTERS = [
    ({"facts": {OUT}}, [2, 1]),
    ({"facts": {OUT, IN}}, [8, 6, 5, 4, 3, 2, 1]),
    ({"facts": {("kind", "out")}}, []),
    ({"facts": {("year", "2025")}}, [3]),
    ({"facts": {("year", "202")}}, []),
    ({"facts": {("agency", "1")}}, [8, 6, 5, 4, 3, 2, 1]),
    ({"facts": {("agency", "2")}}, []),
    ({"facts": {("issuer", "Sở Nội vụ")}}, [4]),
    ({"facts": {("state", "open"), ("state", "done")}}, [8]),
    ({"facts": {("state", "open"), OUT}}, []),
    ({"issued_from": date(2026, 4, 1)}, [8, 5, 2]),
    ({"issued_to": date(2026, 1, 10)}, [4, 3]),
    ({"issued_from": date(2026, 3, 15), "issued_to": date(2026, 4, 1)}, [2, 1]),
    ({"facts": {OUT, ("year", "2026")}, "issued_to": date(2026, 3, 31)}, [1]),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters(office: SearchBackend, filters: dict[str, object], expected: list[int]) -> None:
    assert ids(office, "", **filters) == expected


@pytest.fixture
def many(backend: SearchBackend) -> SearchBackend:
    """25 documents in batches: the even ones in the subject, equal ages in groups of four."""
    made = [
        document(n, "họp" if n % 2 == 0 else "", body="họp", sort_key=n // 4) for n in range(1, 26)
    ]
    for start in range(0, 25, 6):
        backend.write(made[start : start + 6])
    return backend


def test_numbered_pages_together_are_the_whole(many: SearchBackend) -> None:
    whole = ids(many, "họp")

    pages = [ids(many, "họp", limit=7, offset=offset) for offset in range(0, 28, 7)]

    assert [identity for page in pages for identity in page] == whole
    assert whole[:3] == [24, 22, 20]
    assert len(whole) == 25


def test_cursor_goes_on_where_the_page_ended(many: SearchBackend) -> None:
    whole = ids(many, "họp")
    found: list[int] = []
    cursor = None
    for _ in range(9):
        page = many.search(SearchRequest("họp", CLERK, limit=3, after=cursor))
        found += [hit.id for hit in page.hits]
        cursor = page.next_cursor

    assert found == whole
    assert cursor is None


@pytest.mark.parametrize("order", Order)
def test_cursor_neither_loses_nor_repeats_while_documents_arrive(
    many: SearchBackend, order: Order
) -> None:
    whole = ids(many, "họp", order=order)
    first = many.search(SearchRequest("họp", CLERK, order=order, limit=10))
    many.write([document(99, "họp", sort_key=1_000)])

    rest = ids(many, "họp", order=order, after=first.next_cursor)

    assert [hit.id for hit in first.hits] + [one for one in rest if one != 99] == whole


def test_cursor_of_a_document_that_went_goes_on_at_its_place(many: SearchBackend) -> None:
    whole = ids(many, "họp")
    first = many.search(SearchRequest("họp", CLERK, limit=10))
    many.delete([first.hits[-1].id])

    assert [hit.id for hit in first.hits] + ids(many, "họp", after=first.next_cursor) == whole


def test_last_page_has_no_cursor(many: SearchBackend) -> None:
    assert many.search(SearchRequest("họp", CLERK, limit=25)).next_cursor is None
    assert many.search(SearchRequest("họp", CLERK, limit=24)).next_cursor is not None
    assert many.search(SearchRequest("họp", CLERK, limit=5, offset=30)).hits == ()


@pytest.mark.parametrize("cursor", ["", "x", "1_2", "1_2_3_4", "1_2_x"])
def test_strange_cursor_is_refused(many: SearchBackend, cursor: str) -> None:
    with pytest.raises(BadCursor):
        many.search(SearchRequest("họp", CLERK, after=cursor))


def test_scores_fall(many: SearchBackend) -> None:
    hits = many.search(SearchRequest("họp", CLERK, limit=100)).hits

    assert all(above.score >= below.score for above, below in pairwise(hits))


def test_total_is_exact_below_the_cap(many: SearchBackend) -> None:
    page = many.search(SearchRequest("họp", CLERK, limit=2))

    assert (page.total, page.total_is_capped) == (25, False)


@pytest.mark.parametrize(("cap", "expected"), [(24, (24, True)), (25, (25, False))])
def test_total_stops_at_the_cap(cap: int, expected: tuple[int, bool]) -> None:
    backend = MemoryBackend(total_cap=cap)
    backend.write([document(n, "họp") for n in range(25)])

    page = backend.search(SearchRequest("họp", CLERK, limit=2))

    assert (page.total, page.total_is_capped) == expected


@pytest.mark.parametrize(
    "page", [{"limit": 0}, {"limit": 1_001}, {"offset": -1}, {"offset": 1, "after": "1_2_3"}]
)
def test_impossible_page_is_refused(page: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"limit|offset"):
        SearchRequest("họp", CLERK, **page)  # type: ignore[arg-type]


def test_extreme_numbers_survive(backend: SearchBackend) -> None:
    backend.write(
        [
            document(2**63 - 1, "họp", version=2**62, sort_key=-(2**63)),
            document(0, "họp", version=0, sort_key=2**63 - 1),
            document(-5, "họp", sort_key=0),
        ]
    )

    assert ids(backend, "họp") == [0, -5, 2**63 - 1]
    assert dict(backend.stamps()) == {2**63 - 1: 2**62, 0: 0, -5: 1}
