"""What is said of a file beside its pages"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    with op.batch_alter_table("rendition") as table:
        table.add_column(sa.Column("remarks", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("file_text") as table:
        table.add_column(sa.Column("reader", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("rendition") as table:
        table.drop_column("remarks")
    with op.batch_alter_table("file_text") as table:
        table.drop_column("reader")
