"""How the segments of the backend in files are merged: few, bounded, and in pieces."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from search_index import IndexedDocument, WhooshBackend
from search_index.backends._arrays import segment
from search_index.backends._arrays.inverted import Inverted, Numbers, invert
from search_index.backends._arrays.leaf import Leaf
from tests.search_index.samples import document, ids


def test_many_small_commits_are_merged(
    whoosh: WhooshBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search_index.backends._arrays.segment._AT_ONCE", 7)  # in many pieces
    for n in range(70):
        whoosh.write([document(n, "họp", body=f"việc{n}")])
        whoosh.write([document(n // 2, "họp", version=2, body=f"việc{n // 2}")])

    segments = len(list((tmp_path / "index" / "current").glob("*.pst")))

    assert segments < 4
    assert sorted(ids(whoosh, "họp")) == list(range(70))
    assert dict(whoosh.stamps()) == {n: 2 if n < 35 else 1 for n in range(70)}
    assert all(ids(whoosh, f'"họp việc{n}"') == [] for n in range(70))
    assert all(ids(whoosh, f"việc{n}") == [n] for n in range(70))


def test_what_is_deleted_for_the_most_part_is_written_anew(
    whoosh: WhooshBackend, tmp_path: Path
) -> None:
    def bytes_held() -> int:
        return sum(file.stat().st_size for file in (tmp_path / "index" / "current").glob("*.pst"))

    whoosh.rebuild([document(n, f"họp việc{n}", body="đất đai " * 500) for n in range(9)])
    whole = bytes_held()

    whoosh.delete([0, 2, 4])
    assert bytes_held() == whole

    whoosh.delete([6, 8])
    assert bytes_held() < whole * 2 / 3
    assert ids(whoosh, "họp") == [7, 5, 3, 1]
    assert ids(whoosh, "việc5") == [5]


def test_large_rebuild_makes_several_segments(
    whoosh: WhooshBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search_index.backends._arrays import snapshot
    from search_index.backends._whoosh import store

    monkeypatch.setattr(snapshot, "_BATCH_WORDS", 60)
    monkeypatch.setattr(snapshot, "MOST_DOCUMENTS", 10)

    whoosh.rebuild([document(n % 25, f"họp {n}") for n in range(50)])

    assert len(list((tmp_path / "index" / "current").glob("*.pst"))) == 3
    assert ids(whoosh, "họp") == list(range(24, -1, -1))
    assert ids(whoosh, "30") == []

    whoosh.write([document(n, f"đi {n}") for n in range(5, 25)])

    assert ids(whoosh, "đi") == list(range(24, 4, -1))
    assert ids(whoosh, "họp") == list(range(4, -1, -1))

    monkeypatch.setattr(snapshot, "MOST_DOCUMENTS", 25)
    whoosh.write([document(n, f"về {n}") for n in range(30, 90)])

    opened = store.open_snapshot((tmp_path / "index" / "current").resolve(), None)
    assert sorted(len(leaf.ids) for leaf, _ in opened.leaves.values()) == [20, 20, 20, 25]
    assert ids(whoosh, "về") == list(range(89, 29, -1))


def test_what_is_said_is_the_same_whatever_words_have_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words gain a code, keep it or lose it as segments become one, and documents are gone."""
    chance, words = random.Random(5), "công cong cộng văn van hòa hoa đất dat họp".split()  # noqa: SIM905
    made = [
        document(n, " ".join(chance.choices(words, k=4)), body=" ".join(chance.choices(words, k=9)))
        for n in range(40)
    ]
    alive = np.arange(20) % 3 > 0

    def written(name: str, codes: int, parts: Sequence[tuple[Inverted, Numbers]]) -> Leaf:
        monkeypatch.setattr(segment, "_CODES", codes)
        with (tmp_path / name).open("wb") as file:
            segment.write(file, parts)
        return Leaf(tmp_path / name)

    def inverted(documents: Sequence[IndexedDocument]) -> tuple[Inverted, Numbers]:
        found = invert(iter(documents), 10**6)
        assert found is not None
        return found, np.ones(len(documents), bool)

    left = [one for nth, one in enumerate(made) if alive[nth % 20]]
    plain = written("plain", 0, [inverted(left)])
    parts = [
        written(str(codes), codes, [inverted(made[20 * n : 20 * n + 20])])
        for n, codes in enumerate((4, 12))
    ]
    for codes in (0, 2, 7, 255):
        merged = written(f"merged{codes}", codes, [(part.made, alive) for part in parts])

        assert list(merged.made.tokens) == list(plain.made.tokens)
        assert len(merged.made.codes) == min(codes, 11)
        for token in map(bytes.decode, plain.made.tokens):
            here, there = merged.said(token), plain.said(token)
            assert here.documents.tolist() == there.documents.tolist()
            assert here.counts.tolist() == there.counts.tolist()
            assert here.positions.tolist() == there.positions.tolist()
