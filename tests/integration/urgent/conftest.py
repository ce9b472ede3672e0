"""An urgent line of work and the clock by which its message climbs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple, cast

import pytest
from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core import clock, jobs, outbox
from app.core.db import SessionFactory, session_factory
from app.core.settings import Setting, SettingValue
from app.features import FEATURES
from app.messages.events import SmsReceived
from app.messages.models import LocalSms, SmsMessage
from app.urgent import service
from app.urgent.models import UrgentStep, UrgentTarget
from app.urgent.settings import ADDRESS
from tests.databases import TestDatabase
from tests.factories.moments import MONDAY
from tests.factories.office import Office
from tests.integration.work.making import directed

SECRET = "Công điện về sơ tán dân ven sông Khê"


class Line(NamedTuple):
    id: int
    record_id: int


@dataclass
class Tower:
    """The office while a message climbs; `minutes` have passed since Monday, nine o'clock."""

    session: Session
    office: Office
    factory: SessionFactory
    handlers: jobs.Handlers

    @contextmanager
    def at(self, minutes: float) -> Iterator[None]:
        with clock.stopped_at(MONDAY + timedelta(minutes=minutes)):
            yield

    def goes_on(self, minutes: float) -> None:
        """Everything due by then is done, as workers do it; again a while later, as they do: what
        can be taken back does not leave for some seconds."""
        self.session.commit()
        for moment in (minutes, minutes + 0.4):
            with self.at(moment):
                service.climb_all(self.factory)
                while jobs.drain(self.factory, self.handlers, jobs.LIGHT):
                    pass

    def line(self, **values: object) -> Line:
        """The leader gives culture a flash document, on Monday at nine."""
        with self.at(0):
            _document, lines = directed(
                self.session, self.office, urgency=3, subject=SECRET, **values
            )
        self.session.commit()
        return Line(lines[0].id, lines[0].record_id)

    def read(self, rows: Select[Any]) -> list[Any]:
        """And let go of the office, for whoever writes next."""
        self.session.commit()
        self.session.expire_all()
        found = list(self.session.scalars(rows))
        self.session.commit()
        return found

    @property
    def target(self) -> UrgentTarget:
        (found,) = self.read(select(UrgentTarget))
        return cast(UrgentTarget, found)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Who of the chain was told, or skipped and why, by the role."""
        rows = self.read(select(UrgentStep).order_by(UrgentStep.id))
        return [(row.role, row.skipped) for row in rows]

    def told(self) -> list[int]:
        """Whom a message was queued for, in order."""
        return self.read(select(SmsMessage.person_id).order_by(SmsMessage.id))

    def left(self) -> list[str]:
        """What went to telephones, in order."""
        return self.read(select(LocalSms.text).order_by(LocalSms.at))

    def link(self, number: int = -1) -> str:
        found = re.search(r"/x/([0-9A-Z]+)", self.left()[number])
        assert found
        return found[1]

    def reply(self, number: int = -1) -> str:
        found = re.search(r"OK (\d{4})", self.left()[number])
        assert found
        return found[1]

    def receive(self, minutes: float, phone: str, text: str) -> None:
        with self.at(minutes):
            received = SmsReceived(phone, text, "local", clock.now().isoformat())
            outbox.publish(self.session, received)
        self.session.commit()

    def set(self, setting: Setting, value: str, agency_id: int | None = None) -> None:
        values = {"key": setting.key, "value": value, "valid_from": MONDAY.date()}
        by = self.office.admin.person_id
        self.session.add(SettingValue(agency_id=agency_id, set_by_id=by, **values))
        self.session.commit()


@pytest.fixture
def tower(app: Flask, database: TestDatabase, session: Session, office: Office) -> Tower:
    factory = session_factory(database.engine)
    found = Tower(session, office, factory, FEATURES.handlers(app.extensions["engines"]))
    found.set(ADDRESS, "https://vp.example")
    return found
