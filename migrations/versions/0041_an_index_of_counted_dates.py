"""A change of the calendar finds the lines that it may move without looking at all others

Reminders that were written before the upgrade and wait to be spread are heard by their topic of
today.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: Any = None
depends_on: Any = None

IS_COUNTED = sa.text("due_since IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_assignment_counted",
        "assignment",
        ["agency_id", "state", "due_at", "due_since", "due_span"],
        sqlite_where=IS_COUNTED,
        postgresql_where=IS_COUNTED,
    )
    op.execute(
        "UPDATE outbox SET topic = 'assignments.passed_due'"
        " WHERE topic = 'assignments.became_late' AND spread_at IS NULL"
    )


def downgrade() -> None:
    op.drop_index("ix_assignment_counted", "assignment")
