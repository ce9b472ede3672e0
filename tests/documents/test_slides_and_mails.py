"""Slides, mails and pictures of telephones: read, shown, and what hangs on a mail taken out."""

from pathlib import Path

import pytest
from PIL import Image

from documents import media
from documents.bundles import NoSuchMember, names_inside, taken_out
from documents.errors import EngineError
from documents.extraction.extract import extract_text
from documents.inspection.inspect import inspect
from documents.mail.read import read_mail
from documents.rendition.libreoffice import LibreOffice
from documents.rendition.pages import image_preview
from documents.sandbox import Sandbox
from tests.documents.conftest import MakeFile
from tests.documents.document_files import docx_bytes, image_bytes, odf_bytes, pdf_bytes, zip_bytes
from tests.documents.legacy import cp1258
from tests.documents.todays import eml_bytes, msg_bytes, ppt_bytes, pptx_bytes

SLIDE = "Kết quả chuyển đổi số"
BODY = "Kính gửi anh chị,\nđường sá đã sửa xong."
FILES = {"Tờ trình.pdf": pdf_bytes("Page"), "Biểu.docx": docx_bytes("Nội dung biểu")}
MAILS = {media.EML: eml_bytes(BODY, FILES), media.MSG: msg_bytes(BODY, FILES)}
HEAD = [
    "Tiêu đề: Báo cáo tháng 11",
    "Người gửi: Nông Thị Ất <at@xa.gov.vn>",
    "Người nhận: vt@huyen.gov.vn",
    "Ngày gửi: 08:20, 29/11/2026",
    "Tệp kèm: Tờ trình.pdf; Biểu.docx",
    "",
]
_DRAW = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SIZE = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
ODP = (
    f'<d:page xmlns:d="{_DRAW}" xmlns:s="{_SIZE}"><d:frame s:width="20cm" s:height="3cm">'
    f"<d:text-box><text:p>{SLIDE}</text:p></d:text-box></d:frame></d:page>"
)
SLIDES = {
    media.PPTX: pptx_bytes(SLIDE, "sau"),
    media.ODP: odf_bytes(media.ODP, body=ODP),
}


@pytest.mark.parametrize("media_type", SLIDES)
def test_slides_are_taken_read_and_shown(
    make_file: MakeFile, libreoffice: Sandbox, media_type: str
) -> None:
    path = make_file(SLIDES[media_type])
    name = f"trình chiếu{media.EXTENSIONS[media_type]}"
    assert libreoffice.inspect(path, name).media_type == media_type
    assert SLIDE in libreoffice.extract_text(path, media_type).text
    shown = make_file(libreoffice.to_pdf(path, media_type))
    assert SLIDE in libreoffice.extract_text(shown, media.PDF).text


def test_slides_of_old_are_taken_and_read(make_file: MakeFile) -> None:
    path = make_file(ppt_bytes(SLIDE, "sau"))
    assert inspect(path, "a.pps").media_type == media.PPT
    assert extract_text(path, media.PPT).pages == (f"{SLIDE}\nsau",)


