"""Where the excerpt of a hit is taken from."""

import pytest

from app.core.feature import Passage
from app.search.presenters import hits
from search_index import Query, Span, excerpt, parse


@pytest.mark.parametrize(
    ("texts", "typed", "best", "looked"),
    [
        (["một", "hai một", "một hai"], "một hai", 1, 2),
        (["không", "một", "hai"], "một hai", 1, 3),
        (["a " * 200_000, "b", "a b"], "a b", 0, 1),
        (["một", "hai"], "ba", None, 2),
    ],
)
def test_no_passage_is_looked_at_in_vain(
    texts: list[str], typed: str, best: int | None, looked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages, asked = [Passage(text=text) for text in texts], []

    def counted(text: str, meant: Query, width: int) -> list[Span]:
        asked.append(text)
        return excerpt(text, meant, width)

    monkeypatch.setattr(hits, "excerpt", counted)
    found, _pieces = hits._best(passages, parse(typed), typed)
    assert found is (None if best is None else passages[best])
    assert len(asked) == looked
