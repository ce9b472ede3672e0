"""An issued document is corrected by a letter, and a copy that was received names its original

So one look tells of the original and of every copy that it was recalled, replaced or corrected.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: Any = None
depends_on: Any = None

BEFORE = ("reply", "replaces", "related", "twin")


def _allow(kinds: tuple[str, ...]) -> None:
    name = op.f("ck_record_link_kind")
    with op.batch_alter_table("record_link") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"kind IN {kinds}")


NAMING = ("draft", "corrects_id"), ("document", "corrects_id"), ("document", "source_id")
"""Columns that name a document; added as they stand, so that SQLite need not copy the tables."""


def upgrade() -> None:
    _allow((*BEFORE, "corrects"))
    for table, column in NAMING:
        named = f"CONSTRAINT fk_{table}_{column} REFERENCES document (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {named}")
    op.create_index("ix_document_source_id", "document", ["source_id"])
    op.execute(
        "UPDATE document SET source_id ="
        " (SELECT recipient.document_id FROM recipient WHERE recipient.id = document.recipient_id)"
        " WHERE recipient_id IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_index("ix_document_source_id", table_name="document")
    for table, column in NAMING:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    op.execute("DELETE FROM record_link WHERE kind = 'corrects'")
    _allow(BEFORE)
