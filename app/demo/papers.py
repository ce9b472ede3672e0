"""Files of the demonstration: letters as PDF, as if another agency had sent them, and lists."""

import io
from dataclasses import dataclass
from datetime import date
from functools import cache

from openpyxl import Workbook
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from app.core.words import day_words
from documents.fonts import serif_faces

FACES = {"Office": "regular", "Office-Bold": "bold", "Office-Italic": "italic"}


@dataclass(frozen=True)
class Paper:
    """What stands on a letter from outside."""

    superior: str
    issuer: str
    place: str
    reference: str
    day: date
    subject: str
    addressee: str
    paragraphs: tuple[str, ...]
    signer_title: str
    signer_name: str
    urgency: str = ""


@cache
def fonts_are_there() -> bool:
    """Register a serif face that has Vietnamese letters; without one no PDF can be made."""
    faces = serif_faces()
    for name, face in FACES.items() if faces else ():
        pdfmetrics.registerFont(TTFont(name, str(faces[face])))
    return bool(faces)


def letter_pdf(paper: Paper) -> bytes:
    """The letter on one or two A4 pages."""
    target = io.BytesIO()
    margins = {"leftMargin": 30 * mm, "rightMargin": 20 * mm, "topMargin": 20 * mm}
    SimpleDocTemplate(
        target, pagesize=A4, bottomMargin=20 * mm, title=paper.subject, **margins
    ).build(list(_story(paper)))
    return target.getvalue()


def _style(face: str, size: float, *, centred: bool = False, indent: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{face}{size}{centred}{indent}",
        fontName=face,
        fontSize=size,
        leading=size * 1.35,
        alignment=TA_CENTER if centred else TA_JUSTIFY,
        firstLineIndent=indent,
        spaceAfter=6 if indent else 0,
    )


def _story(paper: Paper) -> list[Flowable]:
    body = _style("Office", 13.5, indent=10 * mm)
    return [
        _head(paper),
        Spacer(1, 8 * mm),
        Paragraph(f"Kính gửi: {paper.addressee}.", _style("Office", 13.5, centred=True)),
        Spacer(1, 5 * mm),
        *(Paragraph(text, body) for text in paper.paragraphs),
        Spacer(1, 6 * mm),
        _foot(paper),
    ]


def _head(paper: Paper) -> Table:
    centre, bold = _style("Office", 11.5, centred=True), _style("Office-Bold", 11.5, centred=True)
    left = [
        Paragraph(paper.superior.upper() or "&nbsp;", centre),
        Paragraph(paper.issuer.upper(), bold),
        Spacer(1, 2 * mm),
        Paragraph(f"Số: {paper.reference}", _style("Office", 13, centred=True)),
        Paragraph(paper.subject, centre),
    ]
    if paper.urgency:
        left += [
            Spacer(1, 2 * mm),
            Paragraph(paper.urgency, _style("Office-Bold", 14, centred=True)),
        ]
    day = f"{paper.place}, {day_words(paper.day)}"
    right = [
        Paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold),
        Paragraph("Độc lập - Tự do - Hạnh phúc", _style("Office-Bold", 13, centred=True)),
        Spacer(1, 2 * mm),
        Paragraph(day, _style("Office-Italic", 13, centred=True)),
    ]
    return Table(
        [[left, right]], colWidths=[64 * mm, 96 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]
    )


def _foot(paper: Paper) -> Table:
    small = _style("Office", 11)
    left = [
        Paragraph("<i>Nơi nhận:</i>", _style("Office-Bold", 12)),
        Paragraph("- Như trên;", small),
        Paragraph("- Lưu: VT.", small),
    ]
    bold = _style("Office-Bold", 13, centred=True)
    right = [
        Paragraph(paper.signer_title.upper(), bold),
        Spacer(1, 22 * mm),
        Paragraph(paper.signer_name, bold),
    ]
    return Table(
        [[left, right]], colWidths=[75 * mm, 85 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]
    )


def list_xlsx(title: str, names: list[str]) -> bytes:
    """An attached list with invented figures."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu 01"
    sheet.append([title])
    sheet.append(["TT", "Đơn vị", "Tổng số", "Đã thực hiện", "Tỷ lệ (%)"])
    for number, name in enumerate(names, start=1):
        total = 40 + 7 * number
        done = total - number
        sheet.append([number, name, total, done, round(100 * done / total, 1)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
