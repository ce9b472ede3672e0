"""A page costs the same number of statements with sixty rows and with a hundred and sixty.

The table of counts is written at the end of the run.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Index, select
from sqlalchemy.orm import Session

from app.audit.refusals import Tally
from app.core import clock
from app.core.db import Base, transaction
from app.core.policy import person_token
from app.correspondence.models import Document
from app.records.rules import BEFORE, Ground
from app.records.service import let_read
from app.work.models import Directive
from tests.statements import statements
from tests.whole.conftest import Place
from tests.whole.growth import Chances, Growth
from tests.whole.routes import address, allowed, cases, routes, somebody

FEW, MANY = 60, 160
YESTERDAY = clock.now() - timedelta(days=1)
"""Few, but enough that no view is empty: a page asks less where it has nothing to show."""
SHEET_ROWS = 500
FEW_LINES, MANY_LINES = 15, 40
MOST = 60
"""No page may need more than this, whatever it shows."""
ROLES = ("clerk", "leader", "head", "officer", "admin")
VIEWS = {
    "incoming.index": [f"tab={view}" for view in ("open", "waiting", "overdue", "done", "all")],
    "outgoing.index": [f"tab={tab}" for tab in ("waiting", "issued", "awaited", "withdrawn")],
    "drafting.index": [f"tab={view}" for view in ("waiting", "mine", "circuit", "all")],
    "work.index": ["", "colour=late", "scope=given", "scope=agency", "standing=done"],
    "dossiers.index": ["tab=mine", "tab=all", "tab=closed"],
}
THINGS = (
    *("directed", "answered", "out_issued", "circulating", "of_officer", "of_head", "home"),
    *("culture", "officer", "outgoing", "letters", "reserved", "failed", "answered_below"),
    "of_directed",
)
"""Those of the prepared office that get lines, links and drafts in plenty, and one of each kind."""
ONE_WORD = r"(\w+) (=|<>|!=|IN(?= \('\w+'\))) "
"""To SQLite `kind IN ('outgoing')` is `kind = 'outgoing'`."""
NOT_A_PAGE = ("access.check", "access.sign_in")


@dataclass
class Measured:
    """Statements by page, with few rows and with many."""

    few: dict[str, int]
    many: dict[str, int]
    longest: dict[str, list[str]]


@pytest.fixture(scope="module")
def measured(place: Place, request: pytest.FixtureRequest) -> Iterator[Measured]:
    grow(place, FEW)
    more_lines(place, FEW_LINES)
    few, _ = _count(place)
    grow(place, MANY - FEW)
    more_lines(place, MANY_LINES)
    many, sent = _count(place)
    yield Measured(few, many, sent)
    _print_table(request, place, few, many)


def _print_table(
    request: pytest.FixtureRequest, place: Place, few: dict[str, int], many: dict[str, int]
) -> None:
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a process of several: the one that started it writes no table
        return
    kind = place.factory.kw["bind"].dialect.name
    reporter.write_sep("-", f"statements per page, {kind}: {FEW} rows, {MANY} rows")
    for page in sorted(many, key=lambda page: -many[page]):
        reporter.write_line(f"{few[page]:4} {many[page]:4}  {page}")


def grow(place: Place, rows: int) -> None:
    """So many rows of everything that a list shows."""
    with transaction(place.factory) as session:
        growth = _growth(place, session)
        for _ in range(rows):
            documents = [growth.incoming(), growth.incoming(state="directed"), growth.outgoing()]
            growth.link(documents[2], documents[0])
            growth.urgent(documents[1])
            growth.request(documents[2])
            growth.draft()
            growth.dossier(*documents)
            growth.sms()
            growth.kept_number()
            growth.employee()
            growth.unit()
            for person_id in growth.people.values():
                growth.notice(person_id)
                growth.leave(person_id)


def more_lines(place: Place, lines: int) -> None:
    """The documents of the prepared office get so many lines, links and drafts of their own."""
    with transaction(place.factory) as session:
        growth = _growth(place, session)
        for name in ("directed", "answered"):
            document = session.get_one(Document, place.prepared.id_of("document", name))
            rows = select(Directive).where(Directive.record_id == document.id)
            directive = session.scalars(rows).first()
            assert directive is not None
            for person_id in growth.people.values():  # a list with no row asks less than any other
                growth.line(document, directive, person_id=person_id).due_at = YESTERDAY
                growth.line(document, directive, "done", person_id=person_id)
                let_read(
                    session,
                    growth.draft(
                        author_id=person_id, state="drafting", answers_id=document.id
                    ).record_id,
                    {person_token(person_id)},
                    Ground(BEFORE),
                )
            for _ in range(lines):
                growth.line(document, directive)
                growth.link(growth.outgoing(), document)
                growth.draft(answers_id=document.id)
        alert_id = place.prepared.id_of("alert", "of_directed")
        for state in ("climbing", "calling", "confirmed") * lines:
            growth.target(alert_id, state)


def _growth(place: Place, session: Session) -> Growth:
    """Among those who handle documents: neither the administrator nor the counter."""
    people = {
        name: actor.person_id
        for name, actor in place.prepared.people.items()
        if actor.agency_id == place.prepared.office.agency_id and name not in ("admin", "counter")
    }
    return Growth(session, place.prepared.office, people, Chances.seeded(7))


def _count(place: Place) -> tuple[dict[str, int], dict[str, list[str]]]:
    counts: dict[str, int] = {}
    sent: dict[str, list[str]] = {}
    place.app.extensions["refusals"] = Tally(lambda: 0.0)  # none is written with a later page
    for who, name, path in _pages(place):
        place.ask(who, path)  # what is noted at the first look, and remembered of the person
        with statements() as asked:
            answer = place.ask(who, path)
        if answer.status_code == 200:
            key = f"{name} ({who})"
            counts[key], sent[key] = len(asked), asked
    return counts, sent


def _pages(place: Place) -> list[tuple[str, str, str]]:
    """Every page by a name: lists for every role, and a thing or two of each kind."""
    found = []
    for rule, method in routes(place.app):
        if method != "GET" or rule.arguments or rule.endpoint in NOT_A_PAGE:
            continue
        path = address(place.app, rule, {})
        for who in (who for who in ROLES if allowed(place, who, rule)):
            for view in VIEWS.get(rule.endpoint, [""]):
                found.append((who, f"{rule.endpoint} {view}".strip(), f"{path}?{view}"))
    for case in cases(place):
        if "GET" in (case.rule.methods or ()) and case.name in THINGS:
            name = f"{case.rule.endpoint} [{case.name}]"
            path = address(place.app, case.rule, case.values)
            found.append((somebody(place, case.rule, case), name, path))
    return found


def test_no_page_asks_more_of_the_database_when_there_is_more_to_show(measured: Measured) -> None:
    grown = {
        page: (measured.few[page], asked)
        for page, asked in measured.many.items()
        if asked > measured.few.get(page, asked)
    }
    assert grown == {}, _repeated(measured, grown)


def _repeated(measured: Measured, grown: dict[str, tuple[int, int]]) -> str:
    """For each offender the statement that it sent most often."""
    told = []
    for page, (few, many) in grown.items():
        sent = measured.longest[page]
        worst = max(set(sent), key=sent.count)
        told.append(f"{page}: {few} -> {many}; {sent.count(worst)} times {worst[:150]!r}")
    return "\n".join(told)


def test_no_page_asks_beyond_measure(measured: Measured) -> None:
    assert {page: asked for page, asked in measured.many.items() if asked > MOST} == {}


def test_no_statement_is_planned_anew_each_time(measured: Measured) -> None:
    """SQLite does so where the word that an index is limited to is given as a parameter."""
    traps = [
        rf"\b{table.name}(_\d+)?\.{column} {sign} \(?(\?|%)"
        for table in Base.metadata.tables.values()
        for index in table.indexes
        for column, sign in re.findall(ONE_WORD, _limit(index))
    ]
    assert traps, "there are such indexes"
    sent = {one for statements in measured.longest.values() for one in statements}
    found = [one for one in sent if any(re.search(trap, one) for trap in traps)]
    assert found == []


def _limit(index: Index) -> str:
    return str(index.dialect_options["sqlite"]["where"])


def test_the_pages_that_matter_were_among_them(measured: Measured) -> None:
    pages = " ".join(measured.few)
    for name in (
        "desk.home (leader)", "incoming.index tab=all (clerk)", "outgoing.index tab=issued",
        "drafting.index tab=mine (officer)", "work.index (head)", "dossiers.index tab=mine",
        "desk.document [directed] (clerk)", "drafting.show [circulating] (leader)",
        "dossiers.show [of_officer] (clerk)", "registers.index (clerk)", "search.index",
        "messages.index (head)", "access.index (admin)", "audit.index (leader)",
        "organisation.index (admin)", "messages.sms (admin)", "audit.refused (admin)",
        "urgent.index (leader)", "urgent.alert [of_directed]", "requests.index (officer)",
        "leave.index (head)",
    ):  # fmt: skip
        assert name in pages, name


@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_a_printed_book_of_500_lines_asks_as_often_as_one_of_10(
    place: Place, measured: Measured, direction: str
) -> None:
    office = place.prepared.office
    register_id = getattr(office, f"{direction}_register_id")
    asked: dict[int, set[int]] = {}
    for rows in (10, SHEET_ROWS):
        _print_rows(place, direction, rows)
        for kind in ("book", "book.xlsx", "book.docx"):
            with statements() as sent:
                assert place.ask("clerk", f"/registers/{register_id}/{kind}").status_code == 200
            asked.setdefault(rows, set()).add(len(sent))
    assert asked[10] == asked[SHEET_ROWS]


def _print_rows(place: Place, direction: str, rows: int) -> None:
    with transaction(place.factory) as session:
        growth = _growth(place, session)
        make: Callable[..., Document] = getattr(growth, direction)
        for _ in range(rows):
            make(state={"incoming": "directed", "outgoing": "issued"}[direction])
