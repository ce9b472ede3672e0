"""Word documents with everything in them that no page shows, made part by part."""

import io
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.run import Run

BY = 'w:author="Lê Nhuần" w:date="2026-11-20T08:15:00Z"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/"
_BOX = (
    f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:textbox>'
    "<w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def xml(content: str) -> Any:
    return parse_xml(f"<w:body {nsdecls('w')}>{content}</w:body>")[0]


def run(text: str, form: str = "") -> str:
    return f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def ins(text: str, kind: str = "ins") -> str:
    return f'<w:{kind} w:id="1" {BY}>{run(text)}</w:{kind}>'


def dele(text: str, kind: str = "del") -> str:
    words = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:{kind} w:id="2" {BY}>{words}</w:{kind}>'


def paragraph(content: str, form: str = "") -> str:
    return f"<w:p><w:pPr>{form}</w:pPr>{content}</w:p>"


def changed(old: str, new: str) -> str:
    return paragraph(run("Hạn: ") + dele(old) + ins(new))


def document_of(*blocks: str) -> Any:
    document = docx.Document()
    for block in reversed(blocks):
        document.element.body.insert(0, xml(block))
    return document


def saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def add_part(document: Any, name: str, content: bytes, reltype: str, media: str) -> str:
    part = Part(PackURI(name), media, content, document.part.package)
    relation: str = document.part.relate_to(part, reltype)
    return relation


def everywhere() -> Any:
    """Changes, comments, hidden words and an embedded workbook, wherever Word can put them."""
    document = document_of(
        changed("ngày mười lăm", "ngày hai mươi"),
        paragraph(
            '<w:moveFromRangeStart w:id="7" w:name="m" w:author="Lê Nhuần"/>'
            + dele("Điều 2.", "moveFrom")
            + '<w:moveFromRangeEnd w:id="7"/>'
        ),
        paragraph(ins("Điều 2.", "moveTo")),
        paragraph(
            run("đậm", f'<w:b/><w:rPrChange w:id="3" {BY}><w:rPr><w:i/></w:rPr></w:rPrChange>')
        ),
        paragraph(run("mật mã là 1234", "<w:vanish/>") + run("Công khai.")),
        f"<w:tbl><w:tr><w:tc>{changed('ô cũ', 'ô mới')}</w:tc></w:tr></w:tbl>",
    )
    document.element.body.insert(0, parse_xml(_BOX.format(changed("hộp cũ", "hộp mới"))))
    section = document.sections[0]
    for place, old, new in (
        (section.header, "đầu cũ", "đầu mới"),
        (section.footer, "chân cũ", "chân mới"),
    ):
        place.paragraphs[0]._p.addnext(xml(changed(old, new)))
    note = f'<w:footnote w:id="1">{changed("chú cũ", "chú mới")}</w:footnote>'
    notes = f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>"
    add_part(
        document,
        "/word/footnotes.xml",
        notes.encode(),
        f"{_OFFICE}/footnotes",
        CONTENT_TYPE.WML_FOOTNOTES,
    )
    target = document.element.body.findall(f".//{{{docx.oxml.ns.nsmap['w']}}}r")[-1]
    comment = document.add_comment(
        Run(target, document._body), "Câu này chưa hỏi Tài chính", "Trần Hà", "TH"
    )
    assert comment.author == "Trần Hà"
    people = f'<w15:people xmlns:w15="{_W15}"><w15:person w15:author="Trần Hà"/></w15:people>'
    for name in ("people", "commentsExtended"):
        add_part(
            document,
            f"/word/{name}.xml",
            people.encode(),
            f"{_MICROSOFT}/{name}",
            "application/xml",
        )
    add_part(
        document,
        "/word/embeddings/so-lieu.xlsx",
        b"PK so lieu",
        f"{_OFFICE}/package",
        "application/zip",
    )
    describe(document)
    return document


def describe(document: Any) -> None:
    """What programs write of their owners."""
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.revision = (
        "Nguyễn Văn Soạn",
        "Máy 12",
        47,
    )
    properties.keywords = "nháp nội bộ"
    settings = document.settings.element
    settings.append(xml('<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>'))
    settings.append(xml("<w:trackRevisions/>"))
    document.element.body[0].set(f"{{{docx.oxml.ns.nsmap['w']}}}rsidR", "00AB12CD")
    for name, said in (
        ("custom-properties", '<property name="Ho so rieng"/>'),
        ("extended-properties", "<Template>Mau-2013.dotm</Template><Company>Sao Mai</Company>"),
    ):
        content = f'<Properties xmlns="{_PROPERTIES}{name}">{said}</Properties>'.encode()
        name_of_part = PackURI(f"/docProps/{name}-2.xml")
        part = Part(name_of_part, "application/xml", content, document.part.package)
        document.part.package.relate_to(part, f"{_OFFICE}/{name}")
