"""The people and bodies of the small demonstration: a district, its departments, four communes."""

from dataclasses import dataclass, field

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core.policy import Actor
from app.demo.builder import Builder
from app.demo.words import PROVINCE, Words
from app.organisation.models import Agency, Person, Post, Unit
from app.work.models import Phrase

PASSWORD = "Van-phong-2026"
DISTRICT_NAME = "Khê Sơn"
UNITS = (
    ("Văn phòng HĐND và UBND", "VP", "Nông Thị Quyên"),
    ("Phòng Nội vụ", "NV", "Tạ Hữu Phước"),
    ("Phòng Tài chính - Kế hoạch", "TCKH", "Vũ Đức Nghiêm"),
    ("Phòng Văn hóa, Khoa học và Thông tin", "VHTT", "Bế Thị Ngọc Diễm"),
    ("Phòng Nông nghiệp và Môi trường", "NNMT", "Quàng Văn Thêm"),
    ("Phòng Kinh tế, Hạ tầng và Đô thị", "KTHT", "Ngô Thị Ánh Tuyết"),
    ("Phòng Giáo dục và Đào tạo", "GDĐT", "Mai Văn Lực"),
)
COMMUNES = ("Tân Khê", "Hữu Lũng", "Phú Lâm", "Vĩnh Sơn")
PHRASES = (
    "Giao … chủ trì, phối hợp các đơn vị liên quan tham mưu.",
    "Nghiên cứu, đề xuất, báo cáo trước …",
    "Khẩn trương thực hiện, không để trễ hạn.",
    "Tham mưu văn bản trả lời trước …",
    "Để biết, lưu.",
)


@dataclass
class Body:
    """An agency with its people as actors, and the ids its documents need."""

    agency: Agency
    clerk: Actor
    leaders: list[Actor]
    incoming_register_id: int
    units: list[Unit] = field(default_factory=list)
    heads: dict[int, Actor] = field(default_factory=dict)
    officers: dict[int, list[Actor]] = field(default_factory=dict)
    posts: dict[int, int] = field(default_factory=dict)
    """Main post of each person."""

    @property
    def chairman(self) -> Actor:
        return self.leaders[0]

    @property
    def everybody(self) -> list[Actor]:
        officers = (officer for unit in self.officers.values() for officer in unit)
        return [self.clerk, *self.leaders, *self.heads.values(), *officers]


@dataclass(frozen=True)
class Known:
    """An account that is shown when the demonstration starts."""

    user_name: str
    name: str
    title: str


KNOWN = (
    Known("vanthu", "Phùng Thị Lụa", "Văn thư huyện"),
    Known("chutich", "Lưu Đình Thuận", "Chủ tịch UBND huyện"),
    Known("phochutich", "Trịnh Xuân Quảng", "Phó Chủ tịch UBND huyện"),
    Known("truongphong", "Bế Thị Ngọc Diễm", "Trưởng phòng Văn hóa, Khoa học và Thông tin"),
    Known("chuyenvien", "Lê Thị Nhuần", "Chuyên viên phòng Văn hóa, Khoa học và Thông tin"),
    Known("vanthuxa", "Hoàng Thị Mỵ", "Văn thư xã Tân Khê"),
    Known("motcua", "Lường Thị Xuyến", "Cán bộ một cửa xã Tân Khê"),
    Known("quantri", "Đàm Quốc Việt", "Quản trị hệ thống"),
)


