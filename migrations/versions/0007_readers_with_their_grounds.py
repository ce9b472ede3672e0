"""Readers, openings and links of records; every right to read with its ground

Old rows say who may read, not why. The grounds are found again in lines of work, approval steps,
presentations, deliveries, drafters and answers. A right whose ground had already gone by the rules
of today goes with it; where no ground can be found, the right stays as "before".
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Any = None
depends_on: Any = None

OLD = """
    CREATE TEMPORARY TABLE old_reader AS
    SELECT record.id AS record_id, record.kind, record.agency_id, reader.token AS holder,
        CASE WHEN reader.token LIKE 'p%' THEN reader.token || 'a' || record.agency_id
             ELSE reader.token END AS token
    FROM (SELECT document_id AS record_id, token FROM document_reader
          UNION ALL
          SELECT draft.record_id, draft_reader.token
          FROM draft_reader JOIN draft ON draft.id = draft_reader.draft_id) AS reader
    JOIN record ON record.id = reader.record_id
"""

GROUNDS = (
    # The agency: its own books, a delivery that waits, a draft that was signed.
    """SELECT old.token, old.record_id, 'entered', 0 FROM old_reader AS old
       JOIN document ON document.id = old.record_id
       WHERE old.token = 'a' || document.agency_id
       AND (document.kind <> 'incoming' OR document.number IS NOT NULL
            OR (document.state = 'refused' AND document.recipient_id IS NULL))""",
    """SELECT old.token, old.record_id, 'delivered', document.recipient_id FROM old_reader AS old
       JOIN document ON document.id = old.record_id
       WHERE old.token = 'a' || document.agency_id AND document.state = 'waiting'
       AND document.recipient_id IS NOT NULL""",
    """SELECT old.token, old.record_id, 'signed', draft.document_id FROM old_reader AS old
       JOIN draft ON draft.record_id = old.record_id
       WHERE old.token = 'a' || draft.agency_id AND draft.state IN ('signed', 'issued')
       AND draft.document_id IS NOT NULL""",
    # A leader it is presented to.
    """SELECT old.token, old.record_id, 'presented', document.presented_to_id
       FROM old_reader AS old JOIN document ON document.id = old.record_id
       WHERE old.holder = 'p' || document.presented_to_id AND document.number IS NOT NULL""",
    # Whoever drafted it, and where.
    """SELECT old.token, old.record_id, 'author', 0 FROM old_reader AS old
       JOIN document ON document.id = old.record_id
       WHERE old.holder = 'p' || document.drafter_id""",
    """SELECT old.token, old.record_id, 'unit', document.unit_id FROM old_reader AS old
       JOIN document ON document.id = old.record_id
       WHERE old.holder = 'u' || document.unit_id""",
    """SELECT old.token, old.record_id, 'author', 0 FROM old_reader AS old
       JOIN draft ON draft.record_id = old.record_id WHERE old.holder = 'p' || draft.author_id""",
    """SELECT old.token, old.record_id, 'unit', draft.unit_id FROM old_reader AS old
       JOIN draft ON draft.record_id = old.record_id WHERE old.holder = 'u' || draft.unit_id""",
    # Lines of work, and lead lines of what a draft answers.
    """SELECT DISTINCT old.token, old.record_id, 'line', assignment.id FROM old_reader AS old
       JOIN assignment ON assignment.document_id = old.record_id
       AND assignment.holder = old.holder AND assignment.state IN ('open', 'done')
       WHERE old.kind <> 'draft'""",
    """SELECT DISTINCT old.token, old.record_id, 'line', assignment.id FROM old_reader AS old
       JOIN draft ON draft.record_id = old.record_id
       JOIN assignment ON assignment.document_id = draft.answers_id
       AND assignment.holder = old.holder AND assignment.role = 'lead'
       AND assignment.state IN ('open', 'done')""",
    # Turns in an approval that were not taken back.
    """SELECT DISTINCT old.token, old.record_id, 'step', circuit_step.id FROM old_reader AS old
       JOIN draft ON draft.record_id = old.record_id
       JOIN circuit_step ON circuit_step.draft_id = draft.id
       AND old.holder = 'p' || circuit_step.person_id AND circuit_step.state <> 'skipped'""",
    # Answers of what is read by the grounds above.
    """SELECT DISTINCT old.token, old.record_id, 'answer', document.answers_id
       FROM old_reader AS old JOIN document ON document.id = old.record_id
       JOIN record_reader AS question ON question.record_id = document.answers_id
       AND question.token = old.token
       WHERE document.number IS NOT NULL""",
)

BEFORE = """
    SELECT old.token, old.record_id, 'before', 0 FROM old_reader AS old
    LEFT JOIN document ON document.id = old.record_id
    LEFT JOIN draft ON draft.record_id = old.record_id
    WHERE NOT EXISTS (SELECT 1 FROM record_reader AS kept
                      WHERE kept.token = old.token AND kept.record_id = old.record_id)
    AND NOT (document.id IS NOT NULL AND old.holder LIKE 'a%' AND document.kind = 'incoming')
    AND NOT (draft.id IS NOT NULL AND old.holder LIKE 'a%')
    AND NOT EXISTS (SELECT 1 FROM assignment WHERE assignment.holder = old.holder
        AND assignment.document_id
            IN (old.record_id, coalesce(document.answers_id, draft.answers_id)))
    AND NOT EXISTS (SELECT 1 FROM circuit_step WHERE circuit_step.draft_id = draft.id
        AND old.holder = 'p' || circuit_step.person_id)
