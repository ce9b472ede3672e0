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
from tests.documents.letters import DECISION, NOTICE, OFFICIAL_LETTER, PLAN, REPORT

A4_POINTS = (595, 842)
MARCH = date(2026, 3, 5)
WIDE_TABLE = "\n".join(
    (" | ".join(f"Nghiêng {n}" for n in range(14)), " | ".join(map(str, range(14))))
)
APPENDICES = "\n".join(
    f"Phụ lục {n}\nDanh mục số {n}\n{WIDE_TABLE if n == 2 else ''}\nNội dung." for n in range(1, 13)
)
APPENDICES = f"Căn cứ Luật B.\nĐiều 1. Ban hành 12 phụ lục kèm theo.\n{APPENDICES}"


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
    letters["appendices"] = replace(
        DECISION, body=parse_body(APPENDICES), circulation="Lưu hành nội bộ"
    )
    letters["turned"] = replace(REPORT, body=parse_body(f"Căn cứ Luật A;\nKết quả:\n{WIDE_TABLE}"))
    names = tuple(f"Ủy ban nhân dân xã Hữu Lũng Thượng {n}" for n in range(1, 41))
    letters["many"] = replace(OFFICIAL_LETTER, addressees=names, recipients=names)
    letters["copy"] = replace(
        NOTICE, type_code="TrS", body=parse_body("Điều 5. Nội dung."), day=MARCH
    )
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


def texts_on(pdf: Path, page: int) -> list[str]:
    return [line.text for line in lines_on(pdf, page)]


def sizes_of(pdf: Path) -> list[tuple[int, int]]:
    with open_pdf(pdf) as document:
        pages = range(len(document))
        return [(round(w), round(h)) for w, h in (document[n].get_size() for n in pages)]


def test_each_appendix_stands_on_pages_of_its_own_under_its_number(
    printed: dict[str, Path],
) -> None:
    pages = [texts_on(printed["appendices"], n) for n in range(page_count(printed["appendices"]))]
    assert len(pages) == 13
    assert pages[0][0] == "LƯU HÀNH NỘI BỘ"
    assert pages[0][-1] == "Nguyễn Thị Hồng Nhung"
    romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
    for number, (roman, page) in enumerate(zip(romans, pages[1:], strict=True), 1):
        # No number of the page stands above: each appendix counts its own, the first unseen.
        assert page[0:2] == [f"Phụ lục {roman}", f"DANH MỤC SỐ {number}"]
        note = " ".join(" ".join(page[2:4]).split())
        assert note.startswith("(Kèm theo Quyết định số /QĐ-UBND ngày tháng năm 2026 của Ủy ban")
        assert page[-1] == "Nội dung./."
    upright, turned = A4_POINTS, A4_POINTS[::-1]
    assert sizes_of(printed["appendices"]) == [upright, upright, turned, *[upright] * 10]


def test_legal_bases_typed_into_the_text_are_bases(printed: dict[str, Path]) -> None:
    page = texts_on(printed["appendices"], 0)
    assert page.index("Căn cứ Luật B.") < page.index("QUYẾT ĐỊNH:")


def test_a_table_of_14_columns_lies_on_its_side_with_the_signature(
    printed: dict[str, Path],
) -> None:
    pdf = printed["turned"]
    assert sizes_of(pdf) == [A4_POINTS, A4_POINTS[::-1]]
    page = lines_on(pdf, 1)
    assert page[0].text == "2", "the pages of the letter are counted on"
    words = " ".join(line.text for line in page)
    assert words.count("Nghiêng") == 14, "no word is broken"
    signer = next(line for line in page if line.text.startswith("Nguyễn Thị"))
    assert signer.left > A4_POINTS[1] / 2


def test_forty_addressees_fill_the_first_page_and_go_on(printed: dict[str, Path]) -> None:
    pages = [texts_on(printed["many"], n) for n in range(page_count(printed["many"]))]
    assert sum("Hữu Lũng Thượng" in text for text in pages[0]) > 20
    assert any(text.startswith("Địa chỉ") for text in pages[0])
    assert not any(text.startswith("Địa chỉ") for page in pages[1:] for text in page)


def test_the_form_of_a_copy_stands_under_what_is_copied(printed: dict[str, Path]) -> None:
    lines = {line.text: line for line in lines_on(printed["copy"])}
    assert next(iter(lines)) == "Điều 5. Nội dung./."
    form, day = lines["TRÍCH SAO"], lines["Tân Phú, ngày 05 tháng 3 năm 2026"]
    assert form.middle == pytest.approx(day.middle, abs=3)
    assert form.bottom > day.bottom > lines["Nơi nhận:"].bottom
    assert not [text for text in lines if "CỘNG HÒA" in text]
