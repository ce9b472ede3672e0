"""What makes a search of many documents quick changes no answer."""

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from search_index import IndexUnreadable, MemoryBackend, Order, SearchRequest, WhooshBackend
from search_index.backends._arrays import files, finding, segment, texts
from search_index.backends._arrays.finding import _reached
from search_index.backends._arrays.leaf import Leaf
from search_index.backends._arrays.texts import Texts
from tests.search_index.samples import CLERK, document

WORDS = "công cong văn vân hòa hoa quý qúy đất dat nhà ở xã hội tỉnh sở số mời họp kế".split()  # noqa: SIM905
WEIGHTS = [1 / (rank + 1) for rank in range(len(WORDS))]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> tuple[MemoryBackend, WhooshBackend]:
    """Enough documents for words that few and that most of them hold, merged and with gaps; some
    words have codes in the text and some have not."""
    chance = random.Random(3)

    def said(most: int) -> str:
        return " ".join(chance.choices(WORDS, WEIGHTS, k=chance.randint(0, most)))

    made = [document(n, said(4), body=said(30) + f" riêng{n % 97}") for n in range(900)]
    folder = tmp_path_factory.mktemp("quick") / "index"
    both = MemoryBackend(), WhooshBackend(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "_CODES", 9)
        for backend in both:
            backend.rebuild(made[:600])
            for start in range(600, 900, 60):
                backend.write(made[start : start + 60])
            backend.delete(range(0, 900, 7))
    return both


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every limit so low that these few documents are beyond it."""
    monkeypatch.setattr(files, "_MAPPED", 1)
    monkeypatch.setattr(finding, "_BLOCK", 2)
    monkeypatch.setattr(texts, "_AT_ONCE", 64)
    monkeypatch.setattr(texts, "_MARKS", 64)
    monkeypatch.setattr(texts, "_MARKED", 8)


ASKED = [
    *WORDS[:6],
    *(f'"{one} {two}"' for one, two in pairwise(WORDS[:9])),
    '"công văn hòa"',
    '"sở riêng5"',
    'trichyeu:"công văn"',
    'noidung:"công văn"',
    'noidung:"công văn hoa"',
    "noidung:công -noidung:vân",
    "noidung:cô*",
    '"công văn" OR "cong hòa" OR nhà',
    "riêng5",
    "riêng5 họp",
    "công văn đất nhà xã hội",
    "cong van hoa quy dat nha o xa hoi tinh so moi hop",
    "riêng5 công văn hòa quý đất nhà ở xã hội tỉnh sở số mời họp kế",
    "kế* công",
    "(hòa OR quý) đất -nhà",
]


@pytest.mark.parametrize("text", ASKED)
def test_answers_are_those_of_the_plain_program(
    offices: tuple[MemoryBackend, WhooshBackend], text: str
) -> None:
    for order in (Order.BEST, Order.NEWEST):
        request = SearchRequest(text, CLERK, order=order, limit=250)
        plain, quick = (backend.search(request) for backend in offices)
        assert quick == plain


def test_one_document_may_say_a_word_more_often_than_a_piece_is_long(tmp_path: Path) -> None:
    backend = WhooshBackend(tmp_path / "index")
    backend.rebuild([document(1, body="không " * 200)])
    found = backend.search(SearchRequest('"không không"', CLERK))
    assert [hit.id for hit in found.hits] == [1]


@pytest.mark.parametrize("many", [0, 1, 3, 40, 400])
def test_places_are_found_among_others(
    offices: tuple[MemoryBackend, WhooshBackend], many: int
) -> None:
    leaf = max((leaf for leaf, _ in offices[1]._current().leaves.values()), key=lambda x: x.end)
    chance = np.random.default_rng(many)
    these, those = (np.unique(chance.integers(0, leaf.end, size)) for size in (many, 700))

    found = Texts(leaf).are_in(these, those)

    assert found.tolist() == np.isin(these, those).tolist()


@pytest.mark.parametrize("wanted", [1, 5, 99, 100])
def test_what_so_many_reach_is_found_by_blocks(wanted: int) -> None:
    values = np.random.default_rng(wanted).integers(0, 50, 100)

    assert _reached(values, wanted) == sorted(values.tolist(), reverse=True)[wanted - 1]


def test_a_file_cut_short_is_unreadable(
    offices: tuple[MemoryBackend, WhooshBackend], tmp_path: Path
) -> None:
    leaf = next(iter(offices[1]._current().leaves.values()))[0]
    whole = leaf.made.positions.file.path.read_bytes()
    (tmp_path / "cut.pst").write_bytes(whole)
    opened = Leaf(tmp_path / "cut.pst")
    (tmp_path / "cut.pst").write_bytes(whole[: opened.made.positions.start + 8])

    with pytest.raises(IndexUnreadable):
        opened.made.positions[:]
