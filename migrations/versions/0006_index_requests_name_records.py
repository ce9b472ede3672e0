"""The index is told of records of any kind, not of documents alone."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    _write_anew("document", "record")


def downgrade() -> None:
    op.execute("DELETE FROM index_request WHERE record_id NOT IN (SELECT id FROM document)")
    _write_anew("record", "document")


def _write_anew(before: str, after: str) -> None:
    """What still waits goes along: nothing that changed is left out of the index."""
    op.rename_table("index_request", "index_request_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE index_request_before DROP CONSTRAINT pk_index_request")
    op.create_table(
        "index_request",
        sa.Column(f"{after}_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            [f"{after}_id"], [f"{after}.id"], name=op.f(f"fk_index_request_{after}_id")
        ),
        sa.PrimaryKeyConstraint(f"{after}_id", name=op.f("pk_index_request")),
    )
    op.execute(
        f"INSERT INTO index_request ({after}_id, asked_at)"
        f" SELECT {before}_id, asked_at FROM index_request_before"
    )
    op.drop_table("index_request_before")
