"""Slides and mails as offices get them, made by script."""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from tests.documents.compound import compound_bytes
from tests.documents.document_files import zip_bytes

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_SLIDE = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml"
#: 08:20 on 29 November 2026 in Vietnam, as Windows counts.
_SINCE = datetime(2026, 11, 29, 1, 20, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)
SENT = int(_SINCE.total_seconds()) * 10_000_000


def pptx_bytes(*slides: str, hidden: tuple[int, ...] = (), note: str = "") -> bytes:
    """Slides of one paragraph; a note stands beside the first."""
    count = range(1, len(slides) + 1)
    overrides = "".join(
        f'<Override PartName="/ppt/slides/slide{n}.xml" ContentType="{_SLIDE}"/>' for n in count
    )
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="s{n}"/>' for n in count)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{_MAIN}"/>{overrides}</Types>',
        "_rels/.rels": _relations({"m": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{_P}" xmlns:r="{_R}">'
        f'<p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": _relations(
            {f"s{n}": ("slide", f"slides/slide{n}.xml") for n in count}
        ),
    }
    for number, text in enumerate(slides, 1):
        show = ' show="0"' if number in hidden else ""
        parts[f"ppt/slides/slide{number}.xml"] = _drawn("sld", text, show)
    if note:
        name = "ppt/slides/_rels/slide1.xml.rels"
        parts[name] = _relations({"n": ("notesSlide", "../notesSlides/notesSlide1.xml")})
        parts["ppt/notesSlides/notesSlide1.xml"] = _drawn("notes", note)
    return zip_bytes({name: text.encode() for name, text in parts.items()})


def _relations(links: Mapping[str, tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{target}"/>'
        for name, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def _drawn(kind: str, text: str, attributes: str = "") -> str:
    return (
        f'<p:{kind} xmlns:p="{_P}" xmlns:a="{_A}"{attributes}><p:cSld><p:spTree><p:sp>'
        '<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="8000000" cy="900000"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld>"
        f"</p:{kind}>"
    )


def ppt_bytes(*texts: str) -> bytes:
    """Texts of slides of PowerPoint 97, in both its writings, inside a list."""
    records = b""
    for text in texts:
        narrow = all(ord(letter) < 256 for letter in text)
        content = text.encode("latin-1" if narrow else "utf-16-le")
        records += struct.pack("<HHI", 0, 0x0FA8 if narrow else 0x0FA0, len(content)) + content
    document = struct.pack("<HHI", 0xF, 0x0FF0, len(records)) + records
    user = struct.pack("<HHIII", 0, 0x0FF6, 20, 20, 0xE391C05F)
    return compound_bytes({"Current User": user, "PowerPoint Document": document})


def eml_bytes(body: str, files: Mapping[str, bytes], subject: str = "Báo cáo tháng 11") -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "Nông Thị Ất <at@xa.gov.vn>"
    message["To"], message["Date"] = "vt@huyen.gov.vn", "Sun, 29 Nov 2026 01:20:00 +0000"
    message.set_content(body)
    for name, content in files.items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def msg_bytes(
    body: str, files: Mapping[str, bytes], subject: str = "Báo cáo tháng 11", within: str = ""
) -> bytes:
    """The same as Outlook keeps it; `within` is the subject of a mail that hangs on it."""
    tree = _kept(subject, body, bytes(32))
    for number, (name, content) in enumerate(files.items()):
        file = {"__substg1.0_3707001F": _wide(name), "__substg1.0_37010102": content}
        tree[f"__attach_version1.0_#{number:08X}"] = file
    if within:
        inner = _kept(within, "trong", bytes(24))
        tree["__attach_version1.0_#000000FF"] = {"__substg1.0_3701000D": inner}
    return compound_bytes(tree)


def _kept(subject: str, body: str, head: bytes) -> dict[str, Any]:
    return {
        "__properties_version1.0": head + struct.pack("<IIQ", 0x00390040, 6, SENT),
        "__substg1.0_0037001F": _wide(subject),
        "__substg1.0_0C1A001F": _wide("Nông Thị Ất"),
        "__substg1.0_5D01001F": _wide("at@xa.gov.vn"),
        "__substg1.0_0E04001F": _wide("vt@huyen.gov.vn"),
        "__substg1.0_1000001F": _wide(body),
    }


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
