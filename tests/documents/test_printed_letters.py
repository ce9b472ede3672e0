"""Letters on the printed page, by the real LibreOffice."""

import re
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from documents.drafting import Signature, compose, paragraph, parse_body
from documents.media import DOCX
from documents.pdfium import open_pdf
from documents.rendition.pages import page_count
from documents.sandbox import Sandbox
from tests.documents.letters import DECISION, OFFICIAL_LETTER, PLAN

A4_POINTS = (595, 842)


class Line(NamedTuple):
    """A printed line with its edges in points from the left and the foot of the page."""

    text: str
    left: float
    bottom: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@pytest.fixture(scope="module")
def printed(libreoffice: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Print letters by the real LibreOffice: two short ones, a long one, one of long names."""
    folder = tmp_path_factory.mktemp("printed")
    long = replace(PLAN, body=tuple(paragraph("Nội dung kế hoạch. " * 30) for _ in range(9)))
    letters = {"CV": OFFICIAL_LETTER, "QĐ": DECISION, "long": long}
    letters["wide"] = replace(
        OFFICIAL_LETTER,
        agency="Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
        superior="Ủy ban nhân dân phường Bến Thành",
        place="Thành phố Hồ Chí Minh",
        day=date(2026, 12, 30),
        signature=Signature(("TL. Chủ tịch Ủy ban nhân dân phường Bến Thành",), "Lê An"),
    )
    rows = "\n".join(f"{n} | Thôn {n} | Đã rà soát, niêm yết | {n * 37}" for n in range(1, 60))
    table = parse_body(f"Kết quả:\nSTT | Thôn | Nội dung | Số hộ\n{rows}\nTrân trọng./.")
    letters["table"] = replace(PLAN, body=table)
    for name, letter in letters.items():
        source = folder / f"{name}.docx"
        source.write_bytes(compose(letter))
        (folder / f"{name}.pdf").write_bytes(libreoffice.to_pdf(source, DOCX))
    return {name: folder / f"{name}.pdf" for name in letters}


def lines_on(pdf: Path, page: int = 0) -> list[Line]:
    """Give the printed lines: pieces on one base line that follow each other closely."""
    with open_pdf(pdf) as document:
        text_page = document[page].get_textpage()
        edges = [text_page.get_rect(index) for index in range(text_page.count_rects())]
        pieces = [Line(text_page.get_text_bounded(*edge), *edge[:3]) for edge in edges]
    lines: list[Line] = []
    for piece in pieces:
        before = lines[-1] if lines else None
        if before and abs(before.bottom - piece.bottom) < 4 and -2 < piece.left - before.right < 25:
            lines[-1] = Line(before.text + piece.text, before.left, before.bottom, piece.right)
        else:
            lines.append(piece)
    return [line._replace(text=unicodedata.normalize("NFC", line.text.strip())) for line in lines]


def test_short_letters_fit_one_page(printed: dict[str, Path]) -> None:
    assert [page_count(printed[name]) for name in ("CV", "QĐ", "wide")] == [1, 1, 1]
    with open_pdf(printed["CV"]) as document:
        assert tuple(round(side) for side in document[0].get_size()) == A4_POINTS
        assert document.get_formtype() == pypdfium2.raw.FORMTYPE_NONE


def test_prints_in_times_alone(printed: dict[str, Path]) -> None:
    for pdf in printed.values():
        listing = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True)
        names = [line.split()[0] for line in listing.stdout.splitlines()[2:]]
        assert names
        assert all(re.search("LiberationSerif|TimesNewRoman", name) for name in names), names


def test_number_and_date_share_a_line_on_both_halves(printed: dict[str, Path]) -> None:
    lines = lines_on(printed["CV"])
    number = next(line for line in lines if line.text.startswith("Số: 07"))
    place = next(line for line in lines if line.text.startswith("Tân Phú, ngày"))
    # The letters of the italic date hang lower; the base lines are the same to 0.1 pt.
    assert number.bottom == pytest.approx(place.bottom, abs=2.5)
    nation = next(line for line in lines if line.text.startswith("CỘNG HÒA"))
    assert place.middle == pytest.approx(nation.middle, abs=3)
    signer = next(line for line in lines if line.text.startswith("Nguyễn Thị"))
    assert signer.left > A4_POINTS[0] / 2


def test_nothing_wraps_even_with_long_names(printed: dict[str, Path]) -> None:
    found = [line.text for line in lines_on(printed["wide"])]
    for whole in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Thành phố Hồ Chí Minh, ngày 30 tháng 12 năm 2026",
        "HỘI ĐỒNG NHÂN DÂN",
        "VÀ ỦY BAN NHÂN DÂN",
    ):
        assert whole in found


def test_pages_are_numbered_from_the_second(printed: dict[str, Path]) -> None:
    pdf = printed["long"]
    assert page_count(pdf) > 1
    assert not [line for line in lines_on(pdf) if line.text.isdecimal()]
    second = lines_on(pdf, 1)
    (number,) = [line for line in second if line.text == "2"]
    assert number.bottom > A4_POINTS[1] - 20 / 25.4 * 72
    middle = (30 + 165 / 2) / 25.4 * 72
    assert number.middle == pytest.approx(middle, abs=2)
    last = lines_on(pdf, page_count(pdf) - 1)
    assert len(last) > 8, "the signature must not stand alone on its page"


def test_the_head_of_a_table_stands_on_every_page_it_reaches(printed: dict[str, Path]) -> None:
    pages = range(page_count(printed["table"]))
    tops = [[line.text for line in lines_on(printed["table"], page)] for page in pages]
    assert len(tops) > 1
    assert all(any(text.startswith("STT") for text in texts) for texts in tops[:2])
