"""Number and symbol stand once a year in an agency; what stood twice before stays, and is told"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Any = None
depends_on: Any = None

HOLDS_ITS_NUMBER = sa.text("kind = 'outgoing' AND number IS NOT NULL AND NOT number_again")


def upgrade() -> None:
    again = sa.Column("number_again", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("document", again)
    op.execute(
        "UPDATE document SET number_again = TRUE WHERE kind = 'outgoing' AND number IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM document AS first WHERE first.kind = 'outgoing'"
        " AND first.agency_id = document.agency_id AND first.year = document.year"
        " AND first.reference_key = document.reference_key AND first.number IS NOT NULL"
        " AND first.id < document.id)"
    )
    op.create_index(
        "ix_document_one_number",
        "document",
        ["agency_id", "year", "reference_key"],
        unique=True,
        sqlite_where=HOLDS_ITS_NUMBER,
        postgresql_where=HOLDS_ITS_NUMBER,
    )


def downgrade() -> None:
    op.drop_index("ix_document_one_number", "document")
    op.drop_column("document", "number_again")
