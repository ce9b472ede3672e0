"""What to do with a file of a kind that is not taken."""

from documents.errors import N_

_UNPACK = N_(
    "“%(name)s” is packed in a way not read here. Unpack it, and send its files or a .zip of them."
)
_PRINT = N_("“%(name)s” cannot be shown here. Open it in its program and save it as PDF.")
_PICTURE = N_("“%(name)s” is a picture that few programs show. Save it as .jpg and send that.")
_LETTER = N_("“%(name)s” is a mail. Save its attachments and send these, and the mail as PDF.")
_PLAIN = N_("“%(name)s” can hold macros. Save it as .docx or .xlsx and send that.")
_OTHER = N_("“%(name)s” is not of an accepted type. Accepted: %(accepted)s.")
_WAYS = {
    _UNPACK: (".rar", ".7z", ".gz", ".tar", ".tgz"),
    _PRINT: (".ppt", ".pptx", ".pps", ".ppsx", ".odp", ".html", ".htm", ".mht", ".xps", ".ofd"),
    _PICTURE: (".heic", ".heif", ".webp", ".bmp", ".gif", ".avif"),
    _LETTER: (".eml", ".msg"),
    _PLAIN: (".docm", ".dotm", ".xlsm", ".xltm", ".xlsb"),
}
_WAY_OF = {extension: way for way, extensions in _WAYS.items() for extension in extensions}


def way_out(extension: str) -> str:
    """Give the message for a file of this extension; it may use %(name)s and %(accepted)s."""
    return _WAY_OF.get(extension, _OTHER)
