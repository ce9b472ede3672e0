"""The kinds of files this office keeps: one line each, from which everything else is derived."""

from dataclasses import dataclass

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
RTF = "application/rtf"
HTML = "text/html"
TXT = "text/plain"
CSV = "text/csv"
JPEG = "image/jpeg"
PNG = "image/png"
TIFF = "image/tiff"
WEBP = "image/webp"
ZIP = "application/zip"


@dataclass(frozen=True)
class Kind:
    """One kind of file; the first extension is the one the engine itself gives."""

    media_type: str
    extensions: tuple[str, ...]
    modern: str = ""
    """The type it is turned into before it is read or shown; empty where it has a reader."""


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
    Kind(JPEG, (".jpg", ".jpeg")),
    Kind(PNG, (".png",)),
    Kind(TIFF, (".tif", ".tiff"), modern=PDF),
    Kind(ZIP, (".zip",)),
    # Taken only under the name of a Word file or workbook, as old programs export them.
    Kind(HTML, (), modern=DOCX),
)
MODERN = {kind.media_type: kind.modern for kind in KINDS if kind.modern}
MEDIA_TYPES = {extension: kind.media_type for kind in KINDS for extension in kind.extensions}
#: The extension a file of each type is given when the engine writes it.
EXTENSIONS = {kind.media_type: kind.extensions[0] for kind in KINDS if kind.extensions}
EXTENSIONS |= {WEBP: ".webp", HTML: ".html"}
#: What is read cell by cell, whatever its print shows.
TABLES = frozenset({XLSX, XLS, ODS, CSV})
#: What is shown by the pages of a PDF that is made of it.
PRINTED = frozenset({DOCX, XLSX, *MODERN})
