"""Files that came with a delivery are marked: they stay as they were sent"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    received = sa.Column("is_received", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("record_file", received)
    op.execute(
        "UPDATE record_file SET is_received = TRUE WHERE EXISTS (SELECT 1 FROM document"
        " JOIN recipient ON recipient.id = document.recipient_id"
        " JOIN record_file AS sent ON sent.record_id = recipient.document_id"
        " WHERE document.id = record_file.record_id AND sent.sha256 = record_file.sha256)"
    )


def downgrade() -> None:
    op.drop_column("record_file", "is_received")
