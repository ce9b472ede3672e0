"""Whom a chain skips, what its messages say, what an answer means, whose shift it is."""

from datetime import date, time

import pytest

from app.core import clock
from app.core.errors import Refused
from app.core.settings import Setting
from app.core.web_addresses import public_address
from app.deadlines.rules.working_time import Shift
from app.messages.rules import segments
from app.urgent.rules import (
    Candidate,
    Cost,
    Told,
    hash_of,
    message,
    new_link_code,
    new_reply_code,
    reply_codes,
    shift_at,
    why_skipped,
)
from app.urgent.settings import ADDRESS, HOTLINE, TEXT

HEAD = Candidate(1, "Nông Thị Quyên", "Trưởng phòng", "0912 345 678")
DAY = Shift(time(7), time(17))


@pytest.mark.parametrize(
    ("one", "told", "sender", "why"),
    [
        (HEAD, (), None, ""),
        (HEAD, (1,), None, "again"),
        (HEAD, (), 1, "sender"),
        (Candidate(1, "A", phone="0912345678", away_until=date(2026, 11, 27)), (), None, "away"),
        (Candidate(1, "A", phone="0912345678", is_disabled=True), (), None, "disabled"),
        (Candidate(1, "A", phone="0900 00 18"), (), None, "phone"),
        (Candidate(1, "A", phone="+1 202 555 0100"), (), None, "phone"),
        (Candidate(1, "A"), (), None, "phone"),
    ],
)
def test_whoever_cannot_be_told_is_skipped_for_a_reason(
    one: Candidate, told: tuple[int, ...], sender: int | None, why: str
) -> None:
    assert why_skipped(one, told, sender) == why


def test_the_message_says_nothing_of_the_document_and_fits_one_segment_without_marks() -> None:
    told = Told("UBND huyện Khê Sơn", 3, "kheson.example/x/7F3K2MQ9TD", "4821", "0900000113")
    plain = message(TEXT.default, told, accented=False)
    assert plain == (
        "UBND huyen Khe Son: co van ban HOA TOC gui ong/ba. Bao da nhan: "
        "kheson.example/x/7F3K2MQ9TD hoac tra loi OK 4821. Truc ban 0900000113."
    )
    assert segments(plain) == 1
    marked = Cost(message(TEXT.default, told, accented=True), people=8, price=850)
    assert (marked.segments, marked.dong) == (2, 13_600)


def test_what_is_not_known_takes_its_sentence_with_it() -> None:
    told = Told("UBND xã", 1, "", "4821", "")
    plain = message(TEXT.default, told, accented=False)
    assert "Truc ban" not in plain
    assert plain.endswith("Bao da nhan: tra loi OK 4821.")


def test_codes_are_made_by_lot_and_read_in_any_dress() -> None:
    codes = {new_link_code() for _number in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 10 for code in codes)
    assert hash_of("7f3k2mq9td ") == hash_of("7F3K2MQ9TD")
    assert reply_codes("Ok4821. cam on 84912345678") == ["4821"]
    taken = {str(number) for number in range(1000, 10_000)} - {"4821"}
    assert new_reply_code(taken) == "4821"


@pytest.mark.parametrize(
    ("hour", "day", "shift"),
    [
        (time(6, 59), 22, "night"),
        (time(7), 23, "day"),
        (time(17), 23, "night"),
        (time(0), 22, "night"),
    ],
)
def test_a_night_is_that_of_its_evening(hour: time, day: int, shift: str) -> None:
    at = clock.at(date(2026, 11, 23), hour)
    assert shift_at(at, DAY) == (date(2026, 11, day), shift)


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (ADDRESS, "office.example"),
        (ADDRESS, "https://a/b"),
        (HOTLINE, "abc"),
        (TEXT, "Không có mã nào trong này"),
    ],
)
def test_a_setting_that_would_make_a_useless_message_is_refused(
    setting: Setting[str], text: str
) -> None:
    with pytest.raises(Refused, match=r"Write|hold"):
        setting.kind.parse(text)


@pytest.mark.parametrize(
    ("asked_at", "proposed"),
    [
        ("https://vp.khetien.example/", "https://vp.khetien.example"),
        ("https://8.8.8.8:8443/", "https://8.8.8.8:8443"),
        ("http://10.0.0.5/", ""),
        ("http://localhost:8000/", ""),
        ("http://congvan/", ""),
        ("http://congvan.local/", ""),
    ],
)
def test_only_an_address_that_telephones_reach_is_proposed(asked_at: str, proposed: str) -> None:
    assert public_address(asked_at) == proposed
