"""A number is kept for a day, which its document bears"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.add_column("taken_number", sa.Column("kept_for", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("taken_number", "kept_for")
