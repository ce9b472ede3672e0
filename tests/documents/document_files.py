"""Bytes of real files, made by the libraries that offices use."""

import io
import zipfile
from typing import Any

import docx
import openpyxl
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def pdf_bytes(*pages: str, encrypt: StandardEncryption | None = None) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, encrypt=encrypt)
    for text in pages or ("Trang 1",):
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def docx_bytes(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs or ("Kính gửi: Ủy ban nhân dân xã",):
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def xlsx_bytes(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu 1"
    for row in rows or (("STT", "Họ và tên"),):
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def image_bytes(picture_format: str, size: tuple[int, int] = (80, 60)) -> bytes:
    target = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(target, picture_format)
    return target.getvalue()


def zip_bytes(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def edit_zip(content: bytes, edits: dict[str, bytes | None]) -> bytes:
    """Copy an archive with some members replaced, added or, where None, left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    members.update(edits)
    return zip_bytes({name: data for name, data in members.items() if data is not None})


def tiff_bytes(pages: int, size: tuple[int, int] = (80, 60)) -> bytes:
    target = io.BytesIO()
    first, *others = (Image.effect_noise(size, 60) for _ in range(pages))
    first.save(target, "TIFF", save_all=True, append_images=others)
    return target.getvalue()


def odf_bytes(media_type: str, parts: dict[str, bytes] | None = None, body: str = "") -> bytes:
    """An OpenDocument file of this text in XML."""
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    kind = media_type.rpartition(".")[2]
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:text="{text}"><office:body>'
        f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entries = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'
        for path, kind in (("/", media_type), ("content.xml", "text/xml"))
    )
    listed = f'<m:manifest xmlns:m="{manifest}">{entries}</m:manifest>'
    members = {
        "mimetype": media_type.encode(),
        "content.xml": content.encode(),
        "META-INF/manifest.xml": listed.encode(),
    }
    return zip_bytes({**members, **(parts or {})})
