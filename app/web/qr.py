"""QR codes as the path of an SVG: black squares, nothing to fetch, sharp on any printer."""

from dataclasses import dataclass

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel


@dataclass(frozen=True, slots=True)
class QrCode:
    """`path` draws its dark squares in a field of `size` by `size`, without the quiet zone."""

    path: str
    size: int


def qr_code(text: str) -> QrCode:
    """A code of middle error correction: a stamp or a fold over it still lets it be read."""
    made = QRCode(None, QRErrorCorrectLevel.M)
    made.addData(text)
    made.make()
    size = made.getModuleCount()
    dark = ((row, column) for row in range(size) for column in range(size))
    path = "".join(f"M{x} {y}h1v1h-1z" for y, x in dark if made.isDark(y, x))
    return QrCode(path, size)
