"""Pictures: they decode to the last pixel, and to no more pixels than allowed."""

from PIL import Image

from documents.errors import N_
from documents.inspection.findings import Content, Subject

_MARKS = {"JPEG": (b"\xff\xd8\xff", ".jpg"), "PNG": (b"\x89PNG\r\n\x1a\n", ".png")}


def check_jpeg(subject: Subject) -> Content:
    """Decode a JPEG; raise BadFile."""
    return _check(subject, "JPEG")


def check_png(subject: Subject) -> Content:
    """Decode a PNG; raise BadFile."""
    return _check(subject, "PNG")


def _check(subject: Subject, picture_format: str) -> Content:
    mark, extension = _MARKS[picture_format]
    if not subject.starts_with(mark):
        subject.refuse_mismatch(extension)
    pixels = _decoded_pixels(subject, picture_format)
    if pixels is None:
        subject.refuse("image_damaged", N_("The picture “%(name)s” is damaged or cut short."))
    if pixels > subject.limits.max_image_pixels:
        subject.refuse(
            "image_too_large",
            N_("The picture “%(name)s” has more than %(limit)s pixels."),
            limit=subject.limits.max_image_pixels,
        )
    return Content(page_count=1)


def _decoded_pixels(subject: Subject, picture_format: str) -> int | None:
    """Count the pixels, decoding them only when there are not too many; None when damaged."""
    try:
        with Image.open(subject.path, formats=[picture_format]) as picture:
            pixels = picture.width * picture.height
            if pixels <= subject.limits.max_image_pixels:
                picture.load()
            return pixels
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return subject.limits.max_image_pixels + 1
    # Decoders of hostile bytes raise anything; to the office all of it means damage.
    except Exception:
        return None
