"""Accounts, roles and what each role permits."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.organisation.models import AccessEpoch, Person

__all__ = ["AccessEpoch", "Account", "Role", "RolePermission", "SignInSession", "SignInTries"]


class Account(Base):
    """How a person signs in, and how they like their screens."""

    __tablename__ = "account"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    user_name: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None]
    current_post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    language: Mapped[str] = mapped_column(String(5), default="vi")
    theme: Mapped[str] = mapped_column(String(5), default="light")
    last_sign_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()


class SignInSession(Base):
    """A browser in which somebody has signed in: its cookie is worth nothing without this row."""

    __tablename__ = "sign_in_session"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("account.person_id"), index=True)
    ends_at: Mapped[datetime]
    """However busy the person is: then they sign in again."""


class SignInTries(Base):
    """Wrong passwords in a row for one user name, whether or not such an account exists."""

    __tablename__ = "sign_in_tries"

    user_name: Mapped[str] = mapped_column(String(60), primary_key=True)
    failed: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    locked_until: Mapped[datetime | None]


class Role(Base):
    __tablename__ = "role"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    """An English message id for the five given roles, any words for others."""
    position: Mapped[int] = mapped_column(default=0)


class RolePermission(Base):
    __tablename__ = "role_permission"

    role_code: Mapped[str] = mapped_column(ForeignKey("role.code"), primary_key=True)
    permission: Mapped[str] = mapped_column(String(60), primary_key=True)
