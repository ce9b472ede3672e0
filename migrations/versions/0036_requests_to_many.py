"""A request asks many: what receivers were to answer stands on its board from now on

Whoever had answered has answered well enough: nobody is asked to approve what was settled before.
"""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.text import fold

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: Any = None
depends_on: Any = None

MOMENT = sa.DateTime(timezone=True)
ROLES = ("clerk", "leader", "unit_head", "officer")
RECIPIENT = sa.table(
    "recipient",
    *map(
        sa.column,
        ("id", "document_id", "agency_id", "name", "state", "reply_required", "resent_as_id",
         "delivered_id", "answer_id", "answer_note", "line_id"),
    ),
    sa.column("due_at", MOMENT),
    sa.column("answered_at", MOMENT),
)  # fmt: skip
DOCUMENT = sa.table(
    "document",
    *map(
        sa.column,
        ("id", "kind", "agency_id", "unit_id", "drafter_id", "created_by_id", "subject",
         "state", "answers_id"),
    ),
    sa.column("issued_at", MOMENT),
)  # fmt: skip
UNIT = sa.table("unit", *map(sa.column, ("id", "agency_id", "name", "short_name")))


def upgrade() -> None:
    _create()
    with op.batch_alter_table("recipient") as recipient:
        recipient.add_column(sa.Column("line_id", sa.Integer(), nullable=True))
    _ask(op.get_bind())
    op.execute("DELETE FROM job WHERE handler = 'outgoing.answered' AND state <> 'done'")
    with op.batch_alter_table("recipient") as recipient:
        recipient.drop_index("ix_recipient_awaited")
        recipient.create_foreign_key(
            op.f("fk_recipient_line_id"), "request_line", ["line_id"], ["id"]
        )
        recipient.create_unique_constraint(op.f("uq_recipient_line_id"), ["line_id"])
        recipient.drop_constraint(op.f("fk_recipient_answer_id"), type_="foreignkey")
        recipient.drop_column("answer_id")
        recipient.drop_column("answered_at")
        recipient.drop_column("answer_note")
    for role in ROLES:
        op.execute(
            "INSERT INTO role_permission (role_code, permission)"
            f" SELECT code, 'requests.ask' FROM role WHERE code = '{role}'"
        )


