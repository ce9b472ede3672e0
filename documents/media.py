"""The kinds of files this office keeps: one line each, from which everything else is derived."""

from dataclasses import dataclass

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PPT = "application/vnd.ms-powerpoint"
ODP = "application/vnd.oasis.opendocument.presentation"
RTF = "application/rtf"
HTML = "text/html"
TXT = "text/plain"
CSV = "text/csv"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
HEIC = "image/heic"
WEBP = "image/webp"
BMP = "image/bmp"
GIF = "image/gif"
EML = "message/rfc822"
MSG = "application/vnd.ms-outlook"
ZIP = "application/zip"


@dataclass(frozen=True)
class Kind:
    """One kind of file; the first extension is the one the engine itself gives."""

    media_type: str
    extensions: tuple[str, ...]
    modern: str = ""
    """The type it is turned into before it is shown, and read where it has no reader."""


KINDS = (
    Kind(PDF, (".pdf",)),
    Kind(DOCX, (".docx",)),
    Kind(DOC, (".doc",), modern=DOCX),
    Kind(RTF, (".rtf",), modern=DOCX),
    Kind(ODT, (".odt",), modern=DOCX),
    Kind(TXT, (".txt",), modern=DOCX),
    Kind(XLSX, (".xlsx",)),
    Kind(XLS, (".xls",), modern=XLSX),
    Kind(ODS, (".ods",), modern=XLSX),
    Kind(CSV, (".csv",), modern=XLSX),
    Kind(PPTX, (".pptx", ".ppsx"), modern=PDF),
    Kind(PPT, (".ppt", ".pps"), modern=PDF),
    Kind(ODP, (".odp",), modern=PDF),
    Kind(EML, (".eml",), modern=DOCX),
    Kind(MSG, (".msg",), modern=DOCX),
    Kind(JPEG, (".jpg", ".jpeg")),
    Kind(PNG, (".png",)),
    Kind(HEIC, (".heic", ".heif")),
    Kind(WEBP, (".webp",)),
    Kind(BMP, (".bmp",)),
    Kind(GIF, (".gif",)),
    Kind(TIFF, (".tif", ".tiff"), modern=PDF),
    Kind(ZIP, (".zip",)),
    # Taken only under the name of a Word file or workbook, as old programs export them.
    Kind(HTML, (), modern=DOCX),
)
MODERN = {kind.media_type: kind.modern for kind in KINDS if kind.modern}
MEDIA_TYPES = {extension: kind.media_type for kind in KINDS for extension in kind.extensions}
#: The extension a file of each type is given when the engine writes it.
EXTENSIONS = {kind.media_type: kind.extensions[0] for kind in KINDS if kind.extensions}
EXTENSIONS |= {HTML: ".html"}
#: What is drawn as it is, without a print.
PICTURES = frozenset({JPEG, PNG, HEIC, WEBP, BMP, GIF})
#: What plain letters alone make up holds nothing beside them; all else is looked into for what no
#: page shows, and cleaned of it before it leaves.
CLEANED = frozenset(kind.media_type for kind in KINDS) - {TXT, CSV}
#: What of an old kind is looked into, and what becomes of it once that is settled.
TODAYS = dict.fromkeys((DOC, RTF, ODT, HTML), DOCX) | dict.fromkeys((XLS, ODS), XLSX)
TODAYS |= dict.fromkeys((PPT, ODP), PPTX)
SLIDES = frozenset({PPTX, PPT, ODP})
MAILS = frozenset({EML, MSG})
#: What holds files that can be taken out.
BUNDLES = MAILS | {ZIP}
#: To look into these takes seconds, for LibreOffice starts: a worker does it.
LOOKED_INTO_LATER = TODAYS.keys() | BUNDLES
#: What has no reader of its own: it is made modern first.
UNREAD = MODERN.keys() - MAILS - SLIDES
#: What is read itself, whatever its print shows: cells, notes beside slides, files with a mail.
SELF_READ = frozenset({XLSX, XLS, ODS, CSV, PPTX, ODP}) | MAILS
#: What is shown by the pages of a PDF that is made of it.
PRINTED = frozenset({DOCX, XLSX, *MODERN})
