"""View models of the shared components: what a template is given, never how it was found.

Every class is frozen and holds plain words, numbers and links. Words are already in the reader's
language, except those of the mappings below, which are message ids that the templates translate.
"""

from dataclasses import dataclass

from app.core.text import N_

# The seven states of a line of work, in the order in which a line usually lives through them.
STATE_WORDS = {
    "new": N_("Not opened"),
    "open": N_("In progress"),
    "track": N_("On track"),
    "soon": N_("Due soon"),
    "late": N_("Overdue"),
    "done": N_("Done on time"),
    "donelate": N_("Done late"),
}
STATE_ICONS = {
    "new": "circle",
    "open": "circle-half",
    "track": "clock",
    "soon": "hourglass-split",
    "late": "exclamation-triangle-fill",
    "done": "check-circle",
    "donelate": "check-square",
}
URGENCY_WORDS = (N_("Normal"), N_("Urgent"), N_("Very urgent"), N_("Flash"))
# Key of the picker -> word; the order is that of the keys 1, 2, 3.
ROLE_WORDS = {
    "lead": N_("Lead"),
    "cohandler": N_("Co-handler"),
    "information": N_("For information"),
}
CONFIDENCE_WORDS = {"sure": N_("sure"), "check": N_("check"), "none": N_("type it")}

# The factory adds these to the globals of the templates.
TEMPLATE_GLOBALS = {
    "STATE_WORDS": STATE_WORDS,
    "STATE_ICONS": STATE_ICONS,
    "URGENCY_WORDS": URGENCY_WORDS,
    "ROLE_WORDS": ROLE_WORDS,
    "CONFIDENCE_WORDS": CONFIDENCE_WORDS,
}


# -- The shell of every page ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the side navigation; `in_bar` ones, four at most, stand in the phone's bar."""

    label: str
    icon: str
    href: str
    count: int | None = None
    current: bool = False
    in_bar: bool = False
    group_start: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A value with its words: a post to act in, a due date, a phrase, an option of a select."""

    label: str
    value: str
    current: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Who is signed in and where they are. An empty address hides its entry."""

    agency_name: str
    person_name: str
    post_title: str = ""
    initials: str = ""
    theme: str = "light"
    language: str = "vi"
    nav: tuple[NavItem, ...] = ()
    acting_banner: str | None = None
    notice_count: int = 0
    notices_href: str = ""
    search_action: str = ""
    search_text: str = ""
    can_search: bool = False
    home_href: str = "/"
    posts: tuple[Choice, ...] = ()
    posts_elsewhere: tuple[Choice, ...] = ()
    """Those in other agencies: what belongs to them is found only after changing the post."""
    post_action: str = ""
    language_action: str = ""
    theme_action: str = ""
    password_href: str = ""
    settings_href: str = ""
    sign_out_action: str = ""
    session_url: str = ""
    signin_url: str = ""


# -- Actions and small words ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Action:
    """What this person may do now. `get` is a link (or a dialog), `post` a form of one button."""

    label: str
    href: str
    icon: str | None = None
    primary: bool = False
    method: str = "get"
    confirm: str | None = None
    quiet: bool = False
    dialog: bool = False
    short: str | None = None
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A short fact in a header: "Signature valid", "Dossier 04/2026"."""

    text: str
    icon: str | None = None
    href: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """An empty place that teaches: what would stand here and how to begin."""

    title: str
    text: str
    icon: str = "inbox"
    action: Action | None = None


# -- Lists ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view; `count` None means it is not counted, and nothing is shown."""

    label: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as a link. `on` offers to take it off; `choices` make it a menu of links."""

    label: str
    href: str = ""
    on: bool = False
    choices: tuple["Chip", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of any list: a document, a draft, a case, a search hit."""

    href: str
    subject: str
    state: str | None = None
    state_text: str | None = None
    due_text: str = ""
    due_title: str = ""
    number: str = ""
    number_note: str = ""
    number_label: str = ""
    reference: str = ""
    issuer: str = ""
    urgency: int = 0
    who: str = ""
    unread: bool = False
    select_value: str | None = None
    peek_href: str | None = None
    current: bool = False
    excerpt: tuple[tuple[str, bool], ...] = ()
    subject_hits: tuple[tuple[str, bool], ...] = ()
    """The subject in pieces like those of the excerpt, where something in it was searched for."""
    marks: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page of rows with its neighbours: keyset paging knows newer and older, not page numbers."""

    rows: tuple[Row, ...]
    label: str
    empty: Empty
    newer_href: str | None = None
    older_href: str | None = None
    total_text: str = ""


# -- Desk -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that opens exactly its rows; None is shown as a dash with words, never as 0."""

    label: str
    href: str
    count: int | None
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """How much of one colour, and the address of exactly these rows."""

    colour: str
    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class HolderBar:
    """Open work of one unit or person by colour, the worst first."""

    name: str
    figures: tuple[Figure, ...]
    href: str | None = None
    is_idle: bool = False

    @property
    def total(self) -> int:
        return sum(figure.count for figure in self.figures)


