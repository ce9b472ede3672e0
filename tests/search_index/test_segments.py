"""How the segments of the backend in files are merged: few, bounded, and in pieces."""

from pathlib import Path

import pytest

from search_index import WhooshBackend
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
