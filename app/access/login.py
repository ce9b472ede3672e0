"""Who is signed in: the signed cookie, the statement that checks it, what a process remembers.

The cookie holds the person, the key of their session (a row: without it the cookie is worth
nothing) and when they were last active, to the minute. What the person may do is kept per process
until the access epoch, the day or their own choices change.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, current_app, g, request
from flask import session as cookie
from flask_login import AnonymousUserMixin, LoginManager, login_user
from sqlalchemy.orm import Session

from app.access.queries import Powers, SessionState, powers_of, session_state
from app.access.service import sessions
from app.access.service.signing_in import Begun
from app.access.settings import IDLE_MINUTES, SESSION_HOURS
from app.core import clock
from app.core.memory import Memory, remembered, share
from app.core.policy import Actor
from app.core.settings import value
from app.web.database import session
from app.web.page_tokens import name_person

KEY, SEEN = "key", "seen"
NOT_AN_ACTIVITY = frozenset({"access.check"})
LOOKS_AGAIN = "again"
"""What a page that asks something by itself, again and again, says to be asking for."""
TOUCH_AFTER = timedelta(minutes=1)


class Nobody(AnonymousUserMixin):  # type: ignore[misc]
    """The `current_user` of a request of which nobody signed in."""

    actor: Actor | None = None


manager = LoginManager()
manager.anonymous_user = Nobody
manager.session_protection = None  # a phone changes its address on the way to work


@dataclass(frozen=True)
class SignedIn:
    """The `current_user` of a request."""

    powers: Powers
    must_change_password: bool
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def actor(self) -> Actor:
        return self.powers.actor

    def get_id(self) -> str:
        return str(self.actor.person_id)


def init(app: Flask) -> None:
    app.extensions["memory"] = Memory()
    manager.init_app(app)


@manager.user_loader  # type: ignore[untyped-decorator]
def load(person_id: str) -> SignedIn | None:
    """The person of the cookie, or None with the reason in g.signed_out_because."""
    state = session_state(session(), int(person_id), session_key())
    if state is not None:
        memory: Memory = current_app.extensions["memory"]
        share(session(), memory, (state.access_epoch, clock.today()))
    if _idle_for() > _longest_idle():
        g.signed_out_because = "idle"
        return None
    if state is None or state.disabled_at is not None:
        g.signed_out_because = "disabled"
        return None
    if state.session_ends_at is None:
        g.signed_out_because = "elsewhere"
        return None
    if state.session_ends_at <= clock.now():
        g.signed_out_because = "long"
        return None
    _note_activity()
    return _signed_in(int(person_id), state)


def begin(begun: Begun) -> None:
    """Into this session: nothing of the old cookie stays, its session and CSRF token neither."""
    sessions.end(session(), session_key())
    end()
    cookie[KEY] = begun.key
    cookie[SEEN] = _now()
    name_person(begun.person_id)
    state = session_state(session(), begun.person_id, begun.key)
    assert state is not None
    login_user(_signed_in(begun.person_id, state))


def begin_anew(person_id: int) -> None:
    """A new session for whoever is signed in, when all others have ended."""
    begin(Begun(person_id, sessions.begin(session(), person_id, life(session()))))


def end() -> None:
    """Forget everything about the person in this browser."""
    cookie.clear()
    g.pop(current_app.config["WTF_CSRF_FIELD_NAME"], None)
    g.pop("_login_user", None)


def session_key() -> str:
    """The key of this browser's session; empty when it has none."""
    return str(cookie.get(KEY, ""))


def life(own: Session) -> timedelta:
    """How long a session that begins now lives at most; asked before the one that begins it."""
    hours = value(own, SESSION_HOURS, None, current_app.config["SESSION_HOURS"])
    return timedelta(hours=hours)


def _signed_in(person_id: int, state: SessionState) -> SignedIn:
    powers = remembered(
        session(),
        ("powers", person_id, state.current_post_id),
        lambda: powers_of(session(), person_id),
    )
    preferences = {"language": state.language, "theme": state.theme}
    powers = replace(powers, actor=replace(powers.actor, preferences=preferences))
    return SignedIn(powers, state.must_change_password)


def _now() -> int:
    return int(clock.now().timestamp())


def _longest_idle() -> timedelta:
    minutes = value(session(), IDLE_MINUTES, None, current_app.config["IDLE_MINUTES"])
    return timedelta(minutes=minutes)


def _idle_for() -> timedelta:
    seen: Any = cookie.get(SEEN, 0)
    return clock.now() - datetime.fromtimestamp(seen, UTC)


def _note_activity() -> None:
    """Rewrite the cookie at most once a minute, and not for a script that only looks."""
    looks = request.endpoint in NOT_AN_ACTIVITY or request.headers.get("X-Part") == LOOKS_AGAIN
    if not looks and _idle_for() >= TOUCH_AFTER:
        cookie[SEEN] = _now()
