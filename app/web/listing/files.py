"""Files to be read in place, and what forms send: uploads and chosen receivers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilePage:
    """One page as an image, with its text beside it; the sizes keep the page from jumping."""

    src: str
    width: int = 1240
    height: int = 1754
    text: str = ""
    marked: tuple[tuple[tuple[str, bool], ...], ...] = ()
    """Its paragraphs in pieces, where words are looked for in them."""


@dataclass(frozen=True, slots=True)
class FileMember:
    """A file inside a zip or with a mail; `take_href` makes it a file of the form it came to."""

    name: str
    href: str
    view_href: str
    take_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file of a document, readable in place."""

    name: str
    href: str
    size_text: str = ""
    pages: tuple[FilePage, ...] = ()
    page_count: int | None = None
    view_href: str | None = None
    current: bool = False
    note: str = ""
    is_coming: bool = False
    """Its pages are still to be made, as the note says."""
    html: str = ""
    """Markup of our own making, for a Word file that has no pages."""
    remarks: tuple[str, ...] = ()
    """What its reader should know, of marked changes to pages without words."""
    is_searched: bool = False
    """Words are looked for in it: it is read as text, where they are marked."""
    members: tuple[FileMember, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded file whose form came back: the token travels on, nothing is sent twice."""

    token: str
    name: str
    size_text: str = ""
    pages: int | None = None
    preview_href: str | None = None
    problems: tuple[str, ...] = ()
    sum: str = ""
    """The same for the same bytes, under whatever name."""


@dataclass(frozen=True, slots=True)
class Given:
    """A receiver chosen in the people picker; `id` is "u:3" for a unit, "p:12" for a person."""

    id: str
    name: str
    sub: str = ""
    role: str = "cohandler"
    due: str = ""
