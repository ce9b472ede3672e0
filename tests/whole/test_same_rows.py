"""Lists, counts, search, files and books show the same rows to the same reader.

First on generated offices, rule by rule: what is said of one row is what is said in SQL, and a
count is the length of its list over all pages. Then through the pages of one large office.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from docx import Document as read_docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.approval.models import CircuitStep
from app.approval.policy import turn_of_actor
from app.core import clock
from app.core.asking import given as parameters
from app.core.books import Range
from app.core.db import transaction
from app.core.lists import FIRST, LAST, Filter, Listing
from app.core.lists import Place as Behind
from app.core.lists.filters import declared, tab_of
from app.core.lists.listing import Moments
from app.core.policy import Actor
from app.correspondence import policy as documents
from app.correspondence.models import Document
from app.deadlines.queries import horizon_of
from app.deadlines.rules.colours import WORST_FIRST
from app.deadlines.rules.colours import colour as colour_of
from app.demo.builder import Builder
from app.dossiers import policy as dossier_policy
from app.dossiers.models import Dossier
from app.drafting import policy as draft_policy
from app.drafting.models import Draft
from app.features import FEATURES
from app.files.models import RecordFile
from app.files.queries import file_of
from app.organisation.models import Agency, Delegation, Unit
from app.records import policy as records
from app.records.queries import readers_of
from app.registers.models import Register
from app.registers.queries import book_rows
from app.search.queries import indexed_documents
from app.search.service import rebuild
from app.work import queries as work
from app.work.models import Assignment
from tests.factories.office import PASSWORD_HASH
from tests.whole.conftest import Place
from tests.whole.growth import Chances, Growth
from tests.whole.prepared import a_pdf

ROLES = ("clerk", "leader", "unit_head", "officer", "administrator", "counter")
WORD = "rà soát"
READERS = (
    *("clerk", "leader", "head", "officer", "economy_head", "standin", "former_standin"),
    *("stranger", "other_clerk", "admin", "counter"),
)
LARGE = 110


# -- Generated offices, rule by rule ---------------------------------------------------------------


class Generated:
    """An office of random people and rows, in a transaction that is given up afterwards."""

    def __init__(self, session: Session, place: Place, data: st.DataObject) -> None:
        self.session = session
        chances = Chances(
            pick=lambda of: data.draw(st.sampled_from(of)),
            number=lambda low, high: data.draw(st.integers(low, high)),
        )
        office = place.prepared.office
        people = {name: place.prepared.people[name].person_id for name in ("clerk", "leader")}
        people |= {"deputy": office.deputy.person_id, "head": office.head.person_id}
        self.growth = Growth(session, office, people, chances)
        self.actors = [*self._strangers(), *self._known(place)]

    def _strangers(self) -> list[Actor]:
        """New people in random posts, and random delegations between them and those in office."""
        chances, office = self.growth.chances, self.growth.office
        build = Builder(self.session, PASSWORD_HASH)
        agencies = [self.session.get_one(Agency, office.agency_id)]
        agencies.append(self.session.get_one(Agency, office.other_agency_id))
        units = [self.session.get_one(Unit, office.culture_id), None]
        posts = []
        for number in range(chances.number(1, 3)):
            person = build.person(f"Người {number}", "", f"generated{number}")
            self.growth.people[f"generated{number}"] = person.id
            for _ in range(chances.number(1, 2)):
                agency = chances.pick(agencies)
                unit = chances.pick(units) if agency is agencies[0] else None
                role = chances.pick(ROLES)
                post = build.post(person, "x", role, agency, unit, head=chances.yes())
                if chances.number(0, 4) == 0:
                    post.valid_to = clock.today() - timedelta(days=1)
                posts.append(post)
        for post in posts:
            if chances.yes():
                self._delegate(post.id, chances.pick(sorted(self.growth.people.values())))
        self.session.flush()
        names = [name for name in self.growth.people if name.startswith("generated")]
        return [actor_of(self.session, self.growth.people[name]) for name in names]

    def _delegate(self, post_id: int, to: int) -> None:
        chances, today = self.growth.chances, clock.today()
        ended = chances.pick((today - timedelta(days=1), today, today + timedelta(days=9)))
        self.session.add(
            Delegation(
                post_id=post_id,
                to_person_id=to,
                scope=chances.pick(("all", "process")),
                starts_on=today - timedelta(days=9),
                ends_on=ended,
                revoked_at=clock.now() if chances.number(0, 3) == 0 else None,
                created_by_id=to,
            )
        )

    def _known(self, place: Place) -> list[Actor]:
        names = ("clerk", "leader", "head", "officer", "standin", "former_standin", "admin")
        ids = [place.prepared.people[name].person_id for name in names]
        return [actor_of(self.session, one) for one in ids]

    def fill(self) -> "Generated":
        growth = self.growth
        for _ in range(growth.chances.number(1, 6)):
            made = [growth.incoming(), growth.incoming(state="directed"), growth.outgoing()]
            growth.draft()
            growth.dossier(*made[: growth.chances.number(0, 3)])
        return self


EXAMPLES = 15
MANY_LISTS = 2
"""Examples where each is walked through some sixty lists by every reader."""
Check = Callable[[Session, Actor], None]


def _on_generated_offices(place: Place, check: Check, examples: int = EXAMPLES) -> None:
    @settings(max_examples=examples, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def run(data: st.DataObject) -> None:
        with place.factory() as session:
            generated = Generated(session, place, data).fill()
            for actor in generated.actors:
                check(session, actor)
            session.rollback()

    run()


def test_what_may_be_read_is_said_alike_for_a_row_and_in_sql(place: Place) -> None:
    def check(session: Session, actor: Actor) -> None:
        ids = set(session.scalars(select(Document.id)))
        by_row = {one for one in ids if records.may_read(actor, readers_of(session, one))}
        assert (
            set(
                session.scalars(
                    select(Document.id).where(documents.readable(actor)), parameters(actor)
                )
            )
            == by_row
        )
        _same_files(session, actor)
        _same_index(session, actor, ids, by_row)
        _same_books(session, actor, by_row)

    _on_generated_offices(place, check)


def _same_files(session: Session, actor: Actor) -> None:
    """Files of documents and of whatever else has readers: an answer to a request has files too."""
    rows = select(RecordFile.id, RecordFile.record_id)
    for file_id, record_id in session.execute(rows.where(RecordFile.removed_at.is_(None))):
        may = records.may_read(actor, readers_of(session, record_id))
        assert (file_of(session, file_id, actor) is not None) == may


def _same_index(session: Session, actor: Actor, ids: set[int], readable: set[int]) -> None:
    """The index asks whether reader and document have a token in common, and nothing else."""
    held = indexed_documents(session, sorted(ids))
    assert {one.id for one in held if one.readers & actor.tokens} == readable


def _same_books(session: Session, actor: Actor, readable: set[int]) -> None:
    period = Range.of(clock.today().year, None, None)
    for register in session.scalars(select(Register)):
        rows = [row for row in book_rows(session, actor, register, period) if not row.is_kept]
        numbered = select(Document.number).where(
            Document.register_id == register.id,
            Document.id.in_(readable),
            Document.number.is_not(None),
        )
        assert Counter(row.number for row in rows) == Counter(session.scalars(numbered))


def test_drafts_turns_and_dossiers_are_judged_alike(place: Place) -> None:
    def check(session: Session, actor: Actor) -> None:
        keys = session.execute(select(Draft.id, Draft.record_id)).all()
        by_row = {one for one, key in keys if records.may_read(actor, readers_of(session, key))}
        in_sql = session.scalars(
            select(Draft.id).where(draft_policy.readable(actor)), parameters(actor)
        )
        assert set(in_sql) == by_row
        for rule, model in (
            (turn_of_actor, CircuitStep),
            (dossier_policy.keeps, Dossier),
            (dossier_policy.sees, Dossier),
        ):
            rows: Sequence[Any] = session.scalars(select(model)).all()
            by_row = {row.id for row in rows if rule.for_row(actor, row)}
            assert (
                set(session.scalars(select(model.id).where(rule.for_sql), parameters(actor)))
                == by_row
            )

    _on_generated_offices(place, check)


def test_colours_are_told_alike(place: Place) -> None:
    def check(session: Session, actor: Actor) -> None:
        horizon = horizon_of(session, actor.agency_id)
        lines = session.execute(select(Assignment, work.COLOUR), horizon.moments).all()
        worst: dict[int, str] = {}
        for line, in_sql in lines:
            colour = colour_of(line.state, line.opened_at, line.due_at, line.finished_at, horizon)
            assert colour == in_sql
            known = worst.get(line.record_id)
            if colour and (known is None or _rank(colour) < _rank(known)):
                worst[line.record_id] = colour
        ids = {line.record_id for line, _colour in lines}
        parts = work.parts_of(session, ids, horizon)
        assert {one: part.colour for one, part in parts.items() if part.colour} == worst

    _on_generated_offices(place, check)


def _rank(colour: str) -> int:
    return list(WORST_FIRST).index(colour)


def test_every_list_goes_both_ways_and_is_as_long_as_its_count(place: Place) -> None:
    """Every list that a feature brings, in each tab and order: three rows at a time, each once,
    also where rows are alike in what they are sorted by, or have nothing to be sorted by."""

    def check(session: Session, actor: Actor) -> None:
        moments = horizon_of(session, actor.agency_id).moments
        for listing in FEATURES.lists.values():
            for wanted in _asked_for(listing.filter):
                ids = _walked(session, actor, listing, wanted, moments)
                told = (listing.name, wanted)
                assert len(set(ids)) == len(ids), told
                assert len(ids) == listing.count(session, actor, wanted, moments), told
                if not wanted.sorted_by:
                    assert ids == sorted(ids, reverse=True), told
            counted = listing.tab_counts(session, actor, listing.filter(), moments)
            tab = str(tab_of(listing.filter))
            for one, count in counted.items():
                wanted = listing.filter().but(**{tab: one})
                assert count == listing.count(session, actor, wanted, moments), (listing.name, one)

    _on_generated_offices(place, check, MANY_LISTS)


def _asked_for(kind: type[Filter]) -> Iterator[Filter]:
    """Each word of the code that may stand in the address, alone and in the list's widest tab."""
    tab, plain = tab_of(kind), kind()
    widest = plain.but(**{tab: "all"}) if tab and "all" in declared(kind)[tab][0].known else plain
    if "whose" in declared(kind):
        widest = plain.but(whose="agency")
    yield plain
    for base in {plain, widest}:
        for name, (field, _usual) in declared(kind).items():
            yield from (base.but(**{name: value}) for value in field.known)


