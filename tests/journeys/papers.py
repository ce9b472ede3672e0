"""Papers that arrive: real PDFs and files that only pretend to be."""

import io
from functools import cache
from pathlib import Path
from typing import TypedDict

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = (
    "/usr/share/fonts/truetype/**/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/**/DejaVuSans.ttf",
)


class Paper(TypedDict):
    """A file as Playwright's set_input_files takes it."""

    name: str
    mimeType: str
    buffer: bytes


def letter(name: str, *lines: str) -> Paper:
    """A one-page PDF whose text layer says these lines."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont(_font(), 13)
    for row, line in enumerate(lines):
        canvas.drawString(60, 770 - 22 * row, line)
    canvas.showPage()
    canvas.save()
    return Paper(name=name, mimeType="application/pdf", buffer=out.getvalue())


def program_named_pdf() -> Paper:
    return Paper(
        name="quyet-dinh.pdf", mimeType="application/pdf", buffer=b"MZ\x90\x00" + bytes(400)
    )


def empty_file() -> Paper:
    return Paper(name="trong.pdf", mimeType="application/pdf", buffer=b"")


@cache
def _font() -> str:
    """A font that has the Vietnamese letters, where there is one."""
    for pattern in FONTS:
        for path in Path("/").glob(pattern.lstrip("/")):
            pdfmetrics.registerFont(TTFont("letter", str(path)))
            return "letter"
    return "Helvetica"