def _create() -> None:
    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("record_id", "record", "request", nullable=False),
        _refers("made_for_id", "record", "request"),
        _refers("agency_id", "agency", "request", nullable=False),
        _refers("unit_id", "unit", "request"),
        _refers("asked_by_id", "person", "request", nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("columns", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(500), server_default="", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'closed', 'withdrawn')", name=op.f("ck_request_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("record_id", name=op.f("uq_request_record_id")),
    )
    for column in ("made_for_id", "agency_id", "unit_id", "asked_by_id"):
        op.create_index(op.f(f"ix_request_{column}"), "request", [column])
    op.create_table(
        "request_line",
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("request_id", "request", "request_line", nullable=False),
        _refers("unit_id", "unit", "request_line"),
        _refers("agency_id", "agency", "request_line"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("is_passed_on", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("role", sa.String(10), server_default="cohandler", nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("seen_by", sa.String(120), server_default="", nullable=False),
        sa.Column("reason", sa.String(500), server_default="", nullable=False),
        sa.Column("urged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("urged_at", MOMENT, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'answered', 'redo', 'approved', 'off')",
            name=op.f("ck_request_line_state"),
        ),
        sa.CheckConstraint("role IN ('lead', 'cohandler')", name=op.f("ck_request_line_role")),
        sa.CheckConstraint(
            "unit_id IS NULL OR agency_id IS NULL", name=op.f("ck_request_line_holder")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_line")),
    )
    op.create_index(op.f("ix_request_line_request_id"), "request_line", ["request_id"])
    op.create_index("ix_request_line_unit", "request_line", ["unit_id", "state"])
    op.create_index("ix_request_line_agency", "request_line", ["agency_id", "state"])
    _unique(
        "ix_request_line_lead", "request_line", "request_id", "role = 'lead' AND state != 'off'"
    )
    op.create_table(
        "request_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("line_id", "request_line", "request_answer", nullable=False),
        _refers("document_id", "record", "request_answer"),
        _refers("source_id", "record", "request_answer"),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("figures", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(500), server_default="", nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        _refers("given_by_id", "person", "request_answer"),
        sa.Column("decided_at", MOMENT, nullable=True),
        _refers("decided_by_id", "person", "request_answer"),
        sa.CheckConstraint(
            "state IN ('proposed', 'denied', 'given', 'approved', 'refused', 'replaced', "
            "'recalled')",
            name=op.f("ck_request_answer_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_answer")),
    )
    op.create_index("ix_request_answer_line", "request_answer", ["line_id", "state"])
    op.create_index(op.f("ix_request_answer_source_id"), "request_answer", ["source_id"])
    op.create_index(
        "ix_request_answer_document", "request_answer", ["document_id", "line_id"], unique=True
    )
    _unique(
        "ix_request_answer_standing", "request_answer", "line_id", "state IN ('given', 'approved')"
    )


def _refers(column: str, table: str, of: str, *, nullable: bool = True) -> sa.Column[int]:
    foreign = sa.ForeignKey(f"{table}.id", name=op.f(f"fk_{of}_{column}"))
    return sa.Column(column, sa.Integer(), foreign, nullable=nullable)


def _unique(name: str, table: str, column: str, where: str) -> None:
    said = sa.text(where)
    op.create_index(name, table, [column], unique=True, sqlite_where=said, postgresql_where=said)


def _tables(connection: Any) -> dict[str, Any]:
    meta, names = sa.MetaData(), ("request", "request_line", "request_answer")
    meta.reflect(connection, only=names)
    return {name: meta.tables[name] for name in names}


def _ask(connection: Any) -> None:
    """A request for each document that asked anything, a line for each receiver who was asked."""
    tables = _tables(connection)
    rows = connection.execute(
        sa.select(RECIPIENT)
        .where(
            RECIPIENT.c.reply_required.is_(sa.true()),
            RECIPIENT.c.state != "planned",
            RECIPIENT.c.resent_as_id.is_(None),
        )
        .order_by(RECIPIENT.c.id)
    ).all()
    asked = defaultdict(list)
    for row in rows:
        asked[row.document_id].append(row)
    units = {
        (row.agency_id, name): row.id
        for row in connection.execute(sa.select(UNIT).order_by(UNIT.c.id.desc()))
        for name in (row.name, row.short_name)
    }
    for document_id, lines in asked.items():
        document = connection.execute(sa.select(DOCUMENT).where(DOCUMENT.c.id == document_id)).one()
        _ask_by(connection, tables, document, lines, units)


def _ask_by(
    connection: Any, tables: dict[str, Any], document: Any, rows: list[Any], units: dict[Any, int]
) -> None:
    state, closed_at = "open", None
    if document.state != "issued":
        state, closed_at = "withdrawn", document.issued_at
    elif all(row.answered_at is not None for row in rows):
        state, closed_at = "closed", max(row.answered_at for row in rows)
    request = tables["request"].insert().values(
        record_id=document.id,
        agency_id=document.agency_id,
        unit_id=document.unit_id,
        asked_by_id=document.drafter_id or document.created_by_id,
        subject=document.subject,
        folded=fold(document.subject),
        state=state,
        created_at=document.issued_at,
        closed_at=closed_at,
    )  # fmt: skip
    request_id = connection.execute(request).inserted_primary_key[0]
    for row in rows:
        made = tables["request_line"].insert().values(
            request_id=request_id,
            agency_id=row.agency_id,
            unit_id=None if row.agency_id else units.get((document.agency_id, row.name)),
            name=row.name,
            state=_state(row, state),
            due_at=row.due_at,
            answered_at=row.answered_at,
            changed_at=row.answered_at or document.issued_at,
        )  # fmt: skip
        line_id = connection.execute(made).inserted_primary_key[0]
        where = RECIPIENT.c.id == row.id
        connection.execute(RECIPIENT.update().where(where).values(line_id=line_id))
        if row.answered_at is not None:
            answer = tables["request_answer"].insert().values(
                line_id=line_id,
                document_id=row.answer_id,
                source_id=_source(connection, row),
                note=row.answer_note,
                state="approved",
                given_at=row.answered_at,
            )  # fmt: skip
            connection.execute(answer)


def _state(row: Any, state: str) -> str:
    if row.answered_at is not None:
        return "approved"
    return "off" if state == "withdrawn" or row.state == "recalled" else "asked"


def _source(connection: Any, row: Any) -> Any:
    """The document by which the receiver answered, in its own books: what recalls it names that."""
    if row.answer_id is not None:
        sent = sa.select(RECIPIENT.c.document_id).where(RECIPIENT.c.delivered_id == row.answer_id)
        return connection.scalar(sent)
    if row.delivered_id is None or row.answer_note:
        return None
    reply = sa.select(sa.func.max(DOCUMENT.c.id)).where(
        DOCUMENT.c.answers_id == row.delivered_id, DOCUMENT.c.state == "issued"
    )
    return connection.scalar(reply)


def downgrade() -> None:
    connection = op.get_bind()
    tables = _tables(connection)
    with op.batch_alter_table("recipient") as recipient:
        recipient.add_column(sa.Column("answer_id", sa.Integer(), nullable=True))
        recipient.add_column(sa.Column("answered_at", MOMENT, nullable=True))
        recipient.add_column(
            sa.Column("answer_note", sa.String(500), server_default="", nullable=False)
        )
    answer, line = tables["request_answer"], tables["request_line"]
    given = (
        sa.select(answer.c.line_id, answer.c.document_id, answer.c.note, answer.c.given_at)
        .join(line, line.c.id == answer.c.line_id)
        .where(answer.c.state.in_(("given", "approved")))
    )
    for row in connection.execute(given).all():
        values = {
            "answer_id": row.document_id, "answered_at": row.given_at, "answer_note": row.note[:500]
        }  # fmt: skip
        where = RECIPIENT.c.line_id == row.line_id
        connection.execute(RECIPIENT.update().where(where).values(**values))
    with op.batch_alter_table("recipient") as recipient:
        recipient.drop_constraint(op.f("fk_recipient_line_id"), type_="foreignkey")
        recipient.drop_constraint(op.f("uq_recipient_line_id"), type_="unique")
        recipient.drop_column("line_id")
        recipient.alter_column("answer_note", server_default=None)
        recipient.create_foreign_key(
            op.f("fk_recipient_answer_id"), "document", ["answer_id"], ["id"]
        )
        recipient.create_index(
            "ix_recipient_awaited", ["reply_required", "answered_at", "document_id"]
        )
    for table in ("request_answer", "request_line", "request"):
        op.drop_table(table)
    op.execute("DELETE FROM role_permission WHERE permission = 'requests.ask'")
