"""Puts agencies, units, registers and persons into an empty office."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from app.access.models import Account
from app.core.db import Base
from app.organisation.models import Agency, Person, Post, Unit
from app.registers.models import NumberSeries, Register, SeriesType

SINCE = date(2021, 7, 1)

Row = TypeVar("Row", bound=Base)


@dataclass
class Builder:
    """Adds rows and gives them their ids; the caller commits."""

    session: Session
    password_hash: str

    def agency(self, code: str, name: str, short_name: str, place: str) -> Agency:
        agency = Agency(
            code=code,
            name=name,
            short_name=short_name,
            symbol="UBND",
            place_name=place,
            collective_name="Ủy ban nhân dân",
            valid_from=SINCE,
        )
        return self._add(agency)

    def unit(self, agency: Agency, name: str, symbol: str, position: int) -> Unit:
        unit = Unit(
            agency_id=agency.id,
            name=name,
            short_name=name,
            symbol=symbol,
            position=position,
            valid_from=SINCE,
        )
        return self._add(unit)

    def register(self, agency: Agency, direction: str, name: str) -> tuple[Register, NumberSeries]:
        """A register with the series that takes every type without one of its own."""
        register = self._add(
            Register(agency_id=agency.id, direction=direction, name=name, is_default=True)
        )
        return register, self._add(
            NumberSeries(register_id=register.id, name=name, is_default=True)
        )

    def series(self, register: Register, name: str, *type_codes: str) -> NumberSeries:
        series = self._add(NumberSeries(register_id=register.id, name=name))
        for code in type_codes:
            self.session.add(SeriesType(series_id=series.id, type_code=code))
        return series

    def person(self, name: str, phone: str, user_name: str) -> Person:
        person = self._add(Person(name=name, phone=phone))
        self.session.add(
            Account(person_id=person.id, user_name=user_name, password_hash=self.password_hash)
        )
        return person

    def post(
        self,
        person: Person,
        title: str,
        role: str,
        agency: Agency,
        unit: Unit | None = None,
        *,
        head: bool = False,
        deputy: bool = False,
    ) -> Post:
        return self._add(
            Post(
                person_id=person.id,
                agency_id=agency.id,
                unit_id=unit.id if unit else None,
                title=title,
                role_code=role,
                is_head=head,
                is_deputy=deputy,
                valid_from=SINCE,
            )
        )

    def _add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
