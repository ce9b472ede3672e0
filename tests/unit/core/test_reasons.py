"""What a person writes beside an act."""

from app.core.reasons import length_problems, reason_problems


def test_a_reason_is_asked_for_and_fits_its_column() -> None:
    assert [p.field for p in reason_problems("")] == ["reason"]
    assert [p.field for p in reason_problems(" \n", "comment")] == ["comment"]
    assert reason_problems("", needed=False) == []
    assert reason_problems("a" * 500) == []
    assert [p.field for p in reason_problems("a" * 501, needed=False)] == ["reason"]
    assert [p.params for p in reason_problems("a" * 301, limit=300)] == [
        {"length": 301, "limit": 300}
    ]


def test_what_is_too_long_says_by_how_much() -> None:
    assert length_problems("a" * 20, 20, "code") == []
    assert [str(p) for p in length_problems("a" * 21, 20, "code")] == [
        "21 letters are too many: at most 20 fit."
    ]
