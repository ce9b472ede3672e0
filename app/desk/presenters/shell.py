"""What the layout shows around every page: navigation with its counts, the person, the banner."""

from collections.abc import Mapping

from flask import Flask, g, request, url_for
from flask_login import current_user

from app.access.queries import Powers
from app.core.asking import given
from app.core.counting import Figures
from app.core.feature import Entry, Features
from app.core.policy import Actor, HeldPost
from app.core.text import initials
from app.deadlines.queries import horizon_of
from app.messages import queries as messages
from app.web.database import session
from app.web.features import features
from app.web.formats import short_day
from app.web.i18n import gettext as _
from app.web.listing import Choice, NavItem, Shell

BAR_PLACES = 4

UNREAD = "unread notices"


def init(app: Flask) -> None:
    waiting = _counting(app.extensions["features"])
    app.context_processor(lambda: {"shell": shell(waiting), "guide_href": url_for("desk.guide")})


def shell(waiting: Figures[str]) -> Shell | None:
    """The frame of this request's page; None when nobody is signed in."""
    if not current_user or not current_user.is_authenticated:
        return None
    if "shell" not in g:
        g.shell = _build(waiting, current_user.powers)
    built: Shell = g.shell
    return built


def _build(waiting: Figures[str], powers: Powers) -> Shell:
    actor: Actor = powers.actor
    post = actor.main_post
    counts = _counts(waiting, actor)
    return Shell(
        agency_name=powers.agency_names.get(actor.agency_id or 0, ""),
        person_name=actor.name,
        post_title=_title(post) if post else "",
        initials=initials(actor.name),
        theme=actor.preferences.get("theme", "light"),
        language=actor.preferences.get("language", "vi"),
        nav=_nav(actor, counts),
        acting_banner=_banner(powers),
        notice_count=counts[UNREAD] or 0,
        notices_href=url_for("messages.index"),
        search_action=url_for("search.index"),
        suggestions_url=url_for("search.suggestions"),
        search_text=request.args.get("q", "")[:200],
        can_search=actor.may("search.use"),
        home_href=url_for("desk.home"),
        posts=tuple(_choice(powers, held, post) for held in powers.held),
        posts_elsewhere=tuple(
            _choice(powers, held, post) for held in powers.held if held.agency_id != actor.agency_id
        ),
        post_action=url_for("access.choose_post"),
        language_action=url_for("access.set_language"),
        theme_action=url_for("access.set_theme"),
        password_href=url_for("access.change_password"),
        settings_href=url_for("access.me"),
        wishes_href=url_for("messages.wishes"),
        unread_url=url_for("messages.unread"),
        guide_href=url_for("desk.guide"),
        sign_out_action=url_for("access.sign_out"),
        session_url=url_for("access.check"),
        signin_url=url_for("access.sign_in_here"),
        kept_url=url_for("access.kept"),
    )


def _counting(brought: Features) -> Figures[str]:
    """Endpoint to what waits there, and the notices of the bell."""
    entries = brought.navigation
    waiting = {one.endpoint: one.counting() for one in entries if one.counting is not None}
    return Figures({**waiting, UNREAD: messages.UNREAD})


def _counts(waiting: Figures[str], actor: Actor) -> dict[str, int | None]:
    """None where a count cannot be had: it is then shown as a dash, never as 0."""
    horizon = horizon_of(session(), actor.agency_id)
    found = waiting.ask(session(), waiting.keys, given(actor, horizon.moments))
    return {name: figure and figure[0] for name, figure in found.items()}


def _nav(actor: Actor, counts: Mapping[str, int | None]) -> tuple[NavItem, ...]:
    navigation = features().navigation
    entries = [entry for entry in navigation if any(actor.may(p) for p in entry.permissions)]
    in_bar = [entry for entry in entries if entry.in_bar][:BAR_PLACES]
    before = [None, *entries]
    return tuple(
        _nav_item(
            actor,
            entry,
            counts.get(entry.endpoint),
            in_bar=entry in in_bar,
            starts_group=last is not None and last.section != entry.section,
        )
        for last, entry in zip(before, entries, strict=False)
    )


def _nav_item(
    actor: Actor, entry: Entry, count: int | None, *, in_bar: bool, starts_group: bool
) -> NavItem:
    return NavItem(
        label=_(entry.label),
        icon=entry.icon,
        href=_href(actor, entry, count),
        count=count,
        current=request.endpoint == entry.endpoint,
        in_bar=in_bar,
        group_start=starts_group,
    )


def _href(actor: Actor, entry: Entry, count: int | None) -> str:
    if count == 0 and entry.with_none is not None:
        return url_for(entry.endpoint, **entry.with_none(actor))
    return url_for(entry.endpoint)


def _title(post: HeldPost) -> str:
    if not post.is_delegated:
        return post.title
    return str(_("%(title)s, for %(name)s", title=post.title, name=post.person_name))


def _choice(powers: Powers, post: HeldPost, current: HeldPost | None) -> Choice:
    return Choice(
        f"{_title(post)}, {powers.agency_names.get(post.agency_id, '')}",
        str(post.post_id),
        current is not None and post.post_id == current.post_id,
    )


def _banner(powers: Powers) -> str | None:
    """Who acts for whom today: said to both of them."""
    actor: Actor = powers.actor
    said = []
    for one in powers.delegations:
        until = short_day(one.ends_on)
        if one.receiver_id == actor.person_id:
            said.append(
                _(
                    "You act for %(name)s (%(title)s) until %(day)s.",
                    name=one.giver,
                    title=one.title,
                    day=until,
                )
            )
        else:
            said.append(
                _(
                    "%(name)s acts for you (%(title)s) until %(day)s.",
                    name=one.receiver,
                    title=one.title,
                    day=until,
                )
            )
    return " ".join(said) or None