# -- Document -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHead:
    """Who, what, when and state at one glance. `direction` is `in`, `out` or None (no stamp)."""

    subject: str
    reference: str = ""
    direction: str | None = None
    stamp_number: str = ""
    stamp_date: str = ""
    kind_text: str = ""
    issuer: str = ""
    urgency: int = 0
    state: str | None = None
    due_text: str = ""
    due_title: str = ""
    facts: tuple[Fact, ...] = ()
    back: Fact | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where the document stands in the list it was opened from: "3 of 18", with its neighbours."""

    text: str
    newer_href: str | None = None
    older_href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of work in the tree of assignments."""

    holder: str
    state: str
    state_text: str = ""
    role: str = "cohandler"
    holder_note: str = ""
    due_text: str = ""
    due_title: str = ""
    say: str = ""
    why: str | tuple[str, ...] = ""
    note: str = ""
    anchor: str | None = None
    mine: bool = False
    actions: tuple[Action, ...] = ()
    children: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What a person wrote: a directive, an opinion, a remark."""

    text: str
    by: str
    when: str = ""
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """One plain sentence of the time line."""

    time: str
    text: str
    who: str = ""
    iso: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an approval circuit: `past`, `at`, `next` or `back` (returned)."""

    label: str
    note: str = ""
    status: str = "next"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a draft or a file."""

    label: str
    note: str = ""
    href: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two versions differ; either side may be empty."""

    where: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A finding of the layout check with its rule and, where there is one, its fix."""

    text: str
    passed: bool = True
    note: str = ""
    fix: Action | None = None


# -- Files ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FilePage:
    """One page as an image, with its text beside it; the sizes keep the page from jumping."""

    src: str
    width: int = 1240
    height: int = 1754
    text: str = ""


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
    html: str = ""
    """Markup of our own making, for a Word file that has no pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded file whose form came back: the token travels on, nothing is sent twice."""

    token: str
    name: str
    size_text: str = ""
    pages: int | None = None
    preview_href: str | None = None
    problems: tuple[str, ...] = ()


# -- Forms ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """A receiver chosen in the people picker; `id` is "u:3" for a unit, "p:12" for a person."""

    id: str
    name: str
    sub: str = ""
    role: str = "cohandler"
    due: str = ""


# -- Tables and printed registers -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a plain table; `number` aligns figures at the right."""

    label: str
    number: bool = False
    hide_small: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; `href` makes its text a link, `state` draws the state word."""

    text: str = ""
    href: str | None = None
    note: str = ""
    state: str | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a plain table: cells may be plain words."""

    cells: tuple[Cell | str, ...]
    actions: tuple[Action, ...] = ()
    muted: bool = False


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a printed register: `width` in mm is one print.css knows; 0 takes the rest."""

    label: str
    width: int = 0
    centre: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of a printed register; a void number is printed with its reason."""

    cells: tuple[str, ...]
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One A4 page of a statutory register."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    agency: str = ""
    unit: str = ""
    volume: tuple[str, ...] = ()
    total_text: str = ""
    place_date: str = ""
    signer_title: str = ""
    signer_name: str = ""
    footer_left: str = ""
    footer_right: str = ""
