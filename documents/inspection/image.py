"""Pictures: they decode to the last pixel, and to no more pixels than allowed."""

from typing import NoReturn

from PIL import Image, ImageSequence

from documents.errors import N_, BadFile
from documents.inspection.findings import Content, Subject
from documents.media import EXTENSIONS, TIFF
from documents.pictures import open_picture
from documents.sniffing import held_picture

_TOO_LARGE = N_("The picture “%(name)s” has more than %(limit)s pixels.")
_TOO_MANY = N_("The picture “%(name)s” has more than %(limit)s pages.")


def check_picture(subject: Subject, media_type: str) -> Content:
    """Decode every page of a picture; raise BadFile."""
    if held_picture(subject.path) != media_type:
        subject.refuse_mismatch(EXTENSIONS[media_type])
    pages = _decoded_pages(subject, media_type)
    if pages == 0:
        subject.refuse("image_damaged", N_("The picture “%(name)s” is damaged or cut short."))
    return Content(page_count=pages if media_type == TIFF else 1)


def _decoded_pages(subject: Subject, media_type: str) -> int:
    """Count the pages, decoding each; none when one is damaged. Raises BadFile for too many."""
    try:
        with open_picture(subject.path, media_type) as picture:
            for number, page in enumerate(ImageSequence.Iterator(picture), 1):
                if number > subject.limits.max_pages:
                    _refuse_size(subject, _TOO_MANY, subject.limits.max_pages)
                if page.width * page.height > subject.limits.max_image_pixels:
                    _refuse_size(subject, _TOO_LARGE, subject.limits.max_image_pixels)
                page.load()
            return number
    except BadFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _refuse_size(subject, _TOO_LARGE, subject.limits.max_image_pixels)
    # Decoders of hostile bytes raise anything; to the office all of it means damage.
    except Exception:
        return 0


def _refuse_size(subject: Subject, message: str, limit: int) -> NoReturn:
    subject.refuse("image_too_large", message, limit=limit)
