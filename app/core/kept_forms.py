"""What somebody types is kept until it is sent, thrown away, or has waited too long.

A row is its typist's alone: whoever asks for another's finds nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Select, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.db import Base
from app.core.once import SubmittedForm

Fields = Sequence[tuple[str, str]]

LONGEST_PLACE = 2_000
MOST_FORMS = 40
MOST_CHARACTERS = 1_000_000
"""Of one form, and of all that is kept for one person; the longest letter here had 60,000."""


class KeptForm(Base):
    """A form that its person has not sent yet, as it stood a few seconds ago."""

    __tablename__ = "kept_form"
    __table_args__ = (UniqueConstraint("person_id", "key", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(64))
    """Of one form in one window: two of the same kind are kept side by side."""
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    """The address that the form is sent to."""
    title: Mapped[str] = mapped_column(String(200))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    size: Mapped[int]
    """In characters."""
    kept_at: Mapped[datetime] = mapped_column(index=True)


def keep_form(
    session: Session, person_id: int, key: str, place: str, title: str, fields: Fields
) -> datetime | None:
    """Keep the form as it stands now; the oldest of this person give way to it.

    The first title stays: its page told it, and knew what the form is about. None where it is too
    long to be kept, or its address is none of a page.
    """
    size = sum(len(name) + len(text) for name, text in fields)
    if size > MOST_CHARACTERS or len(place) > LONGEST_PLACE or not place.isprintable():
        return None
    same = _own(person_id).where(KeptForm.key == key, KeptForm.place == place)
    row = session.scalar(same.with_for_update())
    if row is None:
        row = KeptForm(person_id=person_id, key=key, place=place)
        session.add(row)
    row.title, row.size, row.kept_at = row.title or title[:200], size, clock.now()
    row.fields = [list(field) for field in fields]
    session.flush()
    _make_room(session, person_id)
    return row.kept_at


def was_sent(session: Session, once_key: str) -> bool:
    """Whether the form of this key was carried out: what comes after it is late."""
    return bool(once_key) and session.get(SubmittedForm, once_key) is not None


def kept_forms(session: Session, person_id: int, place: str) -> Sequence[KeptForm]:
    """What this person typed into the form of this address and did not send, newest first."""
    rows = _own(person_id).where(KeptForm.place == place)
    return session.scalars(rows.order_by(KeptForm.kept_at.desc(), KeptForm.id.desc())).all()


def kept_form(session: Session, person_id: int, kept_id: int) -> KeptForm | None:
    """One of this person's own."""
    return session.scalar(_own(person_id).where(KeptForm.id == kept_id))


def forget_kept(session: Session, person_id: int, key: str, place: str) -> None:
    """The form of this address was carried out."""
    if key:
        session.execute(
            delete(KeptForm).where(
                KeptForm.person_id == person_id, KeptForm.key == key, KeptForm.place == place
            )
        )


def forget_old_forms(session: Session, kept_for: timedelta) -> None:
    """Forget what nobody came back to."""
    session.execute(delete(KeptForm).where(KeptForm.kept_at < clock.now() - kept_for))


def _own(person_id: int) -> Select[KeptForm]:
    return select(KeptForm).where(KeptForm.person_id == person_id)


def _make_room(session: Session, person_id: int) -> None:
    newest = (KeptForm.kept_at.desc(), KeptForm.id.desc())
    with_sums = select(
        KeptForm.id,
        func.sum(KeptForm.size).over(order_by=newest).label("characters"),
        func.row_number().over(order_by=newest).label("number"),
    ).where(KeptForm.person_id == person_id)
    rows = with_sums.subquery()
    too_many = select(rows.c.id).where(
        (rows.c.characters > MOST_CHARACTERS) | (rows.c.number > MOST_FORMS)
    )
    session.execute(delete(KeptForm).where(KeptForm.id.in_(too_many)))
