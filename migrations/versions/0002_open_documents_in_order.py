"""Open documents in the order of their list"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Any = None
depends_on: Any = None

IS_OPEN = sa.text("state IN ('registered', 'directed')")


def upgrade() -> None:
    op.create_index(
        "ix_document_open",
        "document",
        ["agency_id", "kind", "id"],
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_document_open", "document")
