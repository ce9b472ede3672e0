"""Dates may be kept as promised; a whole may be put off; handings over are undone from the last

No date was kept so far: the columns begin empty.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: Any = None
depends_on: Any = None

IS_COUNTED = sa.text("due_since IS NOT NULL")
COUNTED = ("agency_id", "state", "due_at", "due_since", "due_span")
KEPT = (
    ("assignment", "due_promised"),
    ("document", "due_promised"),
    ("due_extension", "due_promised"),
    ("due_extension", "old_promised"),
)


def upgrade() -> None:
    for table, column in KEPT:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    whole = sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("due_extension", whole)
    op.add_column("handed_item", sa.Column("before", sa.Integer(), nullable=True))
    _index(*COUNTED, "due_promised")


def downgrade() -> None:
    _index(*COUNTED)
    op.drop_column("handed_item", "before")
    op.drop_column("due_extension", "whole")
    for table, column in KEPT:
        op.drop_column(table, column)


def _index(*columns: str) -> None:
    """All that a change of the calendar asks of the lines that it may move."""
    op.drop_index("ix_assignment_counted", "assignment")
    op.create_index(
        "ix_assignment_counted",
        "assignment",
        list(columns),
        sqlite_where=IS_COUNTED,
        postgresql_where=IS_COUNTED,
    )
