"""What the watchdog finds, asked within a test's own session."""

from typing import Any

from sqlalchemy.orm import Session

from app.core.feature import Features, Found, Invariant, Watching
from app.features import FEATURES


def invariant(name: str, features: Features = FEATURES) -> Invariant:
    return next(one for one in features.invariants if one.name == name)


def look(session: Session, name: str, engines: Any = None, features: Features = FEATURES) -> Found:
    """What is found of it now, also of what is not committed."""
    watching = Watching(session, engines, features, Found())
    return invariant(name, features).check(watching)


def broken(session: Session, engines: Any, features: Features = FEATURES) -> list[str]:
    """All that do not hold of the office's rows, files and index."""
    names = [one.name for one in features.invariants if not one.name.startswith("parts.")]
    return [name for name in names if look(session, name, engines, features).breaches]
