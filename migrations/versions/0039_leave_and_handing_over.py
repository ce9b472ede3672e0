"""Leave that is asked for, work that goes to who stands in, and handing over as one act

Absences that are there name nobody who stands in, and no work goes elsewhere for them.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: Any = None
depends_on: Any = None

STATES = "'asked', 'approved', 'refused', 'taken_back'"


def person(name: str, *, needed: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("person.id"), nullable=not needed)


def moment(name: str, *, needed: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("absence") as absence:
        absence.add_column(sa.Column("stand_in_id", sa.Integer(), nullable=True))
        absence.add_column(flag("reroutes"))
        absence.create_foreign_key(
            op.f("fk_absence_stand_in_id_person"), "person", ["stand_in_id"], ["id"]
        )
        absence.create_check_constraint("rerouted_to", "stand_in_id IS NOT NULL OR NOT reroutes")
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(sa.Column("meant_for_id", sa.Integer(), nullable=True))
        assignment.create_foreign_key(
            op.f("fk_assignment_meant_for_id_person"), "person", ["meant_for_id"], ["id"]
        )
    _leave()
    _handovers()


def _leave() -> None:
    op.create_table(
        "leave_request",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        person("person_id", needed=True),
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        flag("from_noon"),
        flag("until_noon"),
        sa.Column("reason", sa.String(200), nullable=False),
        person("stand_in_id"),
        flag("delegates"),
        flag("reroutes"),
        sa.Column("state", sa.String(10), nullable=False),
        moment("asked_at", needed=True),
        person("decided_by_id"),
        moment("decided_at"),
        sa.Column("answer", sa.String(500), nullable=False),
        sa.Column(
            "absence_id", sa.Integer(), sa.ForeignKey("absence.id", ondelete="SET NULL")
        ),
        sa.Column("delegation_id", sa.Integer(), sa.ForeignKey("delegation.id")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", "validity"),
        sa.CheckConstraint(f"state IN ({STATES})", "state"),
        sa.CheckConstraint("stand_in_id IS NOT NULL OR NOT (delegates OR reroutes)", "stand_in"),
    )
    op.create_index(
        "ix_leave_request_agency", "leave_request", ["agency_id", "state", "starts_on"]
    )
    op.create_index("ix_leave_request_person", "leave_request", ["person_id", "starts_on"])


def _handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        person("made_by_id", needed=True),
        moment("made_at", needed=True),
        person("taken_back_by_id"),
        moment("taken_back_at"),
        sa.CheckConstraint(
            "(taken_back_at IS NULL) = (taken_back_by_id IS NULL)", "taken_back"
        ),
    )
    op.create_index("ix_handover_source", "handover", ["source", "agency_id"])
    op.create_table(
        "handed_item",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("handover_id", sa.Integer(), sa.ForeignKey("handover.id"), nullable=False),
        sa.Column("holding", sa.String(40), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), sa.ForeignKey("record.id")),
        sa.Column("said", sa.String(600), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("target", sa.String(16), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
    )
    op.create_index(op.f("ix_handed_item_handover_id"), "handed_item", ["handover_id"])


def downgrade() -> None:
    for table in ("handed_item", "handover", "leave_request"):
        op.drop_table(table)
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_constraint(
            op.f("fk_assignment_meant_for_id_person"), type_="foreignkey"
        )
        assignment.drop_column("meant_for_id")
    with op.batch_alter_table("absence") as absence:
        absence.drop_constraint(op.f("ck_absence_rerouted_to"), type_="check")
        absence.drop_constraint(op.f("fk_absence_stand_in_id_person"), type_="foreignkey")
        absence.drop_column("reroutes")
        absence.drop_column("stand_in_id")