def test_slides_are_drawn_as_words_where_nothing_draws_them(
    make_file: MakeFile, libreoffice: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from documents.rendition.libreoffice import find_office
    from documents.rendition.printing import print_pdf

    monkeypatch.setattr(LibreOffice, "draws_slides", False)
    found = find_office()
    assert found
    office = LibreOffice(found, tmp_path / "profiles")
    path = make_file(SLIDES[media.PPTX])
    made, remarks = print_pdf(path, media.PPTX, office, tmp_path, 500)
    assert [remark.code for remark in remarks] == ["words_alone"]
    assert extract_text(made, media.PDF).pages == (SLIDE, "sau")


def test_hidden_slides_are_read_last_and_said_and_notes_beside_theirs(make_file: MakeFile) -> None:
    path = make_file(pptx_bytes("một", "hai", "ba", hidden=(2,), note="người nói"))
    found = extract_text(path, media.PPTX)
    assert found.pages == ("một\nngười nói", "ba", "hai")
    assert [(one.code, one.params) for one in found.remarks] == [("hidden_slides", {"count": 1})]


def test_slides_of_today_under_a_name_of_old(make_file: MakeFile) -> None:
    assert inspect(make_file(SLIDES[media.PPTX]), "a.ppt").media_type == media.PPTX


@pytest.mark.parametrize("media_type", MAILS)
def test_mails_say_their_head_and_words(make_file: MakeFile, media_type: str) -> None:
    path = make_file(MAILS[media_type])
    assert inspect(path, f"thư{media.EXTENSIONS[media_type]}").media_type == media_type
    assert list(read_mail(path, media_type).lines) == [*HEAD, *BODY.splitlines()]


@pytest.mark.parametrize("media_type", MAILS)
def test_what_hangs_on_a_mail_is_taken_out_as_it_came(make_file: MakeFile, media_type: str) -> None:
    path = make_file(MAILS[media_type])
    assert names_inside(path, media_type, 200) == list(FILES)
    assert [taken_out(path, media_type, n) for n in (1, 2)] == list(FILES.items())
    for number in (0, 3, 10**9):
        with pytest.raises(NoSuchMember):
            taken_out(path, media_type, number)


@pytest.mark.parametrize("media_type", MAILS)
def test_words_of_a_mail_and_of_its_files_are_found(
    make_file: MakeFile, sandbox: Sandbox, media_type: str
) -> None:
    found = sandbox.extract_text(make_file(MAILS[media_type]), media_type)
    assert found.pages[0].splitlines()[-1] == "đường sá đã sửa xong."
    assert found.pages[1:] == ("Tờ trình.pdf", "Page", "Biểu.docx", "Nội dung biểu")


def test_a_mail_is_shown_by_pages(make_file: MakeFile, libreoffice: Sandbox) -> None:
    pdf = make_file(libreoffice.to_pdf(make_file(MAILS[media.EML]), media.EML))
    assert "đường sá đã sửa xong." in libreoffice.extract_text(pdf, media.PDF).text


@pytest.mark.parametrize("media_type", MAILS)
def test_a_mail_within_a_mail_is_a_file_of_its_own(make_file: MakeFile, media_type: str) -> None:
    inner = eml_bytes("trong", {}, "Thư gốc")
    boundary = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nngoai\n"
    part = b"--b\nContent-Type: message/rfc822\n\n" + inner + b"\n--b--\n"
    outer = b"Subject: a\n" + boundary + part
    content = outer if media_type == media.EML else msg_bytes("ngoài", {}, within="Thư gốc")
    name, taken = taken_out(make_file(content), media_type, 1)
    assert name == "Thư gốc.eml"
    assert "trong" in read_mail(make_file(taken), media.EML).lines


HEADS = {
    "UTF-8 as it is": "Subject: Tờ trình đường sá\n\nx".encode(),
    "as words of ASCII": b"Subject: =?utf-8?B?VOG7nSB0csOsbmggxJHGsOG7nW5nIHPDoQ==?=\n\nx",
    "Windows": b"Subject: " + cp1258("Tờ trình đường sá") + b"\n\nx",
}


@pytest.mark.parametrize("writing", HEADS)
def test_heads_however_they_were_written(make_file: MakeFile, writing: str) -> None:
    assert read_mail(make_file(HEADS[writing]), media.EML).lines[0] == "Tiêu đề: Tờ trình đường sá"


def test_bodies_that_lie_of_their_writing_or_are_web_pages(make_file: MakeFile) -> None:
    lying = b"Subject: a\nContent-Type: text/plain; charset=us-ascii\n\n" + "đường sá".encode()
    assert read_mail(make_file(lying), media.EML).lines[-1] == "đường sá"
    unknown = b"Subject: a\nContent-Type: text/plain; charset=x-nothing\n\n" + "đường".encode()
    assert read_mail(make_file(unknown), media.EML).lines[-1] == "đường"
    page = b"Subject: a\nContent-Type: text/html\n\n<style>p{}</style><p>mot</p>hai<br>ba"
    assert [line for line in read_mail(make_file(page), media.EML).lines[2:] if line] == [
        "mot",
        "hai",
        "ba",
    ]


def test_what_a_mail_holds_that_cannot_be_read_leaves_the_rest(make_file: MakeFile) -> None:
    path = make_file(eml_bytes("thân thư", {"hỏng.pdf": b"%PDF-1.7", "tốt.docx": docx_bytes("rõ")}))
    assert extract_text(path, media.EML).pages[-3:] == ("hỏng.pdf", "tốt.docx", "rõ")


def test_members_of_a_zip_are_taken_out_too(make_file: MakeFile) -> None:
    path = make_file(zip_bytes({"hồ sơ/a.pdf": b"1", "b.pdf": b"2"}))
    assert taken_out(path, media.ZIP, 2) == ("b.pdf", b"2")


PICTURES = {"HEIF": media.HEIC, "WEBP": media.WEBP, "BMP": media.BMP, "GIF": media.GIF}


@pytest.mark.parametrize("picture_format", PICTURES)
def test_pictures_of_telephones_are_taken_and_drawn(
    make_file: MakeFile, sandbox: Sandbox, picture_format: str
) -> None:
    media_type = PICTURES[picture_format]
    path = make_file(image_bytes(picture_format))
    found = sandbox.inspect(path, f"ảnh{media.EXTENSIONS[media_type]}")
    assert (found.media_type, found.page_count) == (media_type, 1)
    assert sandbox.image_preview(path, 40)


def test_a_picture_is_what_it_is_whatever_its_name(make_file: MakeFile) -> None:
    assert inspect(make_file(image_bytes("JPEG")), "IMG_0001.HEIC").media_type == media.JPEG
    assert inspect(make_file(image_bytes("HEIF")), "zalo.jpg").media_type == media.HEIC


def test_a_scan_of_colour_and_transparency_is_drawn_whole(make_file: MakeFile) -> None:
    path = make_file(b"")
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(path, "WEBP")
    with pytest.raises(EngineError):
        image_preview(make_file(b"x"), 40)
    assert image_preview(path, 40)
