"""Pictures of pages and of pictures, small enough for a list and sharp enough to read."""

import io
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image, ImageOps

from documents.media import PICTURES
from documents.pdfium import UnreadablePdf, open_pdf
from documents.pictures import open_picture
from documents.rendition.formtext import undrawn, write_values
from documents.rendition.problems import NoSuchPage, UnreadableImage

MAX_WIDTH_PX = 4000
#: No side may be longer (WebP ends at 16,383), nor the whole larger: such pages are drawn smaller.
_MAX_SIDE_PX = 16_000
_MAX_PIXELS = 40_000_000
_WEBP_QUALITY = 80
#: Speed before size (0 to 6): 2 takes half the time of the usual 4 for about a tenth more bytes.
_WEBP_METHOD = 2


def page_count(pdf: Path) -> int:
    """Count the pages; raise UnreadablePdf."""
    with open_pdf(pdf) as document:
        return len(document)


def page_image(pdf: Path, page_number: int, width_px: int) -> bytes:
    """Draw one page (the first is 1) with its stamps; raise NoSuchPage or UnreadablePdf."""
    with open_pdf(pdf) as document:
        count = len(document)
        if not 1 <= page_number <= count:
            raise NoSuchPage(page_number, count)
        picture = _draw(document, page_number - 1, _checked(width_px))
    return _encoded(picture)


def image_preview(path: Path, width_px: int) -> bytes:
    """Scale a picture down to this width, upright and without its metadata."""
    width = _checked(width_px)
    try:
        with open_picture(path, *PICTURES) as original:
            original.draft("RGB", (width, width))
            upright = ImageOps.exif_transpose(original)
            scale = min(1, _scale(*upright.size, width))
            size = [max(1, round(side * scale)) for side in upright.size]
            return _encoded(_on_white(upright).resize(size, Image.Resampling.LANCZOS))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableImage(str(error)) from error


def _checked(width_px: int) -> int:
    if not 1 <= width_px <= MAX_WIDTH_PX:
        raise ValueError(f"width of {width_px} pixels is not within 1 to {MAX_WIDTH_PX}")
    return width_px


def _draw(document: Any, index: int, width_px: int) -> Image.Image:
    try:
        fields = _undrawn_fields(document, index)
        # Signatures are form fields: without this the seal would be missing from the picture.
        document.init_forms()
        page = document[index]
        write_values(document, page, fields)
        width, height = page.get_size()
        scale = _scale(width, height, width_px)
        picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
        return picture.convert("RGB")
    except (pypdfium2.PdfiumError, ZeroDivisionError) as error:
        raise UnreadablePdf(str(error)) from error


def _undrawn_fields(document: Any, index: int) -> frozenset[int]:
    if document.get_formtype() == raw.FORMTYPE_NONE:
        return frozenset()
    with closing(document[index]) as page:
        return undrawn(page)


def _scale(width: float, height: float, width_px: int) -> float:
    """Give the scale that makes something so wide, or less where it would grow out of bounds."""
    by_area = (_MAX_PIXELS / (width * height)) ** 0.5
    return float(min(width_px / width, _MAX_SIDE_PX / max(width, height), by_area))


def _on_white(picture: Image.Image) -> Image.Image:
    """Lay a transparent picture on paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    paper = Image.new("RGB", layered.size, "white")
    paper.paste(layered, mask=layered)
    return paper


def _encoded(picture: Image.Image) -> bytes:
    """Encode as WebP, or as PNG where few colours make that the smaller one."""
    candidates = [_saved(picture, "WEBP", quality=_WEBP_QUALITY, method=_WEBP_METHOD)]
    if picture.getcolors(maxcolors=256) is not None:
        # To choose a palette takes three times as long as all the rest: grey needs none.
        grey = picture.convert("L")
        few = grey if grey.convert("RGB") == picture else picture.quantize(256)
        candidates.append(_saved(few, "PNG", optimize=True))
    return min(candidates, key=len)


def _saved(picture: Image.Image, picture_format: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, picture_format, **options)
    return target.getvalue()
