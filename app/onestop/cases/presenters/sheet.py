"""What is printed for the applicant: form 01 where the case was received, 02 or 03 where not.

The words of the forms are those of the law, in Vietnamese whoever prints them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import clock
from app.core.web_addresses import public_address
from app.deadlines.rules.spans import Span, Unit
from app.onestop.cases import queries
from app.onestop.cases.inputs import Copy, ReturnWay, Status
from app.onestop.cases.models import Case
from app.onestop.cases.queries import Moved
from app.onestop.cases.rules import codes
from app.onestop.procedures.inputs import Channel
from app.onestop.procedures.queries import content_of, get_version
from app.onestop.procedures.rules.limits import amount
from app.organisation.queries import get_agency, person_names
from app.web.qr import QrCode, qr_code

COPIES = {Copy.ORIGINAL: "Bản chính", Copy.COPY: "Bản sao", Copy.ELECTRONIC: "Bản điện tử"}
PLACES = {
    ReturnWay.COUNTER: "Bộ phận Tiếp nhận và Trả kết quả",
    ReturnWay.POST: "Qua dịch vụ bưu chính công ích",
    ReturnWay.ONLINE: "Cổng Dịch vụ công quốc gia",
}
RECEIPT = "01"
TITLES = {
    RECEIPT: "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "02": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
    "03": "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
}
_LIMITS = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.HALF_DAY: "buổi làm việc",
    Unit.WORKING_HOUR: "giờ làm việc",
    Unit.HOUR: "giờ",
    Unit.DAY: "ngày",
}
_ASKED = (Status.REGISTERED, Status.SUPPLEMENT)


@dataclass(frozen=True)
class Sheet:
    """One form on A4, written out."""

    form: str
    title: str
    agency: str
    superior: str
    place_date: str
    case: Case
    public_code: str
    qr: QrCode
    lookup: str
    """Where the citizen looks it up; empty where that is not known outside."""
    papers: Sequence[tuple[str, str, int]]
    words: Sequence[str]
    """What is missing, or the ground of the refusal."""
    limit: str
    received: str
    due: str
    place: str
    fee: str
    officer: str


def sheet_of(session: Session, case: Case, asked_at: str) -> Sheet:
    """The form that says how the case stands; its square leads to the look-up page, where the
    address at which the office was asked is known outside."""
    agency, moves = get_agency(session, case.agency_id), queries.story(session, case.id)
    form, base = form_of(case), public_address(asked_at)
    is_receipt = form == RECEIPT
    said = _receiving(moves) if is_receipt else queries.last_move(moves)
    day = clock.local(said.at if said else clock.now())
    officer = said.by_id if said else case.received_by_id
    return Sheet(
        form=form,
        title=TITLES[form],
        agency=agency.name,
        superior=agency.superior_name,
        place_date=f"{agency.place_name}, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        case=case,
        public_code=codes.said(case.public_code),
        qr=qr_code(codes.public_link(base, case.public_code)),
        lookup=f"{base}{codes.PUBLIC_PAGE}" if base else "",
        papers=[
            (one.name, COPIES[Copy(one.copy)], one.quantity)
            for one in queries.papers(session, case.id)
            if one.quantity
        ],
        words=said.words.splitlines() if said and not is_receipt else (),
        limit=_limit(case.due_span),
        received=_moment(case.received_at),
        due=_moment(case.first_due_at),
        place=PLACES[ReturnWay(case.return_way)],
        fee=_fee(session, case),
        officer=person_names(session, [officer]).get(officer, ""),
    )


def form_of(case: Case) -> str:
    """The number of the form that says how the case stands."""
    if case.status == Status.REFUSED:
        return "03"
    return "02" if case.status in _ASKED else RECEIPT


def _receiving(moves: Sequence[Moved]) -> Moved | None:
    """How it was received: by whoever found it complete, who need not have noted it first."""
    received = (one for one in moves if one.target is Status.RECEIVED)
    return next((one for one in received if one.undone_at is None), None)


def _limit(kept: str | None) -> str:
    if not kept:
        return "không có ngày hẹn"
    span = Span.of(kept)
    return "trong ngày" if span.unit is Unit.SAME_DAY else f"{span.count} {_LIMITS[span.unit]}"


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    there = clock.local(at)
    return f"{there:%H} giờ {there:%M} phút, ngày {there:%d} tháng {there:%m} năm {there:%Y}"


def _fee(session: Session, case: Case) -> str:
    content = content_of(session, get_version(session, case.version_id))
    owed = [one.amount(Channel(case.channel)) for one in content.fees_of(case.variant)]
    known = sum(one for one in owed if one)
    if None in owed:
        return f"{amount(known)} đồng và phần tính theo hồ sơ" if known else "tính theo hồ sơ"
    return f"{amount(known)} đồng" if known else "không thu"
