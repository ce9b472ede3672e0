"""The frame around every page: navigation, and who is signed in."""

from dataclasses import dataclass

from app.web.listing.basics import Choice


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
    suggestions_url: str = ""
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
    wishes_href: str = ""
    unread_url: str = ""
    """Tells again how many notices are not read."""
    guide_href: str = ""
    sign_out_action: str = ""
    session_url: str = ""
    kept_url: str = ""
    """Keeps what is being typed."""
    signin_url: str = ""
