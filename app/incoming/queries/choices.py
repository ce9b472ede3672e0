"""What the list of incoming documents can be narrowed to, asked in one statement."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from app.core.db import constant
from app.incoming.queries.entering import newest_issuers
from app.registers.models import NumberSeries, Register, SeriesYear

ISSUERS_OFFERED = 15


@dataclass(frozen=True)
class Choices:
    """The usual register, the newest year and the most frequent issuer first."""

    registers: list[tuple[int, str]]
    years: list[int]
    issuers: list[str]


def choices(session: Session, agency_id: int | None) -> Choices:
    """The agency's registers, the years in which it took numbers, and who writes to it."""
    rows = session.execute(_CHOICES, {"agency_id": agency_id}).all()
    issuers = [text for kind, _place, _number, text in rows if kind == "issuer"]
    return Choices(
        registers=[(number, text) for kind, _place, number, text in rows if kind == "register"],
        years=[number for kind, _place, number, _text in rows if kind == "year"],
        issuers=issuers[:ISSUERS_OFFERED],
    )


def _choice(kind: str, place: Any, number: Any, text: Any) -> Select[str, int, int, str]:
    """What can be chosen: a number, words or both; the lowest place first, then by its words."""
    return select(
        constant(kind).label("kind"),
        place.label("place"),
        number.label("number"),
        text.label("text"),
    )


def _registers(of_agency: ColumnElement[bool]) -> Select[str, int, int, str]:
    place = case((Register.is_default, 0), else_=1)
    return _choice("register", place, Register.id, Register.name).where(of_agency)


def _years(of_agency: ColumnElement[bool]) -> Select[str, int, int, str]:
    rows = (
        _choice("year", -SeriesYear.year, SeriesYear.year, literal(""))
        .join(NumberSeries, NumberSeries.id == SeriesYear.series_id)
        .join(Register, Register.id == NumberSeries.register_id)
    )
    return rows.where(of_agency).distinct()


def _issuers(agency_id: Any) -> Select[str, int, int, str]:
    issuer, often = newest_issuers(agency_id).c.issuer, func.count()
    return _choice("issuer", -often, often, issuer).group_by(issuer)


def _all() -> Any:
    agency_id: Any = bindparam("agency_id")
    of_agency = (Register.agency_id == agency_id) & (Register.direction == constant("incoming"))
    kinds = union_all(_registers(of_agency), _years(of_agency), _issuers(agency_id))
    return kinds.order_by("kind", "place", "text")


_CHOICES = _all()
