"""What to do with a file of a kind that is not taken."""

from documents.errors import N_

_UNPACK = N_(
    "“%(name)s” is packed in a way not read here. Unpack it, and send its files or a .zip of them."
)
_PRINT = N_("“%(name)s” cannot be shown here. Open it in its program and save it as PDF.")
_PICTURE = N_("“%(name)s” is a picture that few programs show. Save it as .jpg and send that.")
_PLAIN = N_("“%(name)s” can hold macros. Save it as .docx, .xlsx or .pptx and send that.")
_OTHER = N_("“%(name)s” is not of an accepted type. Accepted: %(accepted)s.")
_WAYS = {
    _UNPACK: (".rar", ".7z", ".gz", ".tar", ".tgz"),
    _PRINT: (".html", ".htm", ".mht", ".xps", ".ofd", ".pages", ".numbers", ".key"),
    _PICTURE: (".avif", ".jxl", ".svg", ".psd", ".dng", ".cr2"),
    _PLAIN: (".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".pptm", ".ppsm", ".potm"),
}
_WAY_OF = {extension: way for way, extensions in _WAYS.items() for extension in extensions}


def way_out(extension: str) -> str:
    """Give the message for a file of this extension; it may use %(name)s and %(accepted)s."""
    return _WAY_OF.get(extension, _OTHER)
