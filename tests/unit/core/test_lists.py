"""The list kit: what an address may ask for, and paging where rows are alike or have no value."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.core.db import create_engine
from app.core.lists import FIRST, LAST, Listing, Page, Place, among, equals
from app.core.lists.filters import Filter, day, declared, flag, number, sorting, tab, tab_of, text
from app.core.policy import Actor
from app.features import FEATURES

ACTOR = Actor(1, "An", 1)
HOSTILE = (
    *("", " ", "0", "-1", "1.5", "9" * 40, "²", "١", "x", "null", "True", "me", "mine", "../etc"),
    *("'; drop table person --", "%", "_", "\x00", "a\x00b", "\ud800", "é" * 5000, "<script>"),
    *("31/02/2026", "2026-01-01", "01/01/0000", "u7", "p0", "due", "-due", "--due", "all", "late"),
)


class Base(DeclarativeBase):
    """Of a table that no office has."""


class Thing(Base):
    __tablename__ = "thing"

    id: Mapped[int] = mapped_column(primary_key=True)
    weight: Mapped[int | None]
    colour: Mapped[str]


@dataclass(frozen=True)
class ThingFilter(Filter):
    tab: str = tab(("all", "red", "blue"), "all", before="view")
    weight: int | None = number(name="w", within=range(4))
    since: date | None = day()
    words: str = text(longest=5)
    mine: bool = flag(name="to", word="me")
    sort: str = sorting("weight", "both")


THINGS = Listing(
    name="things",
    title="Things",
    filter=ThingFilter,
    id=Thing.id,
    rows=select(Thing.id, Thing.weight, Thing.colour),
    where={
        "tab": among(
            {"all": Thing.id > 0, "red": Thing.colour == "red", "blue": Thing.colour == "blue"}
        ),
        "weight": equals(Thing.weight),
    },
    counted=("red", "blue"),
    sorts={"weight": Thing.weight, "both": (Thing.colour, Thing.weight)},
)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def filled(session: Session, weights: list[int | None]) -> list[Thing]:
    session.query(Thing).delete()
    things = [
        Thing(id=n, weight=weight, colour="red" if n % 3 else "blue")
        for n, weight in enumerate(weights, 1)
    ]
    session.add_all(things)
    session.flush()
    return things


def in_order(things: list[Thing], sort: str) -> list[int]:
    """What the kit promises, said in plain words: without a value last, newest first when alike."""
    if not sort:
        return [one.id for one in reversed(things)]
    sign = -1 if sort.startswith("-") else 1
    return [
        one.id
        for one in sorted(
            things,
            key=lambda one: (
                sign * ("both" in sort and one.colour == "red"),
                one.weight is None,
                sign * (one.weight or 0),
                -one.id,
            ),
        )
    ]


def page(session: Session, wanted: ThingFilter, place: Place) -> Page[Any]:
    return THINGS.page(session, ACTOR, wanted, place, size=3)


@given(
    st.lists(st.none() | st.integers(0, 3), max_size=17),
    st.sampled_from(("", "weight", "-weight", "both", "-both")),
)
def test_pages_meet_both_ways_in_any_order(
    session: Session, weights: list[int | None], sort: str
) -> None:
    wanted, expected = ThingFilter(sort=sort), in_order(filled(session, weights), sort)
    there, place = [], FIRST
    while True:
        found = page(session, wanted, place)
        there.append([row.id for row in found.rows])
        if found.older is None:
            break
        place = Place(before=found.older)
    assert [one for ids in there for one in ids] == expected
    back = [there[-1]]
    while found.newer is not None:
        found = page(session, wanted, Place(after=found.newer))
        back.append([row.id for row in found.rows])
    assert back[::-1] == there
    assert [row.id for row in page(session, wanted, LAST).rows] == expected[-3:]
    for at, one in enumerate(expected):
        newer, older = THINGS.beside(session, ACTOR, wanted, one)
        assert (newer and newer.id) == (expected[at - 1] if at else None)
        assert (older and older.id) == (expected[at + 1] if at + 1 < len(expected) else None)
        assert THINGS.place_of(session, ACTOR, wanted, one) == (at + 1, len(expected))


def test_counts_are_those_of_the_rows_under_the_same_filter(session: Session) -> None:
    filled(session, [1, 2, None, 2, 2, 1, 2])
    wanted = ThingFilter(weight=2)
    counted = THINGS.tab_counts(session, ACTOR, wanted)
    for one, count in counted.items():
        rows = THINGS.page(session, ACTOR, wanted.but(tab=one), size=9).rows
        assert len(rows) == count
    assert sum(counted.values()) == THINGS.count(session, ACTOR, wanted) == 4


def test_after_the_last_row_comes_the_first_and_alone_there_is_none(session: Session) -> None:
    filled(session, [None, None, None])
    plain = ThingFilter()
    assert THINGS.following(session, ACTOR, plain, 3).id == 2
    assert THINGS.following(session, ACTOR, plain, 1).id == 3
    assert THINGS.following(session, ACTOR, ThingFilter(tab="blue"), 3) is None


def test_a_page_behind_rows_that_are_gone_is_the_first(session: Session) -> None:
    filled(session, [None] * 5)
    assert (
        page(session, ThingFilter(), Place(before=1)).rows
        == page(session, ThingFilter(), FIRST).rows
    )
    assert [row.id for row in page(session, ThingFilter(sort="weight"), Place(after=99)).rows] == [
        5,
        4,
        3,
    ]


# -- What an address may ask for -------------------------------------------------------------------


def test_a_filter_comes_back_from_its_own_address() -> None:
    wanted = ThingFilter("red", 3, date(2026, 11, 29), "trẻ em", True, "-weight")
    assert wanted.to_args() == {
        "tab": "red", "w": "3", "since": "29/11/2026", "words": "trẻ em", "to": "me",
        "sort": "-weight",
    }  # fmt: skip
    assert ThingFilter.from_args(wanted.to_args()) == wanted.but(words="trẻ e")
    assert ThingFilter().to_args() == {}
    assert ThingFilter.from_args({}, tab="blue").tab == "blue"
    assert not wanted.is_plain
    assert wanted.plain == ThingFilter("red", sort="-weight")


def test_an_address_that_was_kept_is_read_by_the_name_it_had() -> None:
    assert ThingFilter.from_args({"view": "red"}).tab == "red"
    assert ThingFilter.from_args({"view": "red", "tab": "blue"}).tab == "blue"
    assert ThingFilter.said({"view": "red", "w": "3"}) == {"tab": "red", "w": "3"}


def test_what_cannot_be_meant_is_left_out() -> None:
    args = {"view": "nonsense", "w": "9", "since": "31/02/2026", "to": "you", "sort": "colour"}
    assert ThingFilter.from_args(args) == ThingFilter()
    assert Place.from_args({"before": "9" * 40, "after": "-1"}) == FIRST


@pytest.mark.parametrize("name", FEATURES.lists)
def test_no_list_of_the_office_is_shaken_by_its_address(name: str) -> None:
    kind = FEATURES.lists[name].filter
    names = [field.name for field, _usual in declared(kind).values()]
    assert len(set(names)) == len(names)
    assert not {"before", "after"} & set(names)
    for typed in HOSTILE:
        for asked in ({one: typed} for one in names):
            found = kind.from_args(asked)
            again = kind.from_args(found.to_args())
            assert again == found
            assert again.to_args() == found.to_args()
            assert hash(found) == hash(again)


@pytest.mark.parametrize("name", FEATURES.lists)
def test_a_list_says_what_every_word_of_its_address_means(name: str) -> None:
    listing = FEATURES.lists[name]
    fields = declared(listing.filter)
    assert fields.keys() - {"sort"} == listing.where.keys()
    assert {"sort"} & fields.keys() == ({"sort"} if listing.sorts else set())
    if "sort" in fields:
        assert {one.removeprefix("-") for one in fields["sort"][0].known} == listing.sorts.keys()
    for field in fields.keys() - {"sort"}:
        for value in fields[field][0].known:
            listing.where[field](ACTOR, value)
    tab = tab_of(listing.filter)
    assert set(listing.counted) <= set(fields[tab][0].known if tab else ())
