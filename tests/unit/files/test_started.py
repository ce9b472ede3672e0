"""Work that goes on behind a request: in turns, bounded, and forgotten."""

from functools import partial
from threading import Event

import pytest

from app.files import started
from app.files.started import MOST_WAITING, Started

SOON = 60.0


def test_who_asks_for_much_holds_up_nobody() -> None:
    one, begun, may_go_on, ended = Started(threads=2), Event(), Event(), Event()
    done: list[int] = []

    def slowly(number: int) -> None:
        begun.set()
        assert may_go_on.wait(SOON)
        done.append(number)
        if number == MOST_WAITING:
            ended.set()

    one.within(0, "an", 0, partial(slowly, 0))
    assert begun.wait(SOON)
    for number in range(1, MOST_WAITING + 4):
        assert one.within(0, "an", number, partial(slowly, number)) is None
    assert one.within(SOON, "binh", "x", lambda: "read") == "read"
    may_go_on.set()
    assert ended.wait(SOON)
    assert one.within(SOON, "an", "last", lambda: "read") == "read"
    assert done == list(range(MOST_WAITING + 1)), "what was asked beyond was not begun"


def test_what_fails_in_anothers_turn_is_asked_again() -> None:
    one, begun, may_go_on = Started(threads=1), Event(), Event()
    works: list[str] = []

    def busy() -> str:
        works.append("busy")
        begun.set()
        assert may_go_on.wait(SOON)
        raise LookupError

    assert one.within(0, "an", 1, busy) is None
    assert begun.wait(SOON)
    assert one.within(0, "binh", 1, busy) is None
    may_go_on.set()
    assert one.within(SOON, "binh", 1, lambda: "read") in (None, "read")
    assert one.within(SOON, "binh", 1, lambda: "read") == "read"
    assert works == ["busy"], "it was done once for both"
    with pytest.raises(ZeroDivisionError):
        one.within(SOON, "an", 1, lambda: 1 // 0)


def test_what_nobody_asks_about_any_more_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    one, begun, may_go_on = Started(threads=1), Event(), Event()
    works: list[str] = []

    def hold() -> bool:
        begun.set()
        return may_go_on.wait(SOON)

    one.within(0, "an", "first", hold)
    assert begun.wait(SOON)
    monkeypatch.setattr(started, "FORGOTTEN_SECONDS", -SOON)
    assert one.within(0, "an", "left", partial(works.append, "left")) is None
    monkeypatch.undo()
    assert one.within(0, "an", "wanted", partial(works.append, "wanted")) is None
    may_go_on.set()
    assert one.within(SOON, "an", "after", lambda: "read") == "read"
    assert works == ["wanted"]
