"""Administrative procedures: what each of their versions says, from which day to which.

A version that has begun is never written again: cases stand under it. What changes is the next one.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.core import clock
from app.core.db import Base
from app.core.text import fold


class ProcedureField(Base):
    """A field (lĩnh vực): civil status, land, building."""

    __tablename__ = "procedure_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class ProcedureLevel(Base):
    """Who decides, as data: levels of agencies come and end (districts on 1 July 2025)."""

    __tablename__ = "procedure_level"
    __table_args__ = (
        CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", "validity"
        ),
    )

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(ForeignKey("procedure_level.code"))


class Procedure(Base):
    """An administrative procedure (thủ tục hành chính) by its code, whatever it says today."""

    __tablename__ = "procedure"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    """The national one ("1.001193"), or the agency's own where there is none."""
    is_national: Mapped[bool]
    field_id: Mapped[int] = mapped_column(ForeignKey("procedure_field.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    field: Mapped[ProcedureField] = relationship()


class ProcedureVersion(Base):
    """What a procedure says from one day to another; a draft until it is published.

    Published versions of one procedure never share a day. Only `valid_to` is written once it began.
    """

    __tablename__ = "procedure_version"
    __table_args__ = (
        UniqueConstraint("procedure_id", "number"),
        CheckConstraint("published_at IS NULL OR valid_from IS NOT NULL", "begins"),
        CheckConstraint("published_at IS NOT NULL OR valid_to IS NULL", "ends"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", "validity"),
        Index(
            "ix_procedure_version_draft",
            "procedure_id",
            unique=True,
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
        Index("ix_procedure_version_valid", "valid_from", "valid_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(500))
    folded: Mapped[str] = mapped_column(String(600))
    """Code and name as they are looked for."""
    level_code: Mapped[str] = mapped_column(ForeignKey("procedure_level.code"))
    online: Mapped[str] = mapped_column(String(8))
    """How much of it is done online: full, partial or none."""
    result: Mapped[str] = mapped_column(String(500), default="")
    """What the person gets."""
    ground: Mapped[str] = mapped_column(String(500), default="")
    """The decision or law by which it is so."""
    note: Mapped[str] = mapped_column(String(1000), default="")
    limit_certainty: Mapped[str] = mapped_column(String(8), default="")
    fee_certainty: Mapped[str] = mapped_column(String(8), default="")
    paper_certainty: Mapped[str] = mapped_column(String(8), default="")
    step_certainty: Mapped[str] = mapped_column(String(8), default="")
    """Empty where the agency answers for the value; else seen, assumed or unsure."""
    valid_from: Mapped[date | None]
    """Of a draft: the day that is meant."""
    valid_to: Mapped[date | None]
    ending: Mapped[str] = mapped_column(String(300), default="")
    """By what decision it ends; empty where it only makes way for the next version."""
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    procedure: Mapped[Procedure] = relationship()
    level: Mapped[ProcedureLevel] = relationship()

    @validates("name")
    def _follow(self, _key: str, name: str) -> str:
        self.folded = fold(f"{self.procedure.code} {name}")
        return name


class ProcedureVariant(Base):
    """A case of a procedure (trường hợp) with its limits; the usual one has no name.

    Limits are kept as `deadlines.rules.spans.Span` writes them; one that is empty is as at the
    counter, and without that one nothing is promised (không có ngày hẹn).
    """

    __tablename__ = "procedure_variant"
    __table_args__ = (UniqueConstraint("version_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(200), default="")
    counter_limit: Mapped[str] = mapped_column(String(40), default="")
    online_limit: Mapped[str] = mapped_column(String(40), default="")
    post_limit: Mapped[str] = mapped_column(String(40), default="")
    extension: Mapped[str] = mapped_column(String(40), default="")
    """So much more where something must be verified, for the reason beside it."""
    extension_reason: Mapped[str] = mapped_column(String(300), default="")


class ProcedurePaper(Base):
    """A component paper (thành phần hồ sơ), in how many copies of each kind."""

    __tablename__ = "procedure_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_variant.id"))
    """Only in this case; in all of them where none is named."""
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(8), default="submit")
    """Submitted, shown, or shown to be compared: submit, show, compare."""
    originals: Mapped[int] = mapped_column(default=0)
    copies: Mapped[int] = mapped_column(default=0)
    electronic: Mapped[int] = mapped_column(default=0)
    is_required: Mapped[bool] = mapped_column(default=True)
    condition: Mapped[str] = mapped_column(String(300), default="")
    """When one that is not always required is."""
    is_reusable: Mapped[bool] = mapped_column(default=False)
    """Digitised once, it is not asked for again."""
    form_code: Mapped[str] = mapped_column(String(40), default="")
    """The form in which it is written: "Mẫu 15"."""


class ProcedureFee(Base):
    """What is paid, per channel; an empty amount of a channel is that of the counter.

    Amounts are in đồng; without one at the counter, `note` says how it is counted.
    """

    __tablename__ = "procedure_fee"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_variant.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    counter_amount: Mapped[int | None]
    online_amount: Mapped[int | None]
    post_amount: Mapped[int | None]
    unit: Mapped[str] = mapped_column(String(60), default="")
    """Of what it is the price: "bản", "trang"; of the whole case where none is named."""
    most: Mapped[int | None]
    timing: Mapped[str] = mapped_column(String(10), default="intake")
    """When it is paid: intake, supplement or return."""
    note: Mapped[str] = mapped_column(String(500), default="")


class FeeExemption(Base):
    """Who pays nothing, or less."""

    __tablename__ = "fee_exemption"
    __table_args__ = (CheckConstraint("percent BETWEEN 1 AND 100", "percent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    place: Mapped[int]
    group: Mapped[str] = mapped_column("group_name", String(300))
    percent: Mapped[int] = mapped_column(default=100)
    ground: Mapped[str] = mapped_column(String(300), default="")


class ProcedureStep(Base):
    """A step of the process (bước xử lý): who does it, and in how much working time."""

    __tablename__ = "procedure_step"
    __table_args__ = (
        CheckConstraint("minutes >= 0", "minutes"),
        UniqueConstraint("version_id", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10))
    """counter, head, officer, leader, clerk, agency (another one) or tax."""
    unit: Mapped[str] = mapped_column(String(200), default="")
    """Where, in words: "Phòng Kinh tế"; the one that the case is given to where none is named."""
    level_code: Mapped[str | None] = mapped_column(ForeignKey("procedure_level.code"))
    """Where it is done at another level than the procedure's."""
    minutes: Mapped[int]
    """Of working time."""
    pause: Mapped[str] = mapped_column(String(10), default="")
    """While it lasts the clock of the case stands: for another agency, for what the citizen must
    pay, for a round by the tax office (agency, payment, tax)."""


class ProcedureTemplate(Base):
    """A result or letter of the procedure, by the name and code under which it is kept."""

    __tablename__ = "procedure_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    """result or letter."""
    name: Mapped[str] = mapped_column(String(300))
    code: Mapped[str] = mapped_column(String(40), default="")


class BroughtCatalogue(Base):
    """A catalogue that somebody brought and has not taken over yet: they see what would change."""

    __tablename__ = "brought_catalogue"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    """Of the file."""
    brought_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    brought_at: Mapped[datetime] = mapped_column(default=clock.now)
    data: Mapped[str] = mapped_column(Text)
    """As `rules.exchange` writes it, and nothing that it would not read."""
