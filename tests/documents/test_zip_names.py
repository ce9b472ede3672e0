"""Names of members as they were given, and what systems pack beside the files."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest

from documents import media
from documents.bundles import names_inside
from documents.errors import BadFile
from documents.extraction.extract import extract_text
from documents.inspection.inspect import inspect
from tests.documents.conftest import MakeFile
from tests.documents.document_files import pdf_bytes, zip_bytes
from tests.documents.legacy import cp1258

NAMES = ("Quyết định phê duyệt.pdf", "Tờ trình số 5.pdf", "Phụ lục/Danh sách đợt 2.pdf")
WRITTEN = {
    "Windows with a Vietnamese code page": cp1258,
    "UTF-8 without its flag": lambda name: name.encode(),
    "macOS": lambda name: unicodedata.normalize("NFD", name).encode(),
}


def unflagged(names: dict[str, bytes]) -> bytes:
    """A zip whose names are these bytes, as programs write them that know no Unicode."""
    target = io.BytesIO()
    stand_ins = {"QJX"[number] * len(raw): raw for number, raw in enumerate(names.values())}
    with zipfile.ZipFile(target, "w") as archive:
        for stand_in in stand_ins:
            archive.writestr(stand_in, pdf_bytes())
    content = target.getvalue()
    for stand_in, raw in stand_ins.items():
        content = content.replace(stand_in.encode(), raw)
    return content


@pytest.mark.parametrize("system", WRITTEN)
def test_reads_names_however_they_were_written(make_file: MakeFile, system: str) -> None:
    path = make_file(unflagged({name: WRITTEN[system](name) for name in NAMES}))
    assert names_inside(path, media.ZIP, 200) == list(NAMES)
    assert [member.name for member in inspect(path, "a.zip").members] == list(NAMES)


def test_reads_names_of_the_old_western_code_page(make_file: MakeFile) -> None:
    path = make_file(unflagged({"a": "café Übersicht.pdf".encode("cp437")}))
    assert names_inside(path, media.ZIP, 200) == ["café Übersicht.pdf"]


JUNK = {
    "__MACOSX/Hồ sơ/._Quyết định.pdf": b"\0\5\x16\7",
    "Hồ sơ/.DS_Store": b"Bud1",
    "Thumbs.db": b"x",
    "Hồ sơ/desktop.ini": b"[.ShellClassInfo]",
    "Hồ sơ/~$to trinh.docx": b"x",
}


def test_leaves_aside_what_nobody_sent_and_names_it(make_file: MakeFile) -> None:
    path = make_file(zip_bytes({**JUNK, "Hồ sơ/Quyết định.pdf": pdf_bytes("nguyen van")}))
    assert [member.name for member in inspect(path, "a.zip").members] == ["Hồ sơ/Quyết định.pdf"]
    found = extract_text(path, media.ZIP)
    assert found.pages == ("Hồ sơ/Quyết định.pdf", "nguyen van")
    (remark,) = found.remarks
    assert remark.params == {
        "names": "__MACOSX, .DS_Store, Thumbs.db, desktop.ini, ~$to trinh.docx"
    }


def test_a_zip_of_nothing_else_is_empty(make_file: MakeFile) -> None:
    with pytest.raises(BadFile, match="holds no files"):
        inspect(make_file(zip_bytes(JUNK)), "a.zip")


def test_a_name_that_climbs_is_no_junk(make_file: MakeFile) -> None:
    path: Path = make_file(zip_bytes({"../a.pdf": pdf_bytes(), "Thumbs.db": b"x"}))
    with pytest.raises(BadFile, match="outside its folder"):
        inspect(path, "a.zip")
