"""What no page of a document shows: listed where it stands, and gone from what leaves."""

import io
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta

import docx
import pytest

from documents import mark
from documents.drafting import Letter, Signature, compose
from documents.mark import Mark
from documents.sandbox import Sandbox
from documents.settling import paragraphs_of
from documents.settling.cleaning import cleaned
from documents.settling.marks import marks_of
from tests.documents.conftest import MakeFile
from tests.documents.marked import (
    BY,
    changed,
    dele,
    document_of,
    everywhere,
    ins,
    paragraph,
    run,
    saved,
)
from tests.documents.test_settling import printed

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
OF_PEOPLE = (
    *("Nhuần", "Trần Hà", "Soạn", "Máy 12", "nháp", "rsid", "00AB12CD", "Sao Mai", "Mau-2013"),
    *("Ho so rieng", "trackRevisions", "mật mã", "Tài chính", "PK so lieu", "python-docx"),
)


def words_in(content: bytes) -> str:
    """Every byte of every part, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name.encode() + archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).decode("utf-8", "replace")


def test_lists_who_did_what_when_wherever_it_stands(make_file: MakeFile) -> None:
    found = marks_of(make_file(saved(everywhere())))
    by, at = "Lê Nhuần", "2026-11-20T08:15:00Z"
    places = {one.text: one.story for one in found if one.kind == mark.INSERTED}
    assert places == {
        "hộp mới": "document",
        "ngày hai mươi": "document",
        "ô mới": "document",
        "đầu mới": "header",
        "chân mới": "footer",
        "chú mới": "footnotes",
    }
    assert Mark(mark.DELETED, "ngày mười lăm", by, at) in found
    assert Mark(mark.MOVED, "Điều 2.", by, at) in found
    assert Mark(mark.FORMATTED, "đậm", by, at) in found
    assert Mark(mark.HIDDEN, "mật mã là 1234") in found
    assert Mark(mark.EMBEDDED, "so-lieu.xlsx") in found
    (comment,) = [one for one in found if one.kind == mark.COMMENT]
    assert (comment.text, comment.author) == ("Câu này chưa hỏi Tài chính", "Trần Hà")
    kinds = Counter(one.kind for one in found)
    assert kinds == {"inserted": 6, "deleted": 6, "moved": 1, "formatted": 1, "hidden": 1} | {
        "comment": 1,
        "embedded": 1,
    }


@pytest.mark.parametrize("accept", [True, False])
def test_nothing_of_it_leaves(make_file: MakeFile, *, accept: bool) -> None:
    source = make_file(saved(everywhere()))
    assert all(word in words_in(source.read_bytes()) for word in OF_PEOPLE if word != "python-docx")
    clean = cleaned(source, NOW, accept=accept)
    path = make_file(clean)
    assert marks_of(path) == []
    left = words_in(clean)
    assert [word for word in OF_PEOPLE if word in left] == []
    kept, gone = ("mới", "cũ") if accept else ("cũ", "mới")
    for place in ("hộp", "ô", "đầu", "chân", "chú"):
        assert f"{place} {kept}" in left
        assert f"{place} {gone}" not in left
    described = docx.Document(str(path)).core_properties
    assert (described.created, described.modified) == (NOW, NOW)
    assert (described.author, described.last_modified_by, described.revision) == ("", "", 0)


UNDONE = {
    "an inserted paragraph": (
        paragraph(ins("mới"), f'<w:rPr><w:ins w:id="4" {BY}/></w:rPr>') + paragraph(run("sau")),
        ["mới", "sau"],
        ["sau"],
    ),
    "a moved sentence": (
        paragraph(run("a") + dele("Điều 2.", "moveFrom"))
        + paragraph(ins("Điều 2.", "moveTo") + run("b")),
        ["a", "Điều 2.b"],
        ["aĐiều 2.", "b"],
    ),
    "a deleted row": (
        f'<w:tbl><w:tr><w:trPr><w:del w:id="5" {BY}/></w:trPr>'
        f"<w:tc>{paragraph(dele('hàng'))}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph(run('giữ'))}</w:tc></w:tr></w:tbl>",
        ["giữ"],
        ["hàng", "giữ"],
    ),
}


@pytest.mark.parametrize("what", UNDONE)
def test_undoing_gives_what_stood_before(make_file: MakeFile, what: str) -> None:
    blocks, accepted, undone = UNDONE[what]
    tops = blocks.replace("</w:p><w:p>", "</w:p>\0<w:p>").split("\0")
    source = make_file(saved(document_of(*tops)))
    assert paragraphs_of(make_file(cleaned(source, NOW))) == accepted
    assert paragraphs_of(make_file(cleaned(source, NOW, accept=False))) == undone


def test_undoing_a_change_of_form_gives_the_form_before(make_file: MakeFile) -> None:
    form = f'<w:b/><w:rPrChange w:id="3" {BY}><w:rPr><w:i/></w:rPr></w:rPrChange>'
    source = make_file(saved(document_of(paragraph(run("chữ", form)))))
    (was,) = docx.Document(str(make_file(cleaned(source, NOW, accept=False)))).paragraphs[0].runs
    (now,) = docx.Document(str(make_file(cleaned(source, NOW)))).paragraphs[0].runs
    assert (was.bold, was.italic) == (None, True)
    assert (now.bold, now.italic) == (True, None)


HIDING = {
    "by itself": ("", "<w:vanish/>"),
    "by its style": ('<w:pStyle w:val="An"/>', ""),
    "by the style that this is based on": ('<w:pStyle w:val="An2"/>', ""),
}


@pytest.mark.parametrize("how", HIDING)
def test_words_are_hidden(make_file: MakeFile, libreoffice: Sandbox, how: str) -> None:
    in_paragraph, in_run = HIDING[how]
    shown = "<w:vanish w:val='0'/>"
    document = document_of(paragraph(run("bí mật", in_run) + run("thấy", shown), in_paragraph))
    for name, based in (("An", None), ("An2", "An")):
        style = document.styles.add_style(name, 1)
        style.base_style = document.styles[based] if based else None
        if based is None:
            style.font.hidden = True
    path = make_file(saved(document))
    assert [(one.kind, one.text) for one in marks_of(path)] == [("hidden", "bí mật")]
    assert paragraphs_of(path) == ["thấy"]
    assert printed(path, libreoffice) == "thấy"


def test_picture_and_text_show_the_same_words(make_file: MakeFile, libreoffice: Sandbox) -> None:
    document = document_of(
        changed("05 tháng 12", "20 tháng 12"), paragraph(run("x", "<w:vanish/>"))
    )
    document.add_comment(document.paragraphs[0].runs[0], "chưa hỏi", "B")
    path = make_file(saved(document))
    assert paragraphs_of(path) == ["Hạn: 20 tháng 12"]
    assert printed(path, libreoffice) == "Hạn: 20 tháng 12"
    assert b"/Annot" not in path.with_name("printed.pdf").read_bytes(), "no sign of a comment"


def test_a_letter_laid_out_here_tells_nothing_of_a_template() -> None:
    signature = Signature(("CHỦ TỊCH",), "Lưu Đình Thuận")
    before = datetime.now(UTC).replace(microsecond=0)
    content = compose(
        Letter("CV", "UBND phường Tân Khê", "UBND-VX", "Tân Khê", "Về việc họp", signature)
    )
    described = docx.Document(io.BytesIO(content)).core_properties
    for moment in (described.created, described.modified):
        assert moment is not None
        assert timedelta() <= moment.astimezone(UTC) - before < timedelta(minutes=1)
    assert (described.author, described.last_modified_by) == ("UBND phường Tân Khê", "")
    left = words_in(content)
    told = ("python-docx", "2013", "thumbnail", "customXml", "extended-properties", "rsid")
    assert [word for word in told if word in left] == []
