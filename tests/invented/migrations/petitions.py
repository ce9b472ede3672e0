"""Petitions, and the right to keep them for the roles of an office that is running."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.script import ScriptDirectory

from app.cli import MIGRATIONS

revision: str = "petitions"
down_revision: str | None = ScriptDirectory(str(MIGRATIONS)).get_current_head()
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "petition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("answer_version", sa.Integer(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_petition_agency_id"),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name="fk_petition_answered_by_id"
        ),
        sa.ForeignKeyConstraint(["id"], ["record.id"], name="fk_petition_id"),
        sa.PrimaryKeyConstraint("id", name="pk_petition"),
    )
    op.execute(
        "INSERT INTO role_permission (role_code, permission)"
        " SELECT code, 'petitions.keep' FROM role WHERE code IN ('clerk', 'leader')"
    )


def downgrade() -> None:
    op.drop_table("petition")
