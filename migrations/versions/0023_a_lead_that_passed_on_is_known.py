"""A lead that passed to another is known by the directive that took it, and a line by who opened it"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Any = None
depends_on: Any = None

ADDED = {"taken_over_by_id": "directive", "opened_by_id": "person"}


def upgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        for column, table in ADDED.items():
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_assignment_{column}"), table, [column], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        for column in ADDED:
            batch_op.drop_constraint(op.f(f"fk_assignment_{column}"), type_="foreignkey")
            batch_op.drop_column(column)
