"""Files that are nothing but text: rich, for the web, or plain."""

import re

from documents import charsets
from documents.errors import N_
from documents.inspection.findings import Content, Subject
from documents.mail.read import NoMail, read_mail
from documents.media import EXTENSIONS
from documents.sniffing import RTF_MARK

_LOOKED_AT_BYTES = 64 * 1024
#: No text has these; a program or a picture under the name of a text has many.
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x19\x1b-\x1f]")
_BINARY = re.compile(rb"\\bin(\d{4,12})")
_DAMAGED_MAIL = N_("The mail “%(name)s” is damaged.")
_CUT = N_("The document “%(name)s” is cut short.")


def check_rtf(subject: Subject, _media_type: str) -> Content:
    """See that a rich text begins and ends as one; raise BadFile."""
    if not subject.starts_with(RTF_MARK):
        subject.refuse_mismatch(".rtf")
    with subject.path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, 2) - _LOOKED_AT_BYTES))
        if not stream.read().rstrip(b"\0\r\n\t \x1a").endswith(b"}"):
            subject.refuse("office_damaged", _CUT)
        stream.seek(0)
        content = stream.read()
    # Where a picture is said to be longer than the file, programs wait for the rest.
    if any(int(size) > len(content) for size in _BINARY.findall(content)):
        subject.refuse("office_damaged", _CUT)
    return Content()


def check_html(_subject: Subject, _media_type: str) -> Content:
    """Nothing is left to see: it was known by its content."""
    return Content()


def check_eml(subject: Subject, media_type: str) -> Content:
    """Take a mail apart; what hangs on it is looked at when it is taken out. Raise BadFile."""
    try:
        read_mail(subject.path, media_type)
    except MemoryError:
        raise
    except NoMail:
        subject.refuse_mismatch(EXTENSIONS[media_type])
    # Readers of damaged files raise whatever they stumble over; all of it means the same.
    except Exception:
        subject.refuse("mail_damaged", _DAMAGED_MAIL)
    return Content()


def check_plain(subject: Subject, media_type: str) -> Content:
    """See that it is text in any writing; raise BadFile."""
    with subject.path.open("rb") as stream:
        if _CONTROLS.search(charsets.text_of(stream.read(_LOOKED_AT_BYTES))):
            subject.refuse_mismatch(EXTENSIONS[media_type])
    return Content()
