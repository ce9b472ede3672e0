"""The clerk's reason for a return, known among the remarks on a draft"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    with op.batch_alter_table("draft_comment") as batch_op:
        batch_op.add_column(
            sa.Column("is_return", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("draft_comment") as batch_op:
        batch_op.alter_column("is_return", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("draft_comment") as batch_op:
        batch_op.drop_column("is_return")
