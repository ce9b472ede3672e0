"""Cases of the demonstration: half a year at the counter of a commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.access.queries import actor_of, holders_of
from app.core import clock
from app.core.db import SessionFactory, transaction
from app.core.policy import Actor
from app.deadlines.queries import calendar
from app.deadlines.rules.working_time import A_DAY
from app.onestop.cases import service
from app.onestop.cases.inputs import Applicant, Intake, PaperTaken, Status
from app.onestop.cases.inputs import Copy as Sort
from app.onestop.cases.policy import HANDLE
from app.onestop.procedures.queries import content_of, version_on
from app.onestop.procedures.queries.offered import found_by
from app.organisation.queries import agencies

COMMUNE = "H49.10.01"
DAYS, RECENT_DAYS, A_DAY_AT_LEAST, A_DAY_AT_MOST = 120, 6, 1, 4
SINCE = time(7, 20)
JUST_BEFORE = timedelta(minutes=25)
CODES = ("1.001193", "2.000635", "1.004873", "1.000894", "1.001612", "1.000656", "1.001731")
"""Births, copies, marital status, marriages, business households, deaths, funeral support."""
SURNAMES = ("Nông", "Hoàng", "Lý", "Triệu", "Đặng", "Ma", "Lương", "Chu", "Hà", "Bế", "Vi", "Đàm")
MEN = ("Văn Thịnh", "A Tếnh", "Quốc Bảo", "Văn Quỳnh", "Công Sơn", "Đức Hòa", "Văn Páo")
WOMEN = ("Thị Bích Lan", "Thị Mẩy", "Thị Huệ", "Thị Dung", "Thị Nga", "Thùy Trang", "Thị Sáy")
PEOPLE, EVEN, OLDEST, YOUNGEST, MILLENNIUM = 80, 0.5, 1950, 2004, 2000
HAMLETS = ("Nà Pàn", "Khuổi Slao", "Bản Lầu", "Pác Cáp")
MISSING = "Giấy chứng sinh (bản chính)\nVăn bản ủy quyền có chứng thực"
GROUND = "Không thuộc thẩm quyền của UBND xã; nộp tại Chi nhánh Văn phòng đăng ký đất đai."


@dataclass(frozen=True)
class Ahead:
    """What happens next to a case, and how many working hours later."""

    hours: int
    target: Status
    words: str = ""


WAY: dict[str, Sequence[Ahead]] = {
    "new": (),
    "running": (Ahead(2, Status.PROCESSING),),
    "asked": (Ahead(2, Status.PROCESSING), Ahead(6, Status.SUPPLEMENT, MISSING)),
    "ready": (Ahead(2, Status.PROCESSING), Ahead(4, Status.FINISHED)),
    "returned": (
        Ahead(1, Status.PROCESSING), Ahead(3, Status.FINISHED), Ahead(6, Status.RETURNED),
    ),
    "asked and returned": (
        Ahead(2, Status.PROCESSING), Ahead(3, Status.SUPPLEMENT, MISSING),
        Ahead(14, Status.PROCESSING), Ahead(5, Status.FINISHED), Ahead(8, Status.RETURNED),
    ),
    "withdrawn": (
        Ahead(2, Status.PROCESSING), Ahead(6, Status.WITHDRAWN, "Đơn đề nghị rút hồ sơ"),
    ),
    "slow": (Ahead(2, Status.PROCESSING), Ahead(60, Status.FINISHED), Ahead(4, Status.RETURNED)),
}  # fmt: skip
NOT_RECEIVED = {"new": (Status.REGISTERED, MISSING), "refused": (Status.REFUSED, GROUND)}
LATELY = ("returned",) * 5 + ("ready",) * 3 + ("running",) * 4 + ("asked", "slow", "new", "refused")
LONG_AGO = (
    *("returned",) * 34, *("asked and returned",) * 3, "withdrawn", "refused", "slow", "ready",
)  # fmt: skip
"""Of the days before: nearly all is over, and nearly all was in time."""


def tell(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        officer = _officer(session)
        if officer is not None:
            _Teller(session, officer).tell()


def _officer(session: Session) -> Actor | None:
    commune = next((one for one in agencies(session) if one.code == COMMUNE), None)
    holders = sorted(holders_of(session, commune.id, HANDLE)) if commune else []
    return actor_of(session, holders[0]) if holders else None


class _Teller:
    def __init__(self, session: Session, officer: Actor) -> None:
        self._session, self._officer, self._lot = session, officer, Random(11)
        self._days, self._now = calendar(session, officer.agency_id), clock.now()
        self._procedures = [self._id(code) for code in CODES]

    def tell(self) -> None:
        day, told = clock.local(self._now).date(), 0
        while told < DAYS:
            if self._days.is_working(day):
                self._day(day, LATELY if told < RECENT_DAYS else LONG_AGO)
                told += 1
            day -= A_DAY

    def _day(self, day: date, fates: Sequence[str]) -> None:
        for _case in range(self._lot.randint(A_DAY_AT_LEAST, A_DAY_AT_MOST)):
            minutes = timedelta(minutes=self._lot.randint(0, 500))
            at = clock.at(day, SINCE) + minutes
            if at < self._now:
                self._case(at, self._lot.choice(fates))

    def _case(self, at: datetime, fate: str) -> None:
        intake = self._intake(at)
        with clock.stopped_at(at):
            if fate in NOT_RECEIVED:
                service.take_in(self._session, self._officer, intake, *NOT_RECEIVED[fate])
                return
            case = service.take_in(self._session, self._officer, intake, Status.RECEIVED)
        for step in WAY[fate]:
            ahead = self._days.after(at, timedelta(hours=step.hours))
            if step.target is Status.FINISHED and fate != "slow" and case.due_at is not None:
                ahead = max(at, min(ahead, case.due_at - JUST_BEFORE))
            at = ahead
            if at >= self._now:
                return
            with clock.stopped_at(at):
                service.move(self._session, self._officer, case.id, step.target, step.words)

    def _intake(self, at: datetime) -> Intake:
        procedure_id = self._lot.choice(self._procedures)
        version = version_on(self._session, procedure_id, clock.local(at).date())
        assert version is not None, "all that is shipped holds"
        papers = [
            PaperTaken(one.name, Sort.ORIGINAL, 1 if one.is_required else 0, one.is_required)
            for one in content_of(self._session, version).papers
        ]
        return Intake(procedure_id, self._person(), papers)

    def _person(self) -> Applicant:
        """One of a few dozen: who comes again is known at once."""
        place = self._lot.randrange(PEOPLE)
        of_them = Random(place)
        is_woman, year = of_them.random() < EVEN, of_them.randint(OLDEST, YOUNGEST)
        name = f"{of_them.choice(SURNAMES)} {of_them.choice(WOMEN if is_woman else MEN)}"
        century = 2 if year >= MILLENNIUM else 0
        return Applicant(
            name,
            f"098{century + is_woman}{year % 100:02d}{1842 + 37 * place:06d}",
            born_on=date(year, of_them.randint(1, 12), of_them.randint(1, 28)),
            gender="Nữ" if is_woman else "Nam",
            address=f"Thôn {of_them.choice(HAMLETS)}, xã Tân Khê",
            phone=f"0999 018 {300 + place}",
        )

    def _id(self, code: str) -> int:
        return found_by(self._session, code, (), 1)[0].procedure_id
