"""The one door to pictures: those that Pillow reads, and those of telephones."""

from pathlib import Path

import pillow_heif
from PIL import Image

from documents.media import BMP, GIF, HEIC, JPEG, PNG, TIFF, WEBP

pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False)
FORMATS = {
    JPEG: "JPEG",
    PNG: "PNG",
    TIFF: "TIFF",
    HEIC: "HEIF",
    WEBP: "WEBP",
    BMP: "BMP",
    GIF: "GIF",
}


def open_picture(path: Path, *media_types: str) -> Image.Image:
    """Open a picture of one of these types, without reading its pixels; raise what Pillow does."""
    return Image.open(path, formats=[FORMATS[media_type] for media_type in media_types])
