"""The index of one number names its kind so that statements about kinds keep their plans"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Any = None
depends_on: Any = None

NUMBERED = "number IS NOT NULL AND NOT number_again"


def upgrade() -> None:
    _index(f"kind NOT IN ('incoming', 'internal') AND {NUMBERED}")


def downgrade() -> None:
    _index(f"kind IN ('outgoing') AND {NUMBERED}")


def _index(limit: str) -> None:
    op.drop_index("ix_document_one_number", "document")
    op.create_index(
        "ix_document_one_number",
        "document",
        ["agency_id", "year", "reference_key"],
        unique=True,
        sqlite_where=sa.text(limit),
        postgresql_where=sa.text(limit),
    )