class Founding:
    """Makes the district and its communes: 12 agencies and units, about 40 people."""

    def __init__(self, session: Session, words: Words) -> None:
        self.session = session
        self.words = words
        hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self.build = Builder(session, hasher.hash(PASSWORD))
        self._user_names = {known.name: known.user_name for known in KNOWN}
        self._count = 0

    def district(self) -> Body:
        name = f"Ủy ban nhân dân huyện {DISTRICT_NAME}"
        body = self._body("H49.10", name, f"UBND huyện {DISTRICT_NAME}", "Lưu Đình Thuận")
        body.agency.superior_name = ""
        self._deputy(body, "Trịnh Xuân Quảng")
        self._deputy(body, "Hoàng Mạnh Thước")
        for position, (unit_name, symbol, head) in enumerate(UNITS):
            unit = self.build.unit(body.agency, unit_name, symbol, position)
            self._staff(body, unit, head, officers=2)
        admin = self._person("Đàm Quốc Việt")
        self.build.post(admin, "Quản trị hệ thống", "administrator", body.agency)
        self._phrases(body)
        return body

    def communes(self) -> list[Body]:
        made = [self._commune(index, name) for index, name in enumerate(COMMUNES)]
        self._counter(made[0])
        return made

    def _counter(self, body: Body) -> None:
        """Who receives cases at the one-stop shop of a commune."""
        name = "Lường Thị Xuyến"
        person = self.build.person(name, "0912018043", self._user_names.pop(name))
        self.build.post(person, "Cán bộ một cửa", "counter", body.agency)

    def _commune(self, index: int, name: str) -> Body:
        full, short = f"Ủy ban nhân dân xã {name}", f"UBND xã {name}"
        body = self._body(f"H49.10.{index + 1:02d}", full, short, self.words.person(), name)
        self._staff(body, None, "", officers=2)
        self._phrases(body)
        return body

    def _body(
        self, code: str, name: str, short_name: str, chairman: str, place: str = DISTRICT_NAME
    ) -> Body:
        agency = self.build.agency(code, name, short_name, place)
        register, _arrivals = self.build.register(agency, "incoming", "Văn bản đến")
        outgoing, _letters = self.build.register(agency, "outgoing", "Văn bản đi")
        self.build.series(outgoing, "Quyết định", "QD")
        clerk_name = {"Khê Sơn": "Phùng Thị Lụa", "Tân Khê": "Hoàng Thị Mỵ"}.get(place)
        clerk = self._person(clerk_name or self.words.person())
        self.build.post(clerk, "Văn thư", "clerk", agency)
        head = self._person(chairman)
        head_post = self.build.post(head, "Chủ tịch", "leader", agency, head=True)
        body = Body(agency, self._actor(clerk), [self._actor(head)], register.id)
        body.posts[head.id] = head_post.id
        return body

    def _deputy(self, body: Body, name: str) -> None:
        person = self._person(name)
        post = self.build.post(person, "Phó Chủ tịch", "leader", body.agency, deputy=True)
        body.posts[person.id] = post.id
        body.leaders.append(self._actor(person))

    def _staff(self, body: Body, unit: Unit | None, head: str, officers: int) -> None:
        key = unit.id if unit else 0
        if unit is not None:
            body.units.append(unit)
            person = self._person(head)
            title = "Chánh Văn phòng" if unit.name.startswith("Văn phòng") else "Trưởng phòng"
            post = self.build.post(person, title, "unit_head", body.agency, unit, head=True)
            body.posts[person.id] = post.id
            body.heads[key] = self._actor(person)
        for number in range(officers):
            named = unit is not None and unit.symbol == "VHTT" and number == 0
            person = self._person("Lê Thị Nhuần" if named else self.words.person())
            post = self._officer(body, person, unit)
            body.posts[person.id] = post.id
            body.officers.setdefault(key, []).append(self._actor(person))

    def _officer(self, body: Body, person: Person, unit: Unit | None) -> Post:
        return self.build.post(person, "Chuyên viên", "officer", body.agency, unit)

    def _person(self, name: str) -> Person:
        self._count += 1
        user_name = self._user_names.pop(name, f"canbo{self._count:02d}")
        return self.build.person(name, self.words.phone(), user_name)

    def _actor(self, person: Person) -> Actor:
        return actor_of(self.session, person.id)

    def _phrases(self, body: Body) -> None:
        for position, text in enumerate(PHRASES):
            self.session.add(Phrase(agency_id=body.agency.id, text=text, position=position))


__all__ = ["DISTRICT_NAME", "KNOWN", "PASSWORD", "PROVINCE", "Body", "Founding", "Known"]