def _walked(
    session: Session, actor: Actor, listing: Listing[Any], wanted: Filter, moments: Moments
) -> list[int]:
    """The ids of all rows, three at a time, which are the same from the end back."""
    size, place = 3, FIRST
    pages: list[list[int]] = []
    while True:
        page = listing.page(session, actor, wanted, place, moments, size=size)
        pages.append([row[0] for row in page.rows])
        if page.older is None:
            break
        place = Behind(before=page.older)
    there = list(pages)
    while page.newer is not None:
        page = listing.page(session, actor, wanted, Behind(after=page.newer), moments, size=size)
        there.pop()
        assert [row[0] for row in page.rows] == there[-1], (listing.name, wanted)
    assert len(there) == 1, (listing.name, wanted)
    ids = [one for page in pages for one in page]
    last = listing.page(session, actor, wanted, LAST, moments, size=size)
    assert [row[0] for row in last.rows] == ids[-size:], (listing.name, wanted)
    return ids


# -- One large office, through its pages -----------------------------------------------------------


@pytest.fixture(scope="module")
def large(place: Place) -> Place:
    """The prepared office with more rows than three pages hold, and an index of them."""
    content = place.engines.storage.put(io.BytesIO(a_pdf("The same file")))
    with transaction(place.factory) as session:
        people = {name: actor.person_id for name, actor in place.prepared.people.items()}
        office = place.prepared.office
        growth = Growth(session, office, people, Chances.seeded(11), content.sha256)
        for number in range(LARGE):
            documents = [growth.incoming(), growth.incoming(state="directed"), growth.outgoing()]
            growth.draft()
            growth.dossier(*documents)
            growth.notice(people["head"])
            if number % 3 == 0:
                growth.kept_number()
                growth.employee()
    rebuild(place.factory, place.engines.search)
    return place


