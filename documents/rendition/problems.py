"""What can be wrong with pages and pictures, and what they are drawn as."""

from documents.errors import N_, EngineError, FileProblem
from documents.media import PNG, WEBP


class NoSuchPage(EngineError):
    """The document has no page of this number."""

    def __init__(self, number: int, count: int) -> None:
        message = N_("There is no page %(number)s; the document has %(count)s.")
        super().__init__(FileProblem("no_such_page", message, {"number": number, "count": count}))


class UnreadableImage(EngineError):
    """The picture cannot be decoded."""

    def __init__(self, reason: str) -> None:
        message = N_("The picture cannot be read: %(reason)s")
        super().__init__(FileProblem("image_damaged", message, {"reason": reason}))


def picture_type(picture: bytes) -> str:
    """Give the media type of what `page_image` and `image_preview` made."""
    return PNG if picture.startswith(b"\x89PNG") else WEBP


class TooManyPages(EngineError):
    """Its structure says so already: printing would only be given up after half a minute."""

    def __init__(self, limit: int) -> None:
        message = N_("Printed, this file would have more than %(limit)s pages.")
        super().__init__(FileProblem("too_many_pages", message, {"limit": limit}))
