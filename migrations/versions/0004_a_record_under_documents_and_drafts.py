"""A record under documents and drafts: one identity for everything that is read and worked on

Documents keep their ids, which become those of their records; drafts keep theirs beside it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Any = None
depends_on: Any = None

IS_OPEN = sa.text("state IN ('registered', 'directed')")
CHECKS = {
    "document": (
        ("kind", "kind IN ('incoming', 'outgoing', 'internal')"),
        ("urgency", "urgency BETWEEN 0 AND 3"),
        (
            "issued_iff_numbered",
            "kind <> 'outgoing' OR (state IN ('signed', 'returned')) = (number IS NULL)",
        ),
        (
            "registered_iff_numbered",
            "kind <> 'incoming' OR state = 'recalled'"
            " OR (state IN ('waiting', 'refused')) = (number IS NULL)",
        ),
    ),
    "draft": (
        ("state", "state IN ('drafting', 'circulating', 'signed', 'issued', 'cancelled')"),
    ),
}
"""Writing a table anew on SQLite forgets its checks."""


def _checks(table: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}")) for name, said in CHECKS[table]
    ]


def upgrade() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_record_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_index(op.f("ix_record_agency_id"), "record", ["agency_id"])
    op.execute("INSERT INTO record (id, kind, agency_id) SELECT id, kind, agency_id FROM document")
    _identify_drafts()
    with op.batch_alter_table("document", table_args=_checks("document")) as batch_op:
        batch_op.create_foreign_key(op.f("fk_document_id"), "record", ["id"], ["id"])
    _make_last("ix_document_open")
    with op.batch_alter_table("draft", table_args=_checks("draft")) as batch_op:
        batch_op.alter_column("record_id", nullable=False, existing_type=sa.Integer())
        batch_op.create_foreign_key(op.f("fk_draft_record_id"), "record", ["record_id"], ["id"])
        batch_op.create_unique_constraint(op.f("uq_draft_record_id"), ["record_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE document ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE document_id_seq")
        op.execute(
            "SELECT setval('record_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM record), false)"
        )


def _make_last(index: str) -> None:
    """Writing the table anew made its indexes in any order; of two that would do SQLite takes the
    one made last, and this one needs no sorting."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index(index, "document")
        op.create_index(index, "document", ["agency_id", "kind", "id"], sqlite_where=IS_OPEN)


def _identify_drafts() -> None:
    """Records of drafts come after those of all documents, in the order of the drafts."""
    with op.batch_alter_table("draft") as batch_op:
        batch_op.add_column(sa.Column("record_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE draft SET record_id = numbered.place FROM ("
        " SELECT id, row_number() OVER (ORDER BY id)"
        " + (SELECT coalesce(max(id), 0) FROM document) AS place FROM draft"
        ") AS numbered WHERE numbered.id = draft.id"
    )
    op.execute(
        "INSERT INTO record (id, kind, agency_id) SELECT record_id, 'draft', agency_id FROM draft"
    )


def downgrade() -> None:
    with op.batch_alter_table("draft", table_args=_checks("draft")) as batch_op:
        batch_op.drop_constraint(op.f("uq_draft_record_id"), type_="unique")
        batch_op.drop_constraint(op.f("fk_draft_record_id"), type_="foreignkey")
        batch_op.drop_column("record_id")
    with op.batch_alter_table("document", table_args=_checks("document")) as batch_op:
        batch_op.drop_constraint(op.f("fk_document_id"), type_="foreignkey")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE document_id_seq OWNED BY document.id")
        op.execute(
            "SELECT setval('document_id_seq',"
            " (SELECT coalesce(max(id), 0) + 1 FROM document), false)"
        )
        op.execute(
            "ALTER TABLE document ALTER COLUMN id SET DEFAULT nextval('document_id_seq'::regclass)"
        )
    op.drop_table("record")
