"""What a case is and who brings it, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from app.onestop.procedures.inputs import Channel


class Status(IntEnum):
    """The ten national statuses of a case (trạng thái hồ sơ), by their national numbers."""

    REGISTERED = 1
    RECEIVED = 2
    REFUSED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    """Its signed result has reached the counter."""
    RETURNED = 10


class ApplicantKind(StrEnum):
    CITIZEN = "citizen"
    ENTERPRISE = "enterprise"
    HOUSEHOLD = "household"


class Copy(StrEnum):
    """What was handed in of a paper: bản chính, bản sao, bản điện tử."""

    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"


class ReturnWay(StrEnum):
    COUNTER = "counter"
    POST = "post"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whose case it is. `identity`: the number of a person, or the tax number of an enterprise."""

    name: str
    identity: str
    kind: ApplicantKind = ApplicantKind.CITIZEN
    born_on: date | None = None
    gender: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class PaperTaken:
    """A paper of the procedure as it was looked at: `quantity` is 0 where it was not there."""

    name: str
    copy: Copy
    quantity: int
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Intake:
    """What is brought: to be received, or noted as incomplete or refused."""

    procedure_id: int
    applicant: Applicant
    papers: Sequence[PaperTaken] = ()
    variant: str = ""
    channel: Channel = Channel.COUNTER
    return_way: ReturnWay = ReturnWay.COUNTER
    sets: int = 1
    submitter: str = ""
    """Who hands it in for the applicant."""
    note: str = ""
    uploads: Sequence[str] = ()
