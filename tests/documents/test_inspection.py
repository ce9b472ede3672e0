"""What may enter the office, and every reason why something may not."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from documents import media
from documents.errors import BadFile, FileProblem
from documents.inspection import Inspection, Limits, Member
from documents.inspection.inspect import inspect
from tests.documents.document_files import (
    docx_bytes,
    edit_zip,
    image_bytes,
    odf_bytes,
    pdf_bytes,
    tiff_bytes,
    xlsx_bytes,
    zip_bytes,
)
from tests.documents.todays import pptx_bytes

MakeFile = Callable[[bytes], Path]

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole_bytes(*names: str, flags: int = 0, record: int = 0) -> bytes:
    """A minimal compound file: allocation in sector 0, directory in 1 and on, one stream last."""
    slots = -(-(len(names) + 1) // 4)
    stream_start = 1 + slots
    directory = b"".join(
        [_ole_entry("Root Entry", 5, 0, 0)]
        + [_ole_entry(name, 2, stream_start, 4096) for name in names]
    ).ljust(slots * SECTOR, b"\0")
    chain = [FAT, *range(2, 1 + slots), END, *range(stream_start + 1, stream_start + 8), END]
    fat = struct.pack("<128I", *(chain + [FREE] * (128 - len(chain))))
    header = bytearray(SECTOR)
    header[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<II", header, 68, END, 0)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    stream = bytearray(4096)
    struct.pack_into("<HHHHHH", stream, 0, 0xA5EC, 0xC1, 0, 0, 0, flags)
    if record:
        struct.pack_into("<HHHH", stream, 0, 0x0809, 0, record, 0)
    return bytes(header) + fat + directory + bytes(stream)


def _ole_entry(name: str, kind: int, start: int, size: int) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le") + b"\0\0"
    entry[: len(encoded)] = encoded
    struct.pack_into("<HB", entry, 64, len(encoded), kind)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


OWNER_ONLY = pdf_bytes(encrypt=StandardEncryption("", ownerPassword="x", strength=128))


def codes(path: Path, name: str, limits: Limits | None = None) -> list[str]:
    """Inspect a file that must be refused, check that each reason can be read, give the codes."""
    with pytest.raises(BadFile) as refused:
        inspect(path, name, limits or Limits())
    for problem in refused.value.problems:
        assert "%(" not in str(problem)
        assert name.rpartition("/")[2][:20] in str(problem)
    return [problem.code for problem in refused.value.problems]


ACCEPTED = {
    "Công văn.pdf": (pdf_bytes("một", "hai"), media.PDF, ".pdf", 2),
    "CÔNG VĂN.PDF": (pdf_bytes("một"), media.PDF, ".pdf", 1),
    "tờ trình.docx": (docx_bytes(), media.DOCX, ".docx", None),
    "biểu.xlsx": (xlsx_bytes(), media.XLSX, ".xlsx", None),
    "cũ.doc": (ole_bytes("WordDocument", "1Table"), media.DOC, ".doc", None),
    "ảnh.jpeg": (image_bytes("JPEG"), media.JPEG, ".jpg", 1),
    "ảnh.jpg": (image_bytes("JPEG"), media.JPEG, ".jpg", 1),
    "ảnh.png": (image_bytes("PNG"), media.PNG, ".png", 1),
    "chỉ khóa sửa.pdf": (OWNER_ONLY, media.PDF, ".pdf", 1),
    "đệm số không.pdf": (pdf_bytes() + bytes(6000), media.PDF, ".pdf", 1),
    "đệm rác.pdf": (pdf_bytes() + b"\r\n--boundary 42--" * 900, media.PDF, ".pdf", 1),
    "fax.tif": (tiff_bytes(3), media.TIFF, ".tif", 3),
    "bảng cũ.xls": (ole_bytes("Workbook"), media.XLS, ".xls", None),
    "văn bản.rtf": (rb"{\rtf1 x}", media.RTF, ".rtf", None),
    "văn bản.odt": (odf_bytes(media.ODT), media.ODT, ".odt", None),
    "bảng.ods": (odf_bytes(media.ODS), media.ODS, ".ods", None),
    "danh sách.csv": ("Họ;Tên".encode("utf-16"), media.CSV, ".csv", None),
    "ghi chú.txt": ("Ghi chú".encode(), media.TXT, ".txt", None),
    "rtf.doc": (rb"{\rtf1 x}" + bytes(9), media.RTF, ".rtf", None),
    "web.doc": (b"\r\n<HTML><body>x", media.HTML, ".html", None),
    "web.xls": ("<table>".encode("utf-16"), media.HTML, ".html", None),
    "mới.doc": (docx_bytes(), media.DOCX, ".docx", None),
    "mới.xls": (xlsx_bytes(), media.XLSX, ".xlsx", None),
    "cũ.rtf": (ole_bytes("WordDocument"), media.DOC, ".doc", None),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepts_what_the_content_proves(make_file: MakeFile, name: str) -> None:
    content, media_type, extension, pages = ACCEPTED[name]
    found = inspect(make_file(content), name)
    assert found == Inspection(media_type, extension, len(content), pages)


def test_accepts_a_zip_of_accepted_files(make_file: MakeFile) -> None:
    members = {"thư mục/": b"", "thư mục/công văn.pdf": pdf_bytes(), "biểu.xlsx": xlsx_bytes()}
    found = inspect(make_file(zip_bytes(members)), "hồ sơ.zip")
    assert found.media_type == media.ZIP
    assert found.page_count is None
    assert found.members == (
        Member("thư mục/công văn.pdf", media.PDF, len(members["thư mục/công văn.pdf"])),
        Member("biểu.xlsx", media.XLSX, len(members["biểu.xlsx"])),
    )


PDF = pdf_bytes("nội dung")
DOCX = docx_bytes()
CONTENT_TYPES = "[Content_Types].xml"
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"


def macro_docx() -> bytes:
    with zipfile.ZipFile(io.BytesIO(DOCX)) as archive:
        types = archive.read(CONTENT_TYPES)
    return edit_zip(
        DOCX, {CONTENT_TYPES: types.replace(media.DOCX.encode() + b".main+xml", MACRO_TYPE)}
    )


REFUSED: dict[str, tuple[bytes, str, list[str]]] = {
    "empty": (b"", "a.pdf", ["file_empty"]),
    "empty and of no accepted type": (b"", "a.exe", ["file_empty", "extension_not_accepted"]),
    "program": (b"MZ\x90\0" * 50, "a.exe", ["extension_not_accepted"]),
    "no extension": (PDF, "congvan", ["extension_not_accepted"]),
    "program named pdf": (b"MZ\x90\0" * 50, "a.pdf", ["content_mismatch"]),
    "PDF named docx": (PDF, "a.docx", ["content_mismatch"]),
    "docx named pdf": (DOCX, "a.pdf", ["content_mismatch"]),
    "docx named xlsx": (DOCX, "a.xlsx", ["office_part_missing"]),
    "PDF cut in the middle": (PDF[: len(PDF) // 2], "a.pdf", ["pdf_damaged"]),
    "PDF without its last bytes": (PDF[:-40], "a.pdf", ["pdf_damaged"]),
    "PDF of header and trailer": (b"%PDF-1.4\nstartxref\n0\n%%EOF", "a.pdf", ["pdf_damaged"]),
    "PDF with a password": (
        pdf_bytes(encrypt=StandardEncryption("mật khẩu", strength=128)),
        "a.pdf",
        ["pdf_encrypted"],
    ),
    "docx with a password": (
        ole_bytes("EncryptionInfo", "EncryptedPackage"),
        "a.docx",
        ["file_encrypted"],
    ),
    "docx with a macro project": (
        edit_zip(DOCX, {"word/vbaProject.bin": b"\xd0\xcf"}),
        "a.docx",
        ["office_macros"],
    ),
    "docm named docx": (macro_docx(), "a.docx", ["office_part_missing", "office_macros"]),
    "xlsx with a macro project": (
        edit_zip(xlsx_bytes(), {"xl/vbaProject.bin": b"\xd0\xcf"}),
        "a.xlsx",
        ["office_macros"],
    ),
    "docx without a main part": (
        edit_zip(DOCX, {"word/document.xml": None}),
        "a.docx",
        ["office_part_missing"],
    ),
    "zip named docx": (zip_bytes({"a.txt": b"x"}), "a.docx", ["office_part_missing"]),
    "docx whose main part is no XML": (
        edit_zip(DOCX, {"word/document.xml": b"<w:document"}),
        "a.docx",
        ["office_damaged"],
    ),
    "docx with a document type": (
        edit_zip(DOCX, {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "a.docx",
        ["office_damaged"],
    ),
    "docx cut in the middle": (DOCX[: len(DOCX) // 2], "a.docx", ["office_damaged"]),
    "text named doc": (b"Kinh gui" * 200, "a.doc", ["content_mismatch"]),
    "text named xls": (b"a\tb\n" * 200, "a.xls", ["content_mismatch"]),
    "rtf cut short": (rb"{\rtf1 {x}" + b"y" * 99, "a.rtf", ["office_damaged"]),
    "odt of another kind": (odf_bytes(media.ODS), "a.odt", ["office_part_missing"]),
    "odt with a password": (
        odf_bytes(media.ODT, {"META-INF/manifest.xml": b"<encryption-data/>"}),
        "a.odt",
        ["file_encrypted"],
    ),
    "odt with macros": (
        odf_bytes(media.ODT, {"Basic/Standard/Module1.xml": b"<m/>"}),
        "a.odt",
        ["office_macros"],
    ),
    "xls with a password": (ole_bytes("Workbook", record=0x2F), "a.xls", ["file_encrypted"]),
    "program named txt": (b"MZ\x90\0\3" * 50, "a.txt", ["content_mismatch"]),
    "TIFF cut in the middle": (tiff_bytes(2)[:900], "a.tif", ["image_damaged"]),
    "PDF cut within a later version": (
        PDF + b"\n9 0 obj\n<</Type/Page",
        "a.pdf",
        ["pdf_damaged"],
    ),
    "workbook named doc": (ole_bytes("Workbook"), "a.doc", ["office_part_missing"]),
    "doc with a password": (ole_bytes("WordDocument", flags=0x100), "a.doc", ["file_encrypted"]),
    "doc with macros": (ole_bytes("WordDocument", "_VBA_PROJECT"), "a.doc", ["office_macros"]),
    "doc with a password and macros": (
        ole_bytes("WordDocument", "_VBA_PROJECT", flags=0x100),
        "a.doc",
        ["file_encrypted", "office_macros"],
    ),
    "doc cut after its header": (ole_bytes("WordDocument")[:600], "a.doc", ["office_damaged"]),
    "JPEG cut in the middle": (image_bytes("JPEG")[:900], "a.jpg", ["image_damaged"]),
    "PNG cut in the middle": (image_bytes("PNG")[:900], "a.png", ["image_damaged"]),
    "text named jpg": (b"hello", "a.jpg", ["content_mismatch"]),
    "text named pptx": (b"hello", "a.pptx", ["content_mismatch"]),
    "Word document named pptx": (DOCX, "a.pptx", ["office_part_missing"]),
    "slides with macros": (
        edit_zip(pptx_bytes("a"), {"ppt/vbaProject.bin": b"x"}),
        "a.pptx",
        ["office_macros"],
    ),
    "ppt without slides": (ole_bytes("WordDocument"), "a.ppt", ["office_part_missing"]),
    "text named eml": (b"hello\n\nworld", "a.eml", ["content_mismatch"]),
    "HEIC cut in the middle": (image_bytes("HEIF")[:600], "a.heic", ["image_damaged"]),
    "text named zip": (b"hello", "a.zip", ["content_mismatch"]),
    "zip cut in the middle": (zip_bytes({"a.pdf": PDF})[:400], "a.zip", ["zip_damaged"]),
    "zip of nothing": (zip_bytes({}), "a.zip", ["zip_empty"]),
    "zip that climbs": (zip_bytes({"../a.pdf": PDF}), "a.zip", ["zip_unsafe_name"]),
    "zip with an absolute name": (zip_bytes({"/etc/a.pdf": PDF}), "a.zip", ["zip_unsafe_name"]),
    "zip with a drive": (zip_bytes({"C:\\a.pdf": PDF}), "a.zip", ["zip_unsafe_name"]),
    "zip that climbs as Windows does": (
        zip_bytes({"x\\..\\..\\a.pdf": PDF}),
        "a.zip",
        ["zip_unsafe_name"],
    ),
    "zip in a zip": (zip_bytes({"b.zip": zip_bytes({"a.pdf": PDF})}), "a.zip", ["zip_nested"]),
    "zip in a zip under another name": (
        zip_bytes({"b.docx": zip_bytes({"a.pdf": PDF})}),
        "a.zip",
        ["office_part_missing"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refuses(make_file: MakeFile, case: str) -> None:
    content, name, expected = REFUSED[case]
    assert codes(make_file(content), name) == expected


WAYS_OUT = {
    "a.rar": "Unpack it",
    "a.html": "save it as PDF",
    "a.svg": "Save it as .jpg",
    "a.docm": "Save it as .docx",
    "a.exe": "Accepted: .pdf",
}


@pytest.mark.parametrize("name", WAYS_OUT)
def test_says_what_to_do_with_what_is_not_taken(make_file: MakeFile, name: str) -> None:
    with pytest.raises(BadFile, match=WAYS_OUT[name]):
        inspect(make_file(b"x"), name)


def test_names_every_bad_member_of_a_zip(make_file: MakeFile) -> None:
    content = zip_bytes(
        {"tốt.pdf": PDF, "virus.exe": b"MZ", "rỗng.docx": b"", "giả.pdf": b"MZ", "../x.png": b""}
    )
    with pytest.raises(BadFile) as refused:
        inspect(make_file(content), "hồ sơ.zip")
    found = [(p.code, p.params.get("member") or p.params["name"]) for p in refused.value.problems]
    assert found == [
        ("zip_unsafe_name", "../x.png"),
        ("extension_not_accepted", "hồ sơ.zip/virus.exe"),
        ("file_empty", "hồ sơ.zip/rỗng.docx"),
        ("content_mismatch", "hồ sơ.zip/giả.pdf"),
    ]


def test_refuses_encrypted_members(make_file: MakeFile) -> None:
    content = bytearray(zip_bytes({"a.pdf": PDF}))
    directory = content.rindex(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    assert codes(make_file(bytes(content)), "a.zip") == ["file_encrypted"]


def test_refuses_links_in_a_zip(make_file: MakeFile) -> None:
    target = io.BytesIO()
    link = zipfile.ZipInfo("a.pdf")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert codes(make_file(target.getvalue()), "a.zip") == ["zip_unsafe_name"]


def test_refuses_a_member_with_a_wrong_checksum(make_file: MakeFile) -> None:
    content = zip_bytes({"a.pdf": PDF}, zipfile.ZIP_STORED).replace(b"startxref", b"STARTXREF")
    assert codes(make_file(content), "a.zip") == ["zip_damaged"]


def test_stops_a_zip_bomb_by_ratio(make_file: MakeFile) -> None:
    bomb = zip_bytes({"a.png": bytes(30 * 1024 * 1024)})
    assert codes(make_file(bomb), "a.zip") == ["zip_ratio"]


def test_stops_a_docx_bomb(make_file: MakeFile) -> None:
    bomb = edit_zip(DOCX, {"word/media/a.bmp": bytes(30 * 1024 * 1024)})
    assert codes(make_file(bomb), "a.docx") == ["zip_ratio"]


def test_stops_a_bomb_whose_headers_lie(make_file: MakeFile) -> None:
    size = 30 * 1024 * 1024
    bomb = zip_bytes({"a.png": bytes(size)}).replace(struct.pack("<I", size), struct.pack("<I", 9))
    assert codes(make_file(bomb), "a.zip") == ["zip_damaged"]


def test_limits_the_size_of_everything_together(make_file: MakeFile) -> None:
    content = zip_bytes({f"{n}.png": image_bytes("PNG", (200, 200)) for n in range(3)})
    assert codes(make_file(content), "a.zip", Limits(max_unpacked_bytes=200_000)) == [
        "zip_too_large"
    ]


def test_limits_the_number_of_members(make_file: MakeFile) -> None:
    content = zip_bytes({f"{n}.pdf": PDF for n in range(4)})
    assert codes(make_file(content), "a.zip", Limits(max_members=3)) == ["zip_too_many_files"]
    assert len(inspect(make_file(content), "a.zip", Limits(max_members=4)).members) == 4


def test_refuses_to_list_a_million_entries(make_file: MakeFile) -> None:
    entry = b"PK\x01\x02" + bytes(42)
    content = b"PK\x03\x04" + entry * 60_000 + b"PK\x05\x06" + bytes(18)
    assert codes(make_file(content), "a.zip") == ["zip_too_many_files"]


def test_limits_the_size_of_a_file(make_file: MakeFile) -> None:
    path = make_file(PDF)
    assert codes(path, "a.pdf", Limits(max_bytes=len(PDF) - 1)) == ["file_too_large"]
    assert inspect(path, "a.pdf", Limits(max_bytes=len(PDF))).size == len(PDF)


@pytest.mark.parametrize("side", [90, 40_000])
def test_refuses_pictures_with_too_many_pixels(make_file: MakeFile, side: int) -> None:
    content = bytearray(image_bytes("PNG"))
    struct.pack_into(">II", content, 16, side, side)
    struct.pack_into(">I", content, 29, zlib.crc32(content[12:29]))
    limits = Limits(max_image_pixels=90 * 90 - 1)
    assert codes(make_file(bytes(content)), "a.png", limits) == ["image_too_large"]


def test_finds_the_directory_of_a_large_doc(make_file: MakeFile) -> None:
    small = ole_bytes("WordDocument")
    # Past 109 allocation sectors the rest are listed elsewhere, as in every doc above 7 MB.
    content = bytearray(small + bytes(SECTOR))
    extra = len(small) // SECTOR - 1
    struct.pack_into("<II", content, 68, extra, 1)
    struct.pack_into("<109I", content, 76, *[FREE] * 109)
    struct.pack_into("<128I", content, len(small), 0, *[FREE] * 126, END)
    assert inspect(make_file(bytes(content)), "a.doc").media_type == media.DOC


def test_survives_a_directory_that_runs_in_circles(make_file: MakeFile) -> None:
    content = bytearray(ole_bytes("WordDocument"))
    struct.pack_into("<I", content, SECTOR + 4, 1)
    assert codes(make_file(bytes(content)), "a.doc") == ["office_damaged"]


PREFIXES = [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("D0CF11E0A1B11AE1")]
PREFIXES += [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", image_bytes("PNG")[:60]]
WHOLE = [PDF, DOCX, xlsx_bytes(), ole_bytes("WordDocument"), zip_bytes({"a.pdf": PDF})]
NAMES = ["a.pdf", "a.docx", "a.doc", "a.xlsx", "a.jpg", "a.png", "a.zip", "a"]
ANYTHING = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def inspect_or_refuse(path: Path, name: str) -> None:
    try:
        found: object = inspect(path, name)
    except BadFile as refusal:
        found = refusal.problems[0]
    assert isinstance(found, Inspection | FileProblem)


@ANYTHING
@given(st.sampled_from(PREFIXES), st.binary(max_size=2000), st.sampled_from(NAMES))
def test_random_bytes_are_accepted_or_refused(
    tmp_path: Path, prefix: bytes, rest: bytes, name: str
) -> None:
    path = tmp_path / "random"
    path.write_bytes(prefix + rest)
    inspect_or_refuse(path, name)


@ANYTHING
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=20),
    st.sampled_from(NAMES),
)
def test_damaged_bytes_are_accepted_or_refused(
    tmp_path: Path, whole: bytes, damage: list[tuple[float, int]], name: str
) -> None:
    content = bytearray(whole)
    for where, value in damage:
        content[int(where * len(content))] = value
    path = tmp_path / "damaged"
    path.write_bytes(content)
    inspect_or_refuse(path, name)


def test_leaves_no_temporary_file(make_file: MakeFile, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_file(zip_bytes({"a.pdf": PDF, "b.pdf": b"bad"}))
    folder = path.parent / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", os.fspath(folder))
    assert codes(path, "a.zip") == ["content_mismatch"]
    assert list(folder.iterdir()) == []
