"""Sessions of browsers: a row each, which ends when its person signs out or its time is over."""

import secrets
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.access.models import SignInSession
from app.core import clock


def begin(session: Session, person_id: int, life: timedelta) -> str:
    """A new session that lives so long at most; returns its key. Those outlived are removed."""
    now = clock.now()
    session.execute(
        delete(SignInSession).where(
            SignInSession.person_id == person_id, SignInSession.ends_at <= now
        )
    )
    key = secrets.token_urlsafe(24)
    session.add(SignInSession(key=key, person_id=person_id, ends_at=now + life))
    session.flush()
    return key


def end(session: Session, key: str) -> None:
    """A copy of its cookie opens nothing from now on."""
    session.execute(delete(SignInSession).where(SignInSession.key == key))


def end_all(session: Session, person_id: int) -> None:
    session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))
