"""Number and day are written into a text from elsewhere where it leaves room for them."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest

from documents.drafting.stamping import Parts
from documents.drafting.takingapart import take_apart, with_symbol
from documents.settling import paragraphs_of

NUMBER, DATE = "Số:      /QĐ-UBND", "Tân Khê, ngày      tháng      năm 2026"


def apart(tmp_path: Path, *paragraphs: str | tuple[str, ...]) -> Parts | None:
    """A text of these paragraphs, each of one run or of several."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in (runs,) if isinstance(runs, str) else runs:
            paragraph.add_run(run)
    target = io.BytesIO()
    document.save(target)
    path = tmp_path / "signed.docx"
    path.write_bytes(target.getvalue())
    return take_apart(path)


@pytest.mark.parametrize(
    "paragraphs",
    [
        (NUMBER, DATE),
        ("Số:…………/QĐ-UBND", "Tân Khê, ngày….tháng…..năm 20…"),
        ("Số: /QĐ-UBND", "Tân Khê, ngày tháng 11 năm 2026"),
        (("Số: ", "   ", "\t/", "QĐ-UBND"), ("Tân Khê, ", "ngày ", " ", "tháng\t", "năm", " 2026")),
        ("ỦY BAN NHÂN DÂN\nSố:\t/QĐ-UBND\nV/v họp", f"Độc lập - Tự do\n{DATE}"),
        (f"{NUMBER}\t\t{DATE}",),
        (NUMBER, "..., ngày … tháng … năm"),
        (f"{NUMBER}\t\t……… , ngày    tháng 11 năm 2026",),
        (NUMBER, ("  ", ", ngày … tháng … năm 2026")),
    ],
)
def test_room_is_found_as_a_reader_sees_it(
    tmp_path: Path, paragraphs: tuple[str | tuple[str, ...], ...]
) -> None:
    parts = apart(tmp_path, *paragraphs, "Căn cứ Quyết định số      /QĐ-STC ngày    tháng    năm")
    assert parts is not None
    assert parts.symbol == "QĐ-UBND"
    said = " | ".join(parts.written(number="5", day=date(2026, 12, 3), place="Tân Khê"))
    path = tmp_path / "issued.docx"
    path.write_bytes(parts.stamped(number="5", day=date(2026, 12, 3), place="Tân Khê"))
    printed = " | ".join(" ".join(one.split()) for one in paragraphs_of(path))
    for text in (said, printed):
        assert "Số: 05/QĐ-UBND" in text
        assert "Tân Khê, ngày 03 tháng 12 năm 2026" in text
    assert "số /QĐ-STC ngày tháng năm" in printed


def test_the_heads_of_its_appendices_are_filled_too(tmp_path: Path) -> None:
    head = "(Kèm theo Quyết định số      /QĐ-UBND ngày    tháng    năm 2026 của UBND xã)"
    parts = apart(tmp_path, NUMBER, DATE, "Nội dung", "PHỤ LỤC", head)
    assert parts is not None
    assert parts.written(number="12", day=date(2026, 12, 3), place="Tân Khê")[-1] == (
        "(Kèm theo Quyết định số 12/QĐ-UBND ngày 03 tháng 12 năm 2026 của UBND xã)"
    )


@pytest.mark.parametrize(
    "paragraphs",
    [
        (NUMBER,),
        (NUMBER, NUMBER, DATE),
        ("Số: 12/QĐ-UBND", DATE),
        (NUMBER, "Tân Khê, ngày 02 tháng 11 năm 2026"),
        ("Số:      /", DATE),
    ],
)
def test_what_is_written_or_unclear_is_left_alone(
    tmp_path: Path, paragraphs: tuple[str, ...]
) -> None:
    assert apart(tmp_path, *paragraphs, "Nội dung") is None


@pytest.mark.parametrize(
    ("paragraphs", "read"),
    [
        (("Số:      /UBND-VP",), "Số: /QĐ-UBND"),
        (("Số: 12/UBND-VP",), "Số: 12/QĐ-UBND"),
        ((("Số:", " …/UB", "ND-", "VP"), "V/v họp"), "Số: …/QĐ-UBND"),
        (("Căn cứ Công văn số 12/UBND-VP",), ""),
        (("Số:    /UBND-VP", "Số:    /UBND-VP"), ""),
    ],
)
def test_another_symbol_is_written_where_there_is_one(
    tmp_path: Path, paragraphs: tuple[str | tuple[str, ...], ...], read: str
) -> None:
    """Also in the heads of its appendices, and never where another letter is cited."""
    head = "(Kèm theo Công văn số      /UBND-VP của Ủy ban)"
    apart(tmp_path, *paragraphs, head, "Căn cứ Công văn số 12/UBND-VP")
    borne, made = with_symbol(tmp_path / "signed.docx", "QĐ-UBND")
    assert (borne, bool(made)) == (("UBND-VP", True) if read else ("", False))
    if read:
        path = tmp_path / "right.docx"
        path.write_bytes(made)
        said = [" ".join(one.split()) for one in paragraphs_of(path)]
        assert said[0] == read
        assert said[-2:] == [
            "(Kèm theo Công văn số /QĐ-UBND của Ủy ban)",
            "Căn cứ Công văn số 12/UBND-VP",
        ]
