"""Rules of lines of work on plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.holidays import NATIONAL
from app.deadlines.rules.working_time import WorkCalendar
from app.work import rules
from app.work.receivers import reached_by
from app.work.rules import Finishing, GivingFacts, LineFacts, Receiver

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
AT = Horizon(NOW, NATIONAL)
SOON = NOW + timedelta(days=2)
EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=9)
NAMES = {"u1": "Phòng Văn hóa", "u2": "Phòng Kinh tế", "p5": "Lê Thị Nhuần"}


# -- Giving out ----------------------------------------------------------------------------------


def messages(problems):
    return [str(problem) for problem in problems]


def directed(*receivers, text="Giao xử lý.", **facts):
    return messages(
        rules.directive_problems(text, receivers, GivingFacts(names=NAMES, **facts), NOW)
    )


def test_a_sound_directive_has_no_problem():
    given_out = (
        Receiver("u1", "lead", LATER),
        Receiver("p5", "cohandler"),
        Receiver("u2", "information"),
    )
    assert directed(*given_out) == []


def test_only_informing_needs_no_lead():
    assert directed(Receiver("u1", "information"), Receiver("p5", "information")) == []


def test_a_phrase_is_not_sent_with_its_gap():
    lead = Receiver("u1", "lead")
    assert directed(lead, text="Báo cáo trước …") == ["Fill in what the phrase leaves open: “…”."]
    assert directed(lead, text="Điện, đường, trường, trạm…") == []


def written(text, *receivers):
    return rules.written_out(text, receivers, NAMES)


def test_unit_and_date_may_say_all():
    lead, helper = Receiver("u1", "lead", LATER), Receiver("p5", "cohandler", LATER)
    assert written("", lead) == "Giao Phòng Văn hóa chủ trì."
    assert written("", helper, lead) == "Giao Phòng Văn hóa chủ trì, Lê Thị Nhuần phối hợp."
    assert written("", Receiver("u1", "lead")) == "", "nothing says until when"
    assert written("", lead, Receiver("p5", "cohandler")) == ""
    assert written("", helper) == written("", Receiver("u9", "lead", LATER)) == ""
    assert written("Làm ngay.", lead) == "Làm ngay."


def test_the_gap_of_a_phrase_is_for_whoever_leads():
    lead, helper = Receiver("u1", "lead"), Receiver("u2", "cohandler")
    said = "Giao … chủ trì, tham mưu trả lời."
    assert written(said, helper, lead) == "Giao Phòng Văn hóa chủ trì, tham mưu trả lời."
    assert written(said, helper) == said
    assert written("Báo cáo trước …", lead) == "Báo cáo trước …"


def test_every_problem_is_listed_at_once():
    said = directed(
        Receiver("u1", "lead", EARLIER),
        Receiver("u2", "lead"),
        Receiver("u2", "cohandler"),
        Receiver("u9", "cohandler"),
        Receiver("p5", "chief"),
        text="",
    )
    assert said == [
        "Write what is to be done, or until when.",
        "The due date of Phòng Văn hóa is already past.",
        "Phòng Kinh tế is named twice.",
        "One of the receivers is not of this agency or unit, or no longer in office.",
        "Choose the role of Lê Thị Nhuần.",
        "Only one may lead; chosen were Phòng Văn hóa, Phòng Kinh tế.",
    ]


def test_nobody_named():
    assert directed() == ["Choose at least one unit or person."]


def test_somebody_must_lead_unless_somebody_already_does():
    assert directed(Receiver("u1", "cohandler")) == [
        "Nobody leads: choose one unit or person as lead."
    ]
    led = {"leading": "u2", "leading_name": "Phòng Kinh tế"}
    assert directed(Receiver("u1", "cohandler"), **led) == []
    assert directed(Receiver("u1", "lead"), **led) == [], "it passes to them"
    assert directed(Receiver("u2", "lead"), **led, may_pass=False) == [], "they lead already"
    assert directed(Receiver("u1", "lead"), **led, may_pass=False) == [
        "Phòng Kinh tế was given the lead meanwhile. Look again before it passes on."
    ]


def passed(*receivers, **facts):
    return messages(rules.passing_problems(receivers, GivingFacts(names=NAMES, **facts), NOW))


def test_passing_on_stays_within_the_due_date_of_the_line():
    assert passed(Receiver("p5", "lead", LATER), role="lead", limit=LATER) == []
    assert passed(Receiver("p5", "lead", LATER), role="lead", limit=SOON) == [
        "The due date of Lê Thị Nhuần is after that of your own line, 26/11/2026."
    ]


@pytest.mark.parametrize(
    ("held", "given_role", "refused"),
    [
        ("lead", "lead", False),
        ("lead", "cohandler", False),
        ("lead", "information", False),
        ("cohandler", "lead", True),
        ("cohandler", "cohandler", False),
        ("cohandler", "information", False),
        ("information", "lead", True),
        ("information", "cohandler", True),
        ("information", "information", False),
    ],
)
def test_nobody_gives_more_than_they_hold(held, given_role, refused):
    assert bool(passed(Receiver("p5", given_role), role=held)) == refused
    assert (given_role in rules.roles_to_give(held)) != refused


def test_a_line_does_not_go_back_up_or_to_two_leads():
    assert passed(Receiver("u1", "cohandler"), role="lead", above={"u1"}) == [
        "Phòng Văn hóa already holds this line: it came from there."
    ]
    assert passed(Receiver("p5", "lead"), role="lead", leading="p6") == []
    assert len(passed(Receiver("p5", "lead"), Receiver("u2", "lead"), role="lead")) == 1


def test_warnings_are_said_but_not_refused():
    saturday = datetime(2026, 11, 28, 10, tzinfo=UTC)
    said = rules.due_warnings([Receiver("u1", "lead", saturday)], NAMES, SOON, AT)
    assert messages(said) == [
        "Phòng Văn hóa is due after the whole, 26/11/2026.",
        "Phòng Văn hóa is due on a day off, 28/11/2026.",
    ]
    endless = [Receiver("u1", "lead"), Receiver("u1", "cohandler")]
    assert messages(rules.due_warnings(endless, NAMES, SOON, AT)) == [
        "Phòng Văn hóa leads without a due date; the whole has one, 26/11/2026."
    ]
    assert rules.due_warnings(endless, NAMES, None, AT) == []
    made_up = Horizon(NOW, WorkCalendar({**NATIONAL.exceptions, saturday.date(): True}))
    assert len(rules.due_warnings([Receiver("u1", "lead", saturday)], NAMES, None, made_up)) == 0


def test_a_due_date_in_a_year_without_holidays_says_so():
    far = Receiver("u1", "lead", datetime(2029, 3, 1, 10, tzinfo=UTC))
    assert messages(rules.due_warnings([far], NAMES, None, AT)) == [
        f"No holiday of {year} is in the calendar yet: only weekends are left out."
        for year in (2028, 2029)
    ]


# -- Reach -----------------------------------------------------------------------------------------

POSTS = {(1, None), (2, 10), (3, 10), (4, 11), (5, 20)}
PARENTS = {10: None, 11: 10, 20: None}


@pytest.mark.parametrize(
    ("holder", "reached"),
    [
        ("u10", {"p2", "p3", "p4", "u11"}),
        ("p3", {"p2", "p3", "p4", "u11"}),
        ("u11", {"p4"}),
        ("p4", {"p4"}),
        ("p5", {"p5"}),
        ("p1", {"p1", "p2", "p3", "p4", "p5", "u10", "u11", "u20"}),
        ("p9", set()),
    ],
)
def test_whom_a_holder_reaches(holder, reached):
    assert reached_by(holder, POSTS, PARENTS) == reached


# -- Verbs -----------------------------------------------------------------------------------------


def facts(**changes):
    usual = {
        "state": "open",
        "role": "lead",
        "has_acted": False,
        "has_open_below": False,
        "is_mine": False,
        "is_given": False,
        "may_direct": False,
    }
    return LineFacts(**{**usual, **changes})


@pytest.mark.parametrize(
    ("line", "verbs"),
    [
        (facts(is_mine=True), {"pass_on", "finish", "ask_extension", "return_line"}),
        (
            facts(is_mine=True, role="cohandler"),
            {"pass_on", "finish", "ask_extension", "return_line", "only_information"},
        ),
        (
            facts(is_mine=True, role="cohandler", has_open_below=True, has_acted=True),
            {"pass_on", "finish", "ask_extension"},
        ),
        (facts(is_given=True), {"recall", "withdraw", "change_due"}),
        (facts(is_given=True, has_acted=True), {"withdraw", "change_due"}),
        (facts(may_direct=True), {"withdraw", "change_due"}),
        (facts(), set()),
        (facts(state="done", is_mine=True, is_given=True, may_direct=True), set()),
        (facts(is_mine=True, role="information"), {"pass_on"}),
        (facts(is_mine=True, role="information", state="done"), {"pass_on"}),
        (facts(role="information", state="done"), set()),
        (facts(is_given=True, is_needed=True), {"change_due"}),
        (
            facts(is_mine=True, is_needed=True),
            {"pass_on", "finish", "ask_extension", "return_line"},
        ),
        (facts(state="returned", is_given=True, is_needed=True), set()),
        (facts(state="returned", is_mine=True), set()),
        (facts(state="returned", is_given=True), {"settle"}),
        (facts(state="withdrawn", is_given=True, may_direct=True), set()),
    ],
)
def test_what_may_be_done_with_a_line(line, verbs):
    assert rules.allowed(line) == verbs


# -- Finishing and dates ---------------------------------------------------------------------------


def test_finishing_lists_everything_that_is_missing():
    line = Finishing("lead", "", reply_missing=True, open_below=("Lê Thị Nhuần",))
    assert [problem.field for problem in rules.finish_problems(line)] == [
        "outcome",
        "no_reply_reason",
        "close_below",
    ]


@pytest.mark.parametrize(
    "line",
    [
        Finishing("lead", "Đã trả lời.", reply_missing=False),
        Finishing("lead", "Xong.", reply_missing=True, no_reply_reason="Chỉ cần biết."),
        Finishing("cohandler", "Đã góp ý.", reply_missing=True),
        Finishing("lead", "Xong.", False, open_below=("Lê",), close_below=True),
    ],
)
def test_what_may_be_finished(line):
    assert rules.finish_problems(line) == []


@pytest.mark.parametrize(
    ("due", "old", "limit", "count"),
    [
        (LATER, SOON, None, 0),
        (SOON, SOON, None, 1),
        (EARLIER, SOON, None, 1),
        (LATER, SOON, SOON, 1),
        (None, SOON, LATER, 1),
        (None, SOON, None, 0),
    ],
)
def test_new_due_dates(due, old, limit, count):
    assert len(rules.new_due_problems(due, old, limit, NOW)) == count


@pytest.mark.parametrize(
    ("text", "known", "count"),
    [("Để biết, lưu.", set(), 0), ("", set(), 1), ("a", {"a"}, 1), ("x" * 301, set(), 1)],
)
def test_phrases(text, known, count):
    assert len(rules.phrase_problems(text, known)) == count


def test_where_a_due_date_comes_from():
    assert rules.due_source(None, SOON, LATER) == "none"
    assert rules.due_source(SOON, SOON, LATER) == "document"
    assert rules.due_source(LATER, SOON, LATER) == "parent"
    assert rules.due_source(NOW, SOON, LATER) == "directive"
