"""What a version keeps is what was said."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.drafting.rules.content import (
    Details,
    Invitation,
    RecipientPlan,
    SignatureBlock,
    Wording,
    lines_of,
)

words = st.text(max_size=30)
plans = st.builds(
    RecipientPlan,
    words,
    st.none() | st.integers(1, 9),
    st.booleans(),
    st.none() | st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)
details = st.builds(
    Details,
    st.sampled_from(["CV", "QD"]),
    words,
    st.integers(0, 3),
    st.lists(plans, max_size=3).map(tuple),
    st.none() | st.integers(1, 9),
    st.builds(SignatureBlock, st.lists(words, max_size=3).map(tuple), words),
    st.lists(st.integers(1, 9), max_size=3).map(tuple),
)
wordings = st.builds(
    Wording,
    words,
    words,
    words,
    words,
    st.builds(Invitation, words, words, words, words, words, words),
    words,
)


@given(details)
def test_details_come_back_as_they_were(kept: Details) -> None:
    assert Details.from_json(kept.to_json()) == kept


@given(wordings)
def test_wording_comes_back_as_it_was(kept: Wording) -> None:
    assert Wording.from_json(kept.to_json()) == kept


def test_lists_are_lines_without_empty_ones() -> None:
    assert lines_of("Sở Nội vụ\n\n  Sở Y tế \n") == ("Sở Nội vụ", "Sở Y tế")