GROWS_MEANWHILE = "/admin/audit/refused"
"""What this walk itself is refused is counted there; test_tiles.py compares its numbers."""
LISTS = (
    *("/", "/work", "/incoming", "/outgoing", "/drafts", "/dossiers", "/cases"),
    "/admin/accounts",
)


@pytest.mark.parametrize("who", READERS)
def test_every_number_on_a_page_opens_that_many_rows(large: Place, who: str) -> None:
    wrong, opened = [], 0
    for path, where, count, href in _numbers(large, who):
        if href.startswith(GROWS_MEANWHILE):
            continue
        ids = _all_rows(large, who, href)
        opened += 1
        repeated = [row for row, times in Counter(ids).items() if times > 1]
        if len(ids) != count or repeated:
            wrong.append(
                f"{path}: {where!r} says {count}, {href} has {len(ids)}; twice: {repeated}"
            )
    assert not wrong, "\n".join(wrong)
    assert opened >= (4 if who == "admin" else 9)


def _numbers(place: Place, who: str) -> Iterator[tuple[str, str, int, str]]:
    """Every tile, tab and counted line of the navigation, with the address it opens."""
    seen = set()
    for path in LISTS:
        response = place.ask(who, path)
        if response.status_code != 200:
            continue
        root = lxml.html.document_fromstring(response.get_data())
        for link in root.xpath('//a[contains(@class, "cv-tile")] | //nav[@class="cv-views"]/a'):
            figure = link.xpath(".//strong | .//b")
            if figure and figure[0].text_content().strip().isdigit():
                found = (link.text_content().strip()[:30], int(figure[0].text_content()))
                if (*found, link.get("href")) not in seen:
                    seen.add((*found, link.get("href")))
                    yield path, *found, _absolute(path, link.get("href"))


