"""How each invariant of the watchdog stands"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0038"
down_revision: str | None = "0037"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(300), nullable=False),
        sa.Column("ill_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_key", sa.String(60), nullable=False),
        sa.Column("mending_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mending_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ill_since IS NULL) = (state IN ('kept', 'near'))", name=op.f("ck_watch_ill")
        ),
        sa.CheckConstraint(
            "state IN ('kept', 'near', 'broken', 'unknown')", name=op.f("ck_watch_state")
        ),
        sa.ForeignKeyConstraint(
            ["mending_by_id"], ["person.id"], name=op.f("fk_watch_mending_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("name", name=op.f("uq_watch_name")),
    )


def downgrade() -> None:
    op.drop_table("watch")
