"""Registers and number series are edited by more than one person: they have versions"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0013"
branch_labels: Any = None
depends_on: Any = None

TABLES = ("register", "number_series")


def upgrade() -> None:
    for table in TABLES:
        version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
        op.add_column(table, version)


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "version")
