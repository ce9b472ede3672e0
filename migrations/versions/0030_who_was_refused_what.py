"""Refused attempts are counted by day, person, address and page"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: Any = None
depends_on: Any = None

KEY = ["day", "person_id", "address", "method", "path", "why"]


def upgrade() -> None:
    op.create_table(
        "refused_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_attempt")),
        sa.UniqueConstraint(*KEY, name=op.f(f"uq_refused_attempt_{'_'.join(KEY)}")),
    )
    op.create_index("ix_refused_attempt_last_at", "refused_attempt", ["last_at", "id"])


def downgrade() -> None:
    op.drop_table("refused_attempt")
