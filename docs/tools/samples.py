"""Writes the sample letters that the tour of the README drops: `python -m docs.tools.samples`.

Invented, as another agency would send them: a PDF with its text, the same as a scanner makes it
(pictures only), and a Word file.
"""

import io
from datetime import date

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.demo.papers import Paper, fonts_are_there, letter_pdf
from documents.drafting import Letter, Signature, compose, parse_body
from tests.live import ROOT

FOLDER = ROOT / "docs" / "mau"
SCANNED_DPI = 150
SUBJECT = "V/v rà soát nhà ở xuống cấp trước mùa mưa bão"
PARAGRAPHS = (
    "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh về phòng, chống thiên tai, Sở Xây dựng đề nghị Ủy "
    "ban nhân dân các huyện thực hiện một số nội dung sau:",
    "1. Rà soát, lập danh sách nhà ở xuống cấp, có nguy cơ đổ sập khi mưa bão; ghi rõ địa chỉ, chủ "
    "hộ và mức độ hư hỏng.",
    "2. Đề xuất phương án hỗ trợ sửa chữa hoặc di dời, kèm dự toán kinh phí.",
    "3. Báo cáo kết quả bằng văn bản về Sở Xây dựng trong 15 ngày kể từ ngày nhận được văn bản "
    "này để tổng hợp, trình Ủy ban nhân dân tỉnh./.",
)
LETTER = Paper(
    superior="Ủy ban nhân dân tỉnh Hà Sơn",
    issuer="Sở Xây dựng",
    place="Hà Sơn",
    reference="2847/SXD-QLN",
    day=date(2026, 11, 20),
    subject=SUBJECT,
    addressee="Ủy ban nhân dân các huyện",
    paragraphs=PARAGRAPHS,
    signer_title="KT. GIÁM ĐỐC<br/>PHÓ GIÁM ĐỐC",
    signer_name="Đặng Văn Ước",
)
WORD = Letter(
    type_code="CV",
    superior="Ủy ban nhân dân tỉnh Hà Sơn",
    agency="Sở Nội vụ",
    symbol="SNV-CCHC",
    number="415",
    place="Hà Sơn",
    day=date(2026, 11, 18),
    subject="V/v báo cáo kết quả cải cách hành chính năm 2026",
    addressees=("Ủy ban nhân dân các huyện",),
    body=parse_body(
        "Sở Nội vụ đề nghị Ủy ban nhân dân các huyện báo cáo kết quả cải cách hành chính năm 2026 "
        "theo đề cương gửi kèm, gửi về Sở trong 10 ngày làm việc./."
    ),
    signature=Signature(("GIÁM ĐỐC",), "Phạm Thị Ngọc Ánh"),
)


def scanned(pdf: bytes) -> bytes:
    """The same pages as a scanner gives them: grey pictures, no text."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=SCANNED_DPI / 72, grayscale=True).to_pil()
        held = io.BytesIO()
        picture.save(held, "JPEG", quality=70)
        canvas.drawImage(ImageReader(held), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def main() -> None:
    assert fonts_are_there(), "a serif face with Vietnamese letters is needed"
    FOLDER.mkdir(exist_ok=True)
    pdf = letter_pdf(LETTER)
    samples = {
        "cong-van-den.pdf": pdf,
        "cong-van-den-quet.pdf": scanned(pdf),
        "cong-van-den.docx": compose(WORD),
    }
    for name, content in samples.items():
        (FOLDER / name).write_bytes(content)
        print(f"docs/mau/{name} {len(content) // 1000} kB")


if __name__ == "__main__":
    main()
