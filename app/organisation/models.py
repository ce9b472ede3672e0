"""Agencies, units, persons and the posts they hold."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym, validates

from app.core import clock
from app.core.collation import name_key
from app.core.db import Base
from app.core.text import fold


class Agency(Base):
    """A body with its own seal, registers and number series."""

    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "validity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    code: Mapped[str] = mapped_column(String(35), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80))
    folded: Mapped[str] = mapped_column(String(320))
    """Name, short name and code as they are looked for."""
    symbol: Mapped[str] = mapped_column(String(30))
    """What stands for the agency in a reference: "UBND" in "12/QĐ-UBND"."""
    place_name: Mapped[str] = mapped_column(String(80))
    """The place written before a document's date (địa danh)."""
    superior_name: Mapped[str] = mapped_column(String(200), default="")
    """Printed above the agency's name; empty for a people's committee."""
    collective_name: Mapped[str] = mapped_column(String(200), default="")
    """On whose behalf its leaders sign (TM.); empty where the head signs alone."""
    address: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    @validates("name", "short_name", "code")
    def _follow(self, key: str, value: str) -> str:
        names = {"name": self.name, "short_name": self.short_name, "code": self.code, key: value}
        self.folded = fold(" ".join(filter(None, names.values())))
        return value


class Unit(Base):
    """A department or group inside an agency; units form a tree."""

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "validity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80))
    symbol: Mapped[str] = mapped_column(String(30), default="")
    """The drafting unit in a công văn's reference: "VX" in "807/UBND-VX"."""
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    agency: Mapped[Agency] = relationship()


KNOWN_OF = {
    "phone": ("phone_confirmed_at",),
    "email": ("email_confirmed_at", "email_refused_at"),
}
"""The moments that are kept of each address of a person."""


class Person(Base):
    """Someone who works, or worked, in one of the agencies."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    folded_name: Mapped[str] = mapped_column(String(120), index=True)
    name_key: Mapped[str] = mapped_column(String(600), index=True)
    """What persons are sorted by: core.collation.name_key."""
    phone: Mapped[str] = mapped_column(String(20), default="")
    phone_confirmed_at: Mapped[datetime | None]
    """When the person proved that messages to this number reach them."""
    email: Mapped[str] = mapped_column(String(120), default="")
    email_confirmed_at: Mapped[datetime | None]
    email_refused_at: Mapped[datetime | None]
    """Since when mail to this address comes back for good; nothing is sent there any more."""
    email_refusal: Mapped[str] = mapped_column(String(300), default="", server_default="")
    """What the mail server said then."""
    version: Mapped[int] = mapped_column(default=1)

    @validates("phone", "email")
    def _of_another(self, column: str, address: str) -> str:
        """What was found out of one address holds for no other."""
        if address != getattr(self, column):
            for mark in KNOWN_OF[column]:
                setattr(self, mark, None)
            if column == "email":
                self.email_refusal = ""
        return address

    @validates("name")
    def _follow(self, _key: str, name: str) -> str:
        self.folded_name, self.name_key = fold(name), name_key(name)
        return name


class Post(Base):
    """What a person is in an agency or one of its units, between two dates."""

    __tablename__ = "post"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "validity"),
        Index("ix_post_unit", "unit_id", "is_head"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(120))
    role_code: Mapped[str] = mapped_column(ForeignKey("role.code"))
    is_head: Mapped[bool] = mapped_column(default=False)
    """Head of the unit; with no unit, head of the agency."""
    is_deputy: Mapped[bool] = mapped_column(default=False)
    """Deputy of the head; signs KT. for them."""
    is_main: Mapped[bool] = mapped_column(default=False)
    """The post a person of several works in unless they choose another."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
    unit: Mapped[Unit | None] = relationship()
    agency: Mapped[Agency] = relationship()


class Delegation(Base):
    """The holder of a post lets another person act in it for a time (giấy ủy quyền)."""

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", "validity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    to_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    scope: Mapped[str] = mapped_column(String(20), default="all")
    """"all": everything the post may do; "process": all but signing."""
    basis: Mapped[str] = mapped_column(String(200), default="")
    """The written authorisation this rests on."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    valid_from: Mapped[date] = synonym("starts_on")
    valid_to: Mapped[date] = synonym("ends_on")
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    post: Mapped[Post] = relationship()
    to_person: Mapped[Person] = relationship(foreign_keys=[to_person_id])


class AccessEpoch(Base):
    """One row, raised by every change of posts, roles, delegations, units, days off or settings.

    A web process keeps what it knows of them as long as this number stands.
    """

    __tablename__ = "access_epoch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)


class Absence(Base):
    """Days on which a person is away; shown where work is given out."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", "validity"),
        CheckConstraint("stand_in_id IS NOT NULL OR NOT reroutes", "rerouted_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    valid_from: Mapped[date] = synonym("starts_on")
    valid_to: Mapped[date] = synonym("ends_on")
    reason: Mapped[str] = mapped_column(String(200), default="")
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who stands in meanwhile."""
    from_noon: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The first morning is worked still."""
    until_noon: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The last afternoon is worked again."""
    reroutes: Mapped[bool] = mapped_column(default=False, server_default=false())
    """New work for the person goes to whoever stands in, as long as the absence lasts."""


class FormerName(Base):
    """What an agency, a unit or a person was called until a moment: old lines say what they said
    then."""

    __tablename__ = "former_name"
    __table_args__ = (
        CheckConstraint(
            "(agency_id IS NOT NULL AND unit_id IS NULL AND person_id IS NULL)"
            " OR (agency_id IS NULL AND (unit_id IS NULL) <> (person_id IS NULL))",
            "whose",
        ),
        Index("ix_former_name_agency", "agency_id", "until"),
        Index("ix_former_name_unit", "unit_id", "until"),
        Index("ix_former_name_person", "person_id", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    column: Mapped[str] = mapped_column(String(12))
    """Which of its names: "name" or "short_name"."""
    name: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime] = mapped_column(default=clock.now)
