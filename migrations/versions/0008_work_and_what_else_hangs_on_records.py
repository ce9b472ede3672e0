"""Directives, lines, dossiers, text messages and the trail hang on records

A document's id is its record's, so every number stays; the trail's hashes cover values, not names.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Any = None
depends_on: Any = None


class Held(NamedTuple):
    """A table whose column `document_id` becomes `record_id`, with all that names the column."""

    table: str
    indexes: Sequence[tuple[str, Sequence[str]]] = ()
    checks: Sequence[tuple[str, str]] = ()
    """Writing a table anew on SQLite forgets them."""
    was_loose: bool = False
    """No foreign key stood on the column until now."""


TABLES = (
    Held("directive", [("ix_directive_{}_id", ["{}_id"])]),
    Held(
        "assignment",
        [
            ("ix_assignment_{}_id", ["{}_id"]),
            (
                "ix_assignment_due",
                ["agency_id", "state", "due_at", "opened_at", "unit_id", "person_id", "parent_id"]
                + ["{}_id"],
            ),
        ],
        [
            ("one_holder", "(unit_id IS NULL) <> (person_id IS NULL)"),
            ("role", "role IN ('lead', 'cohandler', 'information')"),
            ("state", "state IN ('open', 'done', 'returned', 'recalled', 'withdrawn')"),
            ("finished_iff_closed", "(state = 'open') = (finished_at IS NULL)"),
        ],
    ),
    Held(
        "sms_message",
        [("ix_sms_message_{}_id", ["{}_id"])],
        [("state", "state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')")],
    ),
    Held("audit_entry", [("ix_audit_entry_{}", ["{}_id"])], was_loose=True),
)


def upgrade() -> None:
    for held in TABLES:
        _hang(held, "document", "record")
    _move_dossier_rows("document", "record")


def _hang(held: Held, old: str, new: str) -> None:
    """Let the column point at the table `new` instead of at `old`, and be called after it."""
    for name, _columns in held.indexes:
        op.drop_index(op.f(name.format(old)), held.table)
    checks = [
        sa.CheckConstraint(said, name=op.f(f"ck_{held.table}_{name}")) for name, said in held.checks
    ]
    with op.batch_alter_table(held.table, table_args=checks) as batch_op:
        if not (held.was_loose and old == "document"):
            batch_op.drop_constraint(op.f(f"fk_{held.table}_{old}_id"), type_="foreignkey")
        batch_op.alter_column(f"{old}_id", new_column_name=f"{new}_id")
    if not (held.was_loose and new == "document"):
        # In a step of its own: within one, the new key would be sought on the old column.
        with op.batch_alter_table(held.table, table_args=checks) as batch_op:
            batch_op.create_foreign_key(
                op.f(f"fk_{held.table}_{new}_id"), new, [f"{new}_id"], ["id"]
            )
    for name, columns in held.indexes:
        op.create_index(
            op.f(name.format(new)), held.table, [column.format(new) for column in columns]
        )


def _move_dossier_rows(old: str, new: str) -> None:
    """The table is called after what lies in a dossier, and so are its key and its index."""
    table = f"dossier_{new}"
    op.create_table(
        table,
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column(f"{new}_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f(f"fk_{table}_dossier_id")),
        sa.ForeignKeyConstraint([f"{new}_id"], [f"{new}.id"], name=op.f(f"fk_{table}_{new}_id")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f(f"fk_{table}_added_by_id")
        ),
        sa.PrimaryKeyConstraint("dossier_id", f"{new}_id", name=op.f(f"pk_{table}")),
    )
    op.execute(
        f"INSERT INTO {table} (dossier_id, {new}_id, ordinal, added_by_id, added_at)"
        f" SELECT dossier_id, {old}_id, ordinal, added_by_id, added_at FROM dossier_{old}"
    )
    op.drop_table(f"dossier_{old}")
    op.create_index(op.f(f"ix_{table}_{new}_id"), table, [f"{new}_id"])


def downgrade() -> None:
    _move_dossier_rows("record", "document")
    for held in reversed(TABLES):
        _hang(held, "record", "document")