def _absolute(path: str, href: str) -> str:
    return href if href.startswith("/") else f"{path}{href}"


def _all_rows(place: Place, who: str, href: str) -> list[str]:
    """The rows of all pages from this one, and back again the same."""
    pages = list(_pages(place, who, href, "next"))
    if len(pages) > 1:
        back = list(_pages(place, who, pages[-1][0], "prev"))
        assert [rows for _href, rows in reversed(back)] == [rows for _href, rows in pages], href
    return [row for _href, rows in pages for row in rows]


def _pages(place: Place, who: str, href: str, direction: str) -> Iterator[tuple[str, list[str]]]:
    following: str | None = href
    for _ in range(60):
        if following is None:
            return
        response = place.ask(who, following)
        assert response.status_code == 200, following
        root = lxml.html.document_fromstring(response.get_data())
        yield following, _rows(root)
        links = root.xpath(f'//a[@rel="{direction}"]/@href')
        following = _absolute(urlsplit(following).path, links[0]) if links else None
    raise AssertionError(f"{href} has no end")


def _rows(root: Any) -> list[str]:
    listed = root.xpath('//ol[@data-rows]//a[@class="cv-subj"]/@href')
    tabled = root.xpath('//table[@class="cv-table"]/tbody/tr')
    return [str(href) for href in listed] or [_identity(row) for row in tabled]


def _identity(row: Any) -> str:
    """Where a row of a table leads, or what may be done to it."""
    named = row.xpath("./td[1]//a/@href") or row.xpath(".//form/@action")
    return str(named[0]) if named else str(row.text_content())


