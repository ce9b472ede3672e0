"""A picture as it may leave: where, when and with what it was taken stands on nobody's page."""

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageSequence
from PIL.ExifTags import Base

from documents.media import HEIC, JPEG, WEBP
from documents.pictures import FORMATS, open_picture
from documents.rendition.problems import UnreadableImage

#: How finely it is measured, how it is coloured and packed; all else that is said goes.
_KEPT = ("dpi", "icc_profile", "compression", "transparency", "duration", "loop")
_QUALITY = {JPEG: "keep", WEBP: 92, HEIC: 92}


def cleaned_picture(path: Path, media_type: str) -> bytes:
    """The same pixels, upright as they are shown, and no word beside them; raise UnreadableImage.

    A .jpg keeps its own tables: to be written anew changes nothing that can be seen.
    """
    try:
        with open_picture(path, media_type) as picture:
            return _written(picture, media_type)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableImage(str(error)) from error


def _written(picture: Image.Image, media_type: str) -> bytes:
    options: dict[str, Any] = {"exif": Image.Exif()}
    if media_type in _QUALITY:
        options["quality"] = _QUALITY[media_type]
    if getattr(picture, "n_frames", 1) > 1:
        picture, *others = map(_bare, ImageSequence.Iterator(picture))
        options |= {"save_all": True, "append_images": others}
    elif media_type != JPEG:
        picture = _bare(picture)
    else:  # its tables are with the picture as it was opened: it is said how to turn it
        options["exif"][Base.Orientation] = picture.getexif().get(Base.Orientation, 1)
        picture.info = _kept(picture)
    target = io.BytesIO()
    picture.save(target, FORMATS[media_type], **options)
    return target.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone, upright, which know of no file that they came from."""
    bare = ImageOps.exif_transpose(picture)
    bare.info = _kept(picture)
    return bare


def _kept(picture: Image.Image) -> dict[str | tuple[int, int], Any]:
    return {name: picture.info[name] for name in _KEPT if name in picture.info}
