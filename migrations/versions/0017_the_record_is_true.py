"""The record is true: numbers stand once, receivers are addressed, books hold their year

Number and symbol stand once a year in an agency; what stood twice before stays, and is told. A
receiver that stands under "Kính gửi" is marked, and so are files that came with a delivery. Years
of a register can be closed, registers switched off; what units and people were called is kept, and
so is every correction of a registered line.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Any = None
depends_on: Any = None

HOLDS_ITS_NUMBER = sa.text("kind IN ('outgoing') AND number IS NOT NULL AND NOT number_again")
MARKS = (
    ("document", "number_again"),
    ("recipient", "addressed"),
    ("record_file", "is_received"),
    ("register", "is_off"),
)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for table, mark in MARKS:
        op.add_column(table, sa.Column(mark, sa.Boolean(), nullable=False, server_default=sa.false()))
    _hold_numbers()
    op.execute(
        "UPDATE record_file SET is_received = TRUE WHERE EXISTS (SELECT 1 FROM document"
        " JOIN recipient ON recipient.id = document.recipient_id"
        " JOIN record_file AS sent ON sent.record_id = recipient.document_id"
        " WHERE document.id = record_file.record_id AND sent.sha256 = record_file.sha256)"
    )
    op.create_index("ix_document_day", "document", ["agency_id", "issued_on"])
    _allow_links(("reply", "replaces", "related", "twin"))
    _make_closed_year()
    _make_former_name()
    _make_correction()


def _allow_links(kinds: tuple[str, ...]) -> None:
    name = op.f("ck_record_link_kind")
    with op.batch_alter_table("record_link") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"kind IN {kinds}")


def _hold_numbers() -> None:
    op.execute(
        "UPDATE document SET number_again = TRUE WHERE kind = 'outgoing' AND number IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM document AS first WHERE first.kind = 'outgoing'"
        " AND first.agency_id = document.agency_id AND first.year = document.year"
        " AND first.reference_key = document.reference_key AND first.number IS NOT NULL"
        " AND first.id < document.id)"
    )
    op.create_index(
        "ix_document_one_number",
        "document",
        ["agency_id", "year", "reference_key"],
        unique=True,
        sqlite_where=HOLDS_ITS_NUMBER,
        postgresql_where=HOLDS_ITS_NUMBER,
    )


def _make_closed_year() -> None:
    op.create_table(
        "closed_year",
        sa.Column("register_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["register_id"], ["register.id"], name=op.f("fk_closed_year_register_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_closed_year_person_id")),
        sa.PrimaryKeyConstraint("register_id", "year", name=op.f("pk_closed_year")),
    )


def _make_former_name() -> None:
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("column", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.CheckConstraint("(unit_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_former_name_whose")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_former_name_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_name_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    for owner in ("unit", "person"):
        op.create_index(f"ix_former_name_{owner}", "former_name", [f"{owner}_id", "until"])


def _make_correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("after_closing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_correction_document_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_correction_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_document_id"), "correction", ["document_id"])


def downgrade() -> None:
    for table in ("correction", "former_name", "closed_year"):
        op.drop_table(table)
    op.drop_index("ix_document_one_number", "document")
    op.drop_index("ix_document_day", "document")
    op.execute("UPDATE record_link SET kind = 'related' WHERE kind = 'twin'")
    _allow_links(("reply", "replaces", "related"))
    for table, mark in MARKS:
        op.drop_column(table, mark)
