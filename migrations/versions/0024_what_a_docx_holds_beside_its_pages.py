"""What a .docx holds that no page shows is known before it is signed"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "file_inside",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("clean_sha256", sa.String(length=64), nullable=True),
        sa.Column("clean_size", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_inside")),
    )


def downgrade() -> None:
    op.drop_table("file_inside")
