"""How soon a process that ended is started again."""

import pytest

from app import supervisor
from app.supervisor import FIRST_WAIT, LONGEST_WAIT, STEADY_SECONDS, Program, programs_in


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(supervisor, "monotonic", lambda: now[0])
    return now


def test_who_keeps_ending_is_started_ever_later(clock: list[float]) -> None:
    program, waits = Program("web", "false"), list[float]()
    for _ in range(9):
        program.started_at = clock[0]
        program.note_end(1)
        waits.append(program.starts_at - clock[0])
        clock[0] = program.starts_at
    assert waits[:4] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT


def test_after_a_steady_run_a_mishap_is_a_first_one(clock: list[float]) -> None:
    program = Program("web", "false", started_at=clock[0], wait=LONGEST_WAIT)
    clock[0] += STEADY_SECONDS + 1
    program.note_end(1)
    assert program.starts_at == clock[0] + FIRST_WAIT


def test_commands_may_hold_colons_and_lines_may_be_empty() -> None:
    (web,) = programs_in("\nweb: gunicorn --bind 127.0.0.1:8000 wsgi:app\n\n")
    assert (web.name, web.command) == ("web", "gunicorn --bind 127.0.0.1:8000 wsgi:app")