@pytest.mark.parametrize("who", READERS)
def test_lists_search_and_files_show_exactly_what_may_be_read(large: Place, who: str) -> None:
    actor = large.prepared.people[who]
    with large.factory() as session:
        rows = session.execute(
            select(Document.id, Document.kind, Document.subject, Document.agency_id).where(
                documents.readable(actor)
            ),
            parameters(actor),
        ).all()
        files = session.execute(
            select(RecordFile.id, RecordFile.record_id).where(RecordFile.removed_at.is_(None))
        ).all()
    readable = {row.id for row in rows}
    for path, kind in (("/incoming?tab=all", "incoming"), ("/outgoing", "outgoing")):
        own = {row.id for row in rows if row.kind == kind and row.agency_id == actor.agency_id}
        assert _listed(large, who, path) == (own if readable else set()), path
    found = {row.id for row in rows if WORD in row.subject}
    assert _searched(large, who, "ra soat") == found
    for file_id, document_id in files[:: max(1, len(files) // 60)]:
        status = large.ask(who, f"/files/{file_id}").status_code
        assert (status == 200) == (document_id in readable), file_id


def _listed(place: Place, who: str, path: str) -> set[int]:
    if place.ask(who, path).status_code == 403:
        return set()
    tabs = [path]
    if path == "/outgoing":
        tabs = [f"{path}?tab={tab}" for tab in ("waiting", "issued", "withdrawn")]
    return {_id_of(href) for tab in tabs for href in _all_rows(place, who, tab)}


def _searched(place: Place, who: str, words: str) -> set[int]:
    if place.ask(who, f"/search?q={words}").status_code == 403:
        return set()
    ids = [
        _id_of(href)
        for _href, rows in _pages(place, who, f"/search?q={words}", "next")
        for href in rows
    ]
    assert len(ids) == len(set(ids))
    return set(ids)


def _id_of(href: str) -> int:
    found = re.match(r"/documents/(\d+)", href)
    assert found, href
    return int(found.group(1))


@pytest.mark.parametrize("who", ["clerk", "leader", "other_clerk"])
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_a_book_is_the_same_on_screen_and_in_its_files(
    large: Place, who: str, direction: str
) -> None:
    actor = large.prepared.people[who]
    with large.factory() as session:
        rows = select(Register).where(
            Register.agency_id == actor.agency_id, Register.direction == direction
        )
        register = session.scalars(rows).one()
        period = Range.of(clock.today().year, None, None)
        expected = [row.cells for row in book_rows(session, actor, register, period)]
    references = [_reference(cells, direction) for cells in expected]
    assert _on_screen(large, who, register.id, direction) == references
    assert _in_xlsx(large, who, register.id, direction) == references
    assert _in_docx(large, who, register.id, direction) == references
    assert references or who == "other_clerk"


REFERENCE_COLUMN = {"incoming": 3, "outgoing": 0}


def _reference(cells: Iterable[Any], direction: str) -> str:
    value = list(cells)[REFERENCE_COLUMN[direction]]
    return str(value or "").strip()


def _on_screen(place: Place, who: str, register_id: int, direction: str) -> list[str]:
    page = place.ask(who, f"/registers/{register_id}/book").get_data()
    rows = lxml.html.document_fromstring(page).xpath("//table/tbody/tr")
    cells = ([cell.text_content() for cell in row.xpath("./td|./th")] for row in rows)
    return [_reference(row, direction) for row in cells if len(row) > 8]


def _in_xlsx(place: Place, who: str, register_id: int, direction: str) -> list[str]:
    content = place.ask(who, f"/registers/{register_id}/book.xlsx").get_data()
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=6, values_only=True))
    total = next(n for n, row in enumerate(rows) if str(row[0]).startswith("Cộng"))
    return [_reference(row, direction) for row in rows[:total]]


def _in_docx(place: Place, who: str, register_id: int, direction: str) -> list[str]:
    content = place.ask(who, f"/registers/{register_id}/book.docx").get_data()
    table = read_docx(io.BytesIO(content)).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows[2:]]
    return [_reference(row, direction) for row in rows if row[0] != "Cộng"]


def test_every_bar_of_work_opens_the_rows_it_counts(large: Place) -> None:
    root = lxml.html.document_fromstring(large.ask("leader", "/").get_data())
    figures = root.xpath('//a[contains(@href, "holder=") and contains(@href, "colour=")]')
    assert figures
    for link in figures:
        rows = _all_rows(large, "leader", link.get("href"))
        assert len(rows) == int(link.text_content()), link.get("href")
        assert parse_qs(urlsplit(link.get("href")).query)["scope"] == ["agency"]
