"""Cases of the one-stop shop, received at its counter, and the officers who sit there"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0050"
down_revision: str | None = "0049"
branch_labels: Any = None
depends_on: Any = None

GIVEN = {
    "cases.read": ("clerk", "leader", "unit_head", "officer", "counter"),
    "cases.read_all": ("counter",),
    "cases.handle": ("clerk", "counter"),
    "desk.read": ("counter",),
    "documents.read": ("counter",),
    "procedures.read": ("counter",),
    "search.use": ("counter",),
}
TABLES = ("shop_case_pause", "shop_case_paper", "shop_case_move", "shop_case", "shop_case_day")


def upgrade() -> None:
    op.create_table(
        "shop_case_day",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_shop_case_day_agency_id")
        ),
        sa.PrimaryKeyConstraint("agency_id", "day", name=op.f("pk_shop_case_day")),
    )
    op.create_table(
        "shop_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("public_code", sa.String(length=8), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("procedure_id", sa.Integer(), nullable=False),
        sa.Column("procedure_code", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=500), nullable=False),
        sa.Column("variant", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("return_way", sa.String(length=8), nullable=False),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("applicant_kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("identity", sa.String(length=20), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("gender", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("submitter", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("folded", sa.String(length=1000), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("step_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_span", sa.String(length=40), nullable=True),
        sa.Column("due_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_promised", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status BETWEEN 1 AND 10", name=op.f("ck_shop_case_status")),
        sa.CheckConstraint(
            "status NOT IN (2, 4, 5, 6, 9, 10) OR received_at IS NOT NULL",
            name=op.f("ck_shop_case_received"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_shop_case_agency_id")),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name=op.f("fk_shop_case_id")),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_shop_case_procedure_id")
        ),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["person.id"], name=op.f("fk_shop_case_received_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["procedure_version.id"], name=op.f("fk_shop_case_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_case")),
        sa.UniqueConstraint("code", name=op.f("uq_shop_case_code")),
        sa.UniqueConstraint("public_code", name=op.f("uq_shop_case_public_code")),
    )
    op.create_index(
        "ix_shop_case_due", "shop_case", ["agency_id", "status", "due_at"], unique=False
    )
    op.create_index("ix_shop_case_person", "shop_case", ["agency_id", "identity"], unique=False)
    op.create_index(op.f("ix_shop_case_procedure_id"), "shop_case", ["procedure_id"], unique=False)
    op.create_index(op.f("ix_shop_case_version_id"), "shop_case", ["version_id"], unique=False)
    op.create_table(
        "shop_case_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_shop_case_move_by_id")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["shop_case.id"], name=op.f("fk_shop_case_move_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_case_move")),
    )
    op.create_index(op.f("ix_shop_case_move_case_id"), "shop_case_move", ["case_id"], unique=False)
    op.create_table(
        "shop_case_paper",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("copy", sa.String(length=10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("brought_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_shop_case_paper_quantity")),
        sa.ForeignKeyConstraint(
            ["brought_by_id"],
            ["shop_case_move.id"],
            name=op.f("fk_shop_case_paper_brought_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["shop_case.id"], name=op.f("fk_shop_case_paper_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "place", name=op.f("pk_shop_case_paper")),
    )
    op.create_table(
        "shop_case_pause",
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("start_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "end_at IS NULL OR end_at >= start_at", name=op.f("ck_shop_case_pause_interval")
        ),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["shop_case_move.id"], name=op.f("fk_shop_case_pause_begun_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["shop_case.id"], name=op.f("fk_shop_case_pause_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["shop_case_move.id"], name=op.f("fk_shop_case_pause_ended_by_id")
        ),
        sa.PrimaryKeyConstraint("begun_by_id", name=op.f("pk_shop_case_pause")),
    )
    op.create_index(
        op.f("ix_shop_case_pause_case_id"), "shop_case_pause", ["case_id"], unique=False
    )
    # An office that is founded later is given its roles when it is.
    op.execute(
        "INSERT INTO role (code, name, position)"
        " SELECT 'counter', 'Counter officer', 5 WHERE EXISTS (SELECT 1 FROM role)"
    )
    for permission, roles in GIVEN.items():
        among = ", ".join(f"'{role}'" for role in roles)
        op.execute(
            "INSERT INTO role_permission (role_code, permission)"
            f" SELECT code, '{permission}' FROM role WHERE code IN ({among})"
        )


def downgrade() -> None:
    op.execute("UPDATE post SET role_code = 'officer' WHERE role_code = 'counter'")
    op.execute(
        "DELETE FROM role_permission WHERE role_code = 'counter' OR permission LIKE 'cases.%'"
    )
    op.execute("DELETE FROM role WHERE code = 'counter'")
    for table in TABLES:
        op.drop_table(table)
    # Their records stay, which the trail names; nobody reads them any more.
    op.execute(
        "DELETE FROM record_reader WHERE record_id IN (SELECT id FROM record WHERE kind = 'case')"
    )
