"""The table of what acts do to rights: whole, with a reason for each, and words for the trail."""

import pytest

from app.records import rules
from app.records.rules import FATES, Ground, fate


def test_every_kind_of_ground_has_words_and_only_known_kinds_have_a_fate() -> None:
    assert {kind for kind, _act in FATES} <= set(rules.WORDS)
    # What was given before grounds were kept has no act that could end it.
    assert set(rules.WORDS) - {kind for kind, _act in FATES} == {rules.BEFORE}


@pytest.mark.parametrize("key", sorted(FATES))
def test_every_fate_has_its_reason_and_an_end_is_told(key: tuple[str, str]) -> None:
    found = FATES[key]
    assert found.why
    assert bool(found.words) == found.ends


def test_work_taken_away_ends_the_right_and_work_done_does_not() -> None:
    line = Ground(rules.LINE, 17)
    assert [fate(line, act).ends for act in ("recalled", "withdrawn", "returned", "done")] == [
        *(True, True, True),
        False,
    ]


def test_an_act_nobody_thought_about_is_an_error() -> None:
    with pytest.raises(KeyError):
        fate(Ground(rules.LINE, 17), "forgotten")
