"""A day stands once in the calendar of an agency, and once in that of all

Where two administrators had set it in the same second, what was set last stays.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: Any = None
depends_on: Any = None

DAYS = sa.table("day_exception", *map(sa.column, ("id", "agency_id", "day")))
OF_ALL = DAYS.c.agency_id.is_(None)


def upgrade() -> None:
    last = sa.select(sa.func.max(DAYS.c.id)).group_by(DAYS.c.agency_id, DAYS.c.day)
    op.execute(sa.delete(DAYS).where(DAYS.c.id.not_in(last)))
    with op.batch_alter_table("day_exception") as batch_op:
        batch_op.drop_index("ix_day_exception_day")
        batch_op.create_unique_constraint(
            op.f("uq_day_exception_day_agency_id"), ["day", "agency_id"]
        )
    op.create_index(
        "ix_day_exception_of_all",
        "day_exception",
        ["day"],
        unique=True,
        sqlite_where=OF_ALL,
        postgresql_where=OF_ALL,
    )


def downgrade() -> None:
    op.drop_index("ix_day_exception_of_all", table_name="day_exception")
    with op.batch_alter_table("day_exception") as batch_op:
        batch_op.drop_constraint(op.f("uq_day_exception_day_agency_id"), type_="unique")
        batch_op.create_index("ix_day_exception_day", ["day"], unique=False)
