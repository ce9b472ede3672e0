"""Files that are nothing but text: rich, for the web, or plain."""

import re

from documents import charsets
from documents.errors import N_
from documents.inspection.findings import Content, Subject
from documents.media import CSV, EXTENSIONS, TXT
from documents.sniffing import RTF_MARK

_LOOKED_AT_BYTES = 64 * 1024
#: No text has these; a program or a picture under the name of a text has many.
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x19\x1b-\x1f]")
_CUT = N_("The document “%(name)s” is cut short.")


def check_rtf(subject: Subject) -> Content:
    """See that a rich text begins and ends as one; raise BadFile."""
    if not subject.starts_with(RTF_MARK):
        subject.refuse_mismatch(".rtf")
    with subject.path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, 2) - _LOOKED_AT_BYTES))
        if not stream.read().rstrip(b"\0\r\n\t \x1a").endswith(b"}"):
            subject.refuse("office_damaged", _CUT)
    return Content()


def check_html(_subject: Subject) -> Content:
    """Nothing is left to see: it was known by its content."""
    return Content()


def check_txt(subject: Subject) -> Content:
    """See that it is text in any writing; raise BadFile."""
    return _check_plain(subject, TXT)


def check_csv(subject: Subject) -> Content:
    """See that it is text in any writing; raise BadFile."""
    return _check_plain(subject, CSV)


def _check_plain(subject: Subject, media_type: str) -> Content:
    with subject.path.open("rb") as stream:
        if _CONTROLS.search(charsets.text_of(stream.read(_LOOKED_AT_BYTES))):
            subject.refuse_mismatch(EXTENSIONS[media_type])
    return Content()