"""
"""What is left, but for whose line, turn or delivery is known to have been taken away."""

INTO = "INSERT INTO record_reader (token, record_id, ground, ground_id) "


def upgrade() -> None:
    _make_readers()
    _make_openings()
    _make_links()
    op.execute(OLD)
    op.execute("CREATE INDEX old_reader_record ON old_reader (record_id)")
    for rows in (*GROUNDS, BEFORE):
        op.execute(INTO + rows)
    op.execute("DROP TABLE old_reader")
    _name_records_of_notices()
    op.execute(
        "INSERT INTO record_opening (person_id, record_id, at)"
        " SELECT person_id, document_id, at FROM document_opening"
    )
    op.execute(
        "INSERT INTO record_opening (person_id, record_id, at)"
        " SELECT draft_look.person_id, draft.record_id, min(draft_look.at)"
        " FROM draft_look JOIN draft ON draft.id = draft_look.draft_id"
        " GROUP BY draft_look.person_id, draft.record_id"
    )
    op.execute(
        "INSERT INTO record_link (id, from_id, to_id, kind, made_by_id, made_at)"
        " SELECT id, from_id, to_id, kind, made_by_id, made_at FROM document_link"
    )
    _advance("record_link")
    for table in ("document_reader", "draft_reader", "document_opening", "document_link"):
        op.drop_table(table)


def _name_records_of_notices() -> None:
    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(sa.Column("record_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_notice_record_id"), "record", ["record_id"], ["id"])
    for page, record in (
        ("/documents/", "SELECT id FROM document WHERE id = "),
        ("/drafts/", "SELECT record_id FROM draft WHERE id = "),
    ):
        number = f"substr(path, {len(page) + 1})"
        op.execute(
            f"UPDATE notice SET record_id = ({record} CAST({number} AS INTEGER))"
            f" WHERE path LIKE '{page}_%' AND ltrim({number}, '0123456789') = ''"
        )


def _advance(table: str) -> None:
    """PostgreSQL does not see ids that were written by hand."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval('{table}_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
        )


def _make_readers() -> None:
    op.create_table(
        "record_reader",
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("ground_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_record_reader_record_id")
        ),
        sa.PrimaryKeyConstraint(
            "token", "record_id", "ground", "ground_id", name=op.f("pk_record_reader")
        ),
    )
    op.create_index("ix_record_reader_of_record", "record_reader", ["record_id", "token"])
    op.create_index(
        "ix_record_reader_ground", "record_reader", ["ground", "ground_id", "record_id"]
    )


def _make_openings() -> None:
    _make_seen("record_opening", "record_id", "record")


def _make_seen(name: str, column: str, target: str) -> None:
    op.create_table(
        name,
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id")),
        sa.PrimaryKeyConstraint("person_id", column, name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _make_links() -> None:
    _make_linked("record_link", "record", "two_records")


def _make_linked(name: str, target: str, apart: str) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f(f"ck_{name}_{apart}")),
        sa.CheckConstraint(
            "kind IN ('reply', 'replaces', 'related')", name=op.f(f"ck_{name}_kind")
        ),
        sa.ForeignKeyConstraint(["from_id"], [f"{target}.id"], name=op.f(f"fk_{name}_from_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f(f"fk_{name}_made_by_id")),
        sa.ForeignKeyConstraint(["to_id"], [f"{target}.id"], name=op.f(f"fk_{name}_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("from_id", "to_id", "kind", name=op.f(f"uq_{name}_from_id_to_id_kind")),
    )
    op.create_index(op.f(f"ix_{name}_to_id"), name, ["to_id"])


def downgrade() -> None:
    """Who may read is kept; why is forgotten."""
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(op.f("fk_notice_record_id"), type_="foreignkey")
        batch_op.drop_column("record_id")
    _make_old_readers("document_reader", "document_id", "document", has_index=False)
    op.create_index("ix_document_reader_of_document", "document_reader", ["document_id", "token"])
    _make_old_readers("draft_reader", "draft_id", "draft", has_index=True)
    _make_seen("document_opening", "document_id", "document")
    _make_linked("document_link", "document", "two_documents")
    holder = (
        "CASE WHEN token LIKE 'p%' THEN replace(token, 'a' || record.agency_id, '')"
        " ELSE token END"
    )
    for table, column, key in (("document", "id", "id"), ("draft", "id", "record_id")):
        op.execute(
            f"INSERT INTO {table}_reader (token, {table}_id)"
            f" SELECT DISTINCT {holder}, {table}.{column} FROM record_reader"
            " JOIN record ON record.id = record_reader.record_id"
            f" JOIN {table} ON {table}.{key} = record.id"
        )
    op.execute(
        "INSERT INTO document_opening (person_id, document_id, at)"
        " SELECT person_id, record_id, at FROM record_opening"
        " JOIN document ON document.id = record_id"
    )
    op.execute(
        "INSERT INTO document_link (id, from_id, to_id, kind, made_by_id, made_at)"
        " SELECT id, from_id, to_id, kind, made_by_id, made_at FROM record_link"
        " WHERE from_id IN (SELECT id FROM document) AND to_id IN (SELECT id FROM document)"
    )
    _advance("document_link")
    for table in ("record_reader", "record_opening", "record_link"):
        op.drop_table(table)


def _make_old_readers(name: str, column: str, target: str, *, has_index: bool) -> None:
    op.create_table(
        name,
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column(column, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}")),
        sa.PrimaryKeyConstraint("token", column, name=op.f(f"pk_{name}")),
    )
    if has_index:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])
