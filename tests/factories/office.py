"""A small office for tests: invented places and people, one actor for every role."""

from dataclasses import dataclass
from datetime import date

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app.access.models import Account
from app.access.queries import actor_of
from app.core.policy import Actor
from app.core.text import fold
from app.organisation.models import Agency, Person, Post, Unit
from app.registers.models import NumberSeries, Register, SeriesType

PASSWORD = "Tre-xanh-2026"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
SINCE = date(2021, 7, 1)


@dataclass(frozen=True)
class Office:
    """Ids of agencies, units, registers and series; an Actor for each person.

    In agency `agency_id`: clerk, leader (chairman), deputy, and two units: culture (head, officer,
    second_officer) and economy (economy_head, economy_officer). In `other_agency_id`: other_clerk,
    other_leader. `admin` keeps the system.
    """

    agency_id: int
    other_agency_id: int
    culture_id: int
    economy_id: int
    incoming_register_id: int
    outgoing_register_id: int
    arrival_series_id: int
    letter_series_id: int
    """công văn and everything without a series of its own"""
    decision_series_id: int
    clerk: Actor
    leader: Actor
    deputy: Actor
    head: Actor
    officer: Actor
    second_officer: Actor
    economy_head: Actor
    economy_officer: Actor
    admin: Actor
    other_clerk: Actor
    other_leader: Actor

    @staticmethod
    def user_name(actor: Actor) -> str:
        return fold(actor.name).replace(" ", "")


def make_office(session: Session) -> Office:
    agency = _agency(session, "H49.12", "Ủy ban nhân dân phường Tân Khê", "UBND phường Tân Khê")
    other = _agency(
        session, "H49.13", "Ủy ban nhân dân xã Hữu Lũng Thượng", "UBND xã Hữu Lũng Thượng"
    )
    culture = _unit(session, agency, "Phòng Văn hóa - Xã hội", "VHXH", 1)
    economy = _unit(session, agency, "Phòng Kinh tế, Hạ tầng và Đô thị", "KTHT", 2)
    incoming, arrivals = _register(session, agency, "incoming", "Văn bản đến")
    outgoing, letters = _register(session, agency, "outgoing", "Văn bản đi")
    decisions = NumberSeries(register_id=outgoing.id, name="Quyết định")
    session.add(decisions)
    session.flush()
    session.add(SeriesType(series_id=decisions.id, type_code="QD"))
    _register(session, other, "incoming", "Văn bản đến")
    _register(session, other, "outgoing", "Văn bản đi")
    hire = _Hiring(session)
    return Office(
        agency_id=agency.id,
        other_agency_id=other.id,
        culture_id=culture.id,
        economy_id=economy.id,
        incoming_register_id=incoming.id,
        outgoing_register_id=outgoing.id,
        arrival_series_id=arrivals.id,
        letter_series_id=letters.id,
        decision_series_id=decisions.id,
        clerk=hire("Phùng Thị Lụa", "Văn thư", "clerk", agency),
        leader=hire("Lưu Đình Thuận", "Chủ tịch", "leader", agency, head=True),
        deputy=hire("Trịnh Xuân Quảng", "Phó Chủ tịch", "leader", agency, deputy=True),
        head=hire("Nông Thị Quyên", "Trưởng phòng", "unit_head", agency, culture, head=True),
        officer=hire("Lê Thị Nhuần", "Chuyên viên", "officer", agency, culture),
        second_officer=hire("Vũ Đức Nghiêm", "Chuyên viên", "officer", agency, culture),
        economy_head=hire("Tạ Hữu Phước", "Trưởng phòng", "unit_head", agency, economy, head=True),
        economy_officer=hire("Ngô Thị Ánh Tuyết", "Chuyên viên", "officer", agency, economy),
        admin=hire("Đàm Quốc Việt", "Quản trị hệ thống", "administrator", agency),
        other_clerk=hire("Hoàng Thị Mỵ", "Văn thư", "clerk", other),
        other_leader=hire("Ma Văn Hiến", "Chủ tịch", "leader", other, head=True),
    )


def _agency(session: Session, code: str, name: str, short_name: str) -> Agency:
    agency = Agency(
        code=code,
        name=name,
        short_name=short_name,
        symbol="UBND",
        place_name=name.split(maxsplit=4)[-1],
        collective_name="Ủy ban nhân dân",
        valid_from=SINCE,
    )
    session.add(agency)
    session.flush()
    return agency


def _unit(session: Session, agency: Agency, name: str, symbol: str, position: int) -> Unit:
    unit = Unit(
        agency_id=agency.id,
        name=name,
        short_name=name,
        symbol=symbol,
        position=position,
        valid_from=SINCE,
    )
    session.add(unit)
    session.flush()
    return unit


def _register(
    session: Session, agency: Agency, direction: str, name: str
) -> tuple[Register, NumberSeries]:
    register = Register(agency_id=agency.id, direction=direction, name=name, is_default=True)
    session.add(register)
    session.flush()
    series = NumberSeries(register_id=register.id, name=name, is_default=True)
    session.add(series)
    session.flush()
    return register, series


@dataclass(frozen=True)
class _Hiring:
    """Adds a person with an account and a post, and returns them as an actor."""

    session: Session

    def __call__(
        self,
        name: str,
        title: str,
        role: str,
        agency: Agency,
        unit: Unit | None = None,
        *,
        head: bool = False,
        deputy: bool = False,
    ) -> Actor:
        person = Person(name=name, folded_name=fold(name), phone=f"09120000{len(name):02d}")
        self.session.add(person)
        self.session.flush()
        user_name = fold(name).replace(" ", "")
        self.session.add(
            Account(person_id=person.id, user_name=user_name, password_hash=PASSWORD_HASH)
        )
        self.session.add(
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
        self.session.flush()
        return actor_of(self.session, person.id)
