"""A receiver that stands under "Kính gửi" is marked as such"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    addressed = sa.Column("addressed", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("recipient", addressed)


def downgrade() -> None:
    op.drop_column("recipient", "addressed")
