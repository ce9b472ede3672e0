"""The media types this office keeps, and the file extensions that stand for them."""

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOC = "application/msword"
JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
ZIP = "application/zip"

MEDIA_TYPES = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".doc": DOC,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": PNG,
    ".zip": ZIP,
}

#: The extension a file of each type is given when the engine writes it.
EXTENSIONS = {
    PDF: ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    DOC: ".doc",
    JPEG: ".jpg",
    PNG: ".png",
    WEBP: ".webp",
    ZIP: ".zip",
}
