"""Holders ask for another due date; a line keeps its first one and how often it was put off

How long work may usually take stands in the data; a document knows by which span its date was
counted.

What was put off before nobody counted: it begins with the date that it has now.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"
branch_labels: Any = None
depends_on: Any = None

IS_ASKED = sa.text("state = 'asked'")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("assignment", sa.Column("first_due_at", moment, nullable=True))
    op.add_column(
        "assignment", sa.Column("extended", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_table(
        "due_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("due_span", sa.String(length=40), nullable=True),
        sa.Column("due_since", moment, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("old_due_at", moment, nullable=False),
        sa.Column("old_span", sa.String(length=40), nullable=True),
        sa.Column("old_since", moment, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("line_version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'granted', 'refused', 'taken_back', 'lapsed')",
            name=op.f("ck_due_extension_state"),
        ),
        sa.CheckConstraint(
            "(state = 'asked') = (ended_at IS NULL)",
            name=op.f("ck_due_extension_ended_iff_not_asked"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [of], name=op.f(f"fk_due_extension_{column}_{of.split('.')[0]}")
            )
            for column, of in (
                ("assignment_id", "assignment.id"),
                ("asked_by_id", "person.id"),
                ("decided_by_id", "person.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_extension")),
    )
    op.create_index(op.f("ix_due_extension_assignment_id"), "due_extension", ["assignment_id"])
    op.create_index(
        "ix_due_extension_asked",
        "due_extension",
        ["assignment_id"],
        unique=True,
        sqlite_where=IS_ASKED,
        postgresql_where=IS_ASKED,
    )
    op.create_table(
        "usual_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("type_code", sa.String(length=10), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("span", sa.String(length=40), nullable=True),
        sa.CheckConstraint("urgency BETWEEN 0 AND 3", name=op.f("ck_usual_span_urgency")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_usual_span_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["type_code"],
            ["document_type.code"],
            name=op.f("fk_usual_span_type_code_document_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usual_span")),
    )
    op.create_index(op.f("ix_usual_span_agency_id"), "usual_span", ["agency_id"])
    op.create_table(
        "reminder_hours",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.String(length=60), nullable=False),
        sa.Column("reached_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_hours_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reminder_hours")),
    )
    op.add_column("document", sa.Column("due_span", sa.String(length=40), nullable=True))
    op.add_column("document", sa.Column("due_since", moment, nullable=True))


def downgrade() -> None:
    op.drop_column("document", "due_since")
    op.drop_column("document", "due_span")
    op.drop_table("reminder_hours")
    op.drop_table("usual_span")
    op.drop_table("due_extension")
    op.drop_column("assignment", "extended")
    op.drop_column("assignment", "first_due_at")
