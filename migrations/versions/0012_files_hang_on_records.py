"""Files hang on records

A document's id is its record's, and a file keeps its own, so every link and trace stays as it was.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Any = None
depends_on: Any = None

KEPT = (
    "id, kind, name, sha256, media_type, size, page_count, position, added_by_id, added_at,"
    " removed_at"
)


def upgrade() -> None:
    _move("document", "record")


def _move(old: str, new: str) -> None:
    """The table is called after what its files hang on, and so are its keys and indexes."""
    table = f"{new}_file"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(f"{new}_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('main', 'attachment')", name=op.f(f"ck_{table}_kind")),
        sa.ForeignKeyConstraint([f"{new}_id"], [f"{new}.id"], name=op.f(f"fk_{table}_{new}_id")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f(f"fk_{table}_added_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.execute(
        f"INSERT INTO {table} ({new}_id, {KEPT}) SELECT {old}_id, {KEPT} FROM {old}_file"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            " HAVING max(id) IS NOT NULL"
        )
    op.drop_table(f"{old}_file")
    op.create_index(op.f(f"ix_{table}_{new}_id"), table, [f"{new}_id"])
    op.create_index(op.f(f"ix_{table}_sha256"), table, ["sha256"])


def downgrade() -> None:
    _move("record", "document")
