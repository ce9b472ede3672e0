"""A small office for tests: invented places and people, one actor for every role."""

from dataclasses import dataclass

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core.policy import Actor
from app.core.text import fold
from app.demo.builder import Builder
from app.organisation.models import Agency, Unit

PASSWORD = "Tre-xanh-2026"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)


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
    build = Builder(session, PASSWORD_HASH)
    agency = build.agency(
        "H49.12", "Ủy ban nhân dân phường Tân Khê", "UBND phường Tân Khê", "Tân Khê"
    )
    other = build.agency("H49.13", "Ủy ban nhân dân xã Hữu Lũng", "UBND xã Hữu Lũng", "Hữu Lũng")
    culture = build.unit(agency, "Phòng Văn hóa - Xã hội", "VHXH", 1)
    economy = build.unit(agency, "Phòng Kinh tế, Hạ tầng và Đô thị", "KTHT", 2)
    incoming, arrivals = build.register(agency, "incoming", "Văn bản đến")
    outgoing, letters = build.register(agency, "outgoing", "Văn bản đi")
    decisions = build.series(outgoing, "Quyết định", "QD")
    build.register(other, "incoming", "Văn bản đến")
    build.register(other, "outgoing", "Văn bản đi")
    hire = _Hiring(build)
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


@dataclass(frozen=True)
class _Hiring:
    """Adds a person with an account and a post, and returns them as an actor."""

    build: Builder

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
        phone = f"09120000{len(name):02d}"
        person = self.build.person(name, phone, fold(name).replace(" ", ""))
        self.build.post(person, title, role, agency, unit, head=head, deputy=deputy)
        return actor_of(self.build.session, person.id)
