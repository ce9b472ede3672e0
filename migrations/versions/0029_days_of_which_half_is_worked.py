"""Half days in the calendar; lines know by which span, from when, their due date was counted

A due date that is there already was set as a day of the calendar, or nobody knows better: it stays.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: Any = None
depends_on: Any = None

DAYS = sa.table("day_exception", sa.column("works", sa.String), sa.column("is_working", sa.Boolean))


def upgrade() -> None:
    op.add_column("day_exception", sa.Column("works", sa.String(length=10), nullable=True))
    works = sa.case((DAYS.c.is_working, "working"), else_="off")
    op.execute(sa.update(DAYS).values(works=works))
    with op.batch_alter_table("day_exception") as batch_op:
        batch_op.alter_column("works", existing_type=sa.String(length=10), nullable=False)
        batch_op.drop_column("is_working")
    op.add_column("assignment", sa.Column("due_span", sa.String(length=40), nullable=True))
    op.add_column("assignment", sa.Column("due_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("assignment", "due_since")
    op.drop_column("assignment", "due_span")
    op.add_column("day_exception", sa.Column("is_working", sa.Boolean(), nullable=True))
    op.execute(sa.update(DAYS).values(is_working=DAYS.c.works != "off"))
    with op.batch_alter_table("day_exception") as batch_op:
        batch_op.alter_column("is_working", existing_type=sa.Boolean(), nullable=False)
        batch_op.drop_column("works")
