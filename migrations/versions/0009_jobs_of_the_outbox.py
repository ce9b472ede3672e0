"""Every handler's work for an event is a job of its own, and so is every round of the clock

What was delivered stays proved: each proof becomes a job that is done, under the name that the
handler keeps from now on. Events that wait are spread into the jobs that are left.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: Any = None
depends_on: Any = None

NAMES = {
    "sms": "sms.send",
    "correspondence.read_file": "files.read",
    "app.correspondence.service.forgetting.content_remover.<locals>.remove_content": "files.remove",
    "app.search.service.ask": "index.ask",
    "app.search.service.ask_again": "index.ask_again",
    "app.incoming.service.deliveries.receive_delivery": "incoming.receive_delivery",
    "app.incoming.service.deliveries.recall_delivery": "incoming.recall_delivery",
    "app.incoming.service.closing.note_finished": "incoming.note_finished",
    "app.outgoing.service.delivering.note_delivered": "outgoing.note_delivered",
    "app.outgoing.service.delivering.note_accepted": "outgoing.note_accepted",
    "app.outgoing.service.delivering.note_refused": "outgoing.note_refused",
    "app.outgoing.service.delivering.note_answers": "outgoing.note_answers",
    "app.drafting.service.handlers.note_issued": "drafting.note_issued",
    "app.drafting.service.handlers.note_returned": "drafting.note_returned",
}
TELLING = (
    "app.messages.service.telling.tell[",
    "app.messages.service.reactions.",
    "app.notifications.service.reactions.",
)
"""How the names of those began that tell people of an event, in the releases before: one a topic."""
KINDS = {
    "assignments.assigned": "work.assigned",
    "assignments.returned": "work.returned",
    "assignments.withdrawn": "work.withdrawn",
    "assignments.recalled": "work.recalled",
    "assignments.finished": "work.finished",
    "assignments.became_late": "work.late",
    "incoming.registered": "incoming.registered",
    "incoming.presented": "incoming.presented",
    "incoming.delivery_received": "incoming.delivered",
    "incoming.delivery_refused": "outgoing.refused",
    "outgoing.answered": "outgoing.answered",
    "outgoing.signed": "outgoing.signed",
    "outgoing.issued": "outgoing.issued",
    "drafting.step_began": "drafting.step_began",
    "drafting.step_done": "drafting.step_done",
    "drafting.returned": "drafting.returned",
    "drafting.came_back": "drafting.came_back",
    "outgoing.returned": "drafting.came_back",
}
"""Topic to the kind of message that is told of it, which names its handler."""
LANES = {"sms.send": "urgent", "work.assigned": "urgent", "files.read": "heavy"}

IS_ROUND = sa.text("event_id IS NULL")
IS_LEFT = sa.text("state <> 'done'")
OUTBOX = sa.table("outbox", sa.column("id"), sa.column("topic"), sa.column("done_at"))
JOB = sa.table(
    "job",
    *(sa.column(name) for name in ("event_id", "handler", "lane", "state", "turn_at")),
    *(sa.column(name) for name in ("tries", "holder", "is_called", "ended_at", "error")),
)
DELIVERY = sa.table(
    "outbox_delivery", sa.column("outbox_id"), sa.column("handler"), sa.column("done_at")
)


def upgrade() -> None:
    _create_jobs()
    given = _proofs_by_their_new_names()
    proofs = sa.select(
        given.c.event_id,
        given.c.handler,
        sa.case(LANES, value=given.c.handler, else_="normal"),
        *(sa.literal(value) for value in ("done", 1, "")),
        sa.false(),
        sa.func.min(given.c.done_at),
        sa.literal(""),
    ).group_by(given.c.event_id, given.c.handler)
    kept = ["event_id", "handler", "lane", "state", "tries", "holder", "is_called", "ended_at"]
    op.execute(sa.insert(JOB).from_select([*kept, "error"], proofs))
    op.drop_table("outbox_delivery")
    op.drop_index("ix_outbox_pending", table_name="outbox")
    _alter_outbox(
        "RENAME COLUMN next_try_at TO not_before",
        "RENAME COLUMN done_at TO spread_at",
        "DROP COLUMN attempts",
        "DROP COLUMN error",
    )
    op.create_index("ix_outbox_unspread", "outbox", ["spread_at", "not_before"])


def _proofs_by_their_new_names() -> sa.Subquery:
    """Two releases may have proved the same under two names."""
    old = DELIVERY.c.handler
    is_telling = sa.or_(*(old.startswith(beginning, autoescape=True) for beginning in TELLING))
    kind = sa.case(KINDS, value=OUTBOX.c.topic, else_=old)
    handler = sa.case((is_telling, kind), else_=sa.case(NAMES, value=old, else_=old))
    return (
        sa.select(OUTBOX.c.id.label("event_id"), handler.label("handler"), DELIVERY.c.done_at)
        .join_from(DELIVERY, OUTBOX, OUTBOX.c.id == DELIVERY.c.outbox_id)
        .subquery()
    )


def _alter_outbox(*changes: str) -> None:
    """In place: SQLite would copy the table in a batch, and jobs refer to its rows."""
    for change in changes:
        op.execute(f"ALTER TABLE outbox {change}")


def _create_jobs() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("handler", sa.String(length=80), nullable=False),
        sa.Column("lane", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("turn_at", moment, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("is_called", sa.Boolean(), nullable=False),
        sa.Column("started_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("parts_done", sa.Integer(), nullable=True),
        sa.Column("parts_total", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(turn_at IS NULL) = (state IN ('done', 'failed', 'given_up'))",
            name=op.f("ck_job_turn"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["outbox.id"], name=op.f("fk_job_event_id_outbox")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("event_id", "handler", name=op.f("uq_job_event_id_handler")),
    )
    op.create_index("ix_job_turn", "job", ["lane", "turn_at"])
    op.create_index(
        "ix_job_unfinished", "job", ["handler"], sqlite_where=IS_LEFT, postgresql_where=IS_LEFT
    )
    op.create_index(
        "ix_job_round",
        "job",
        ["handler"],
        unique=True,
        sqlite_where=IS_ROUND,
        postgresql_where=IS_ROUND,
    )


def downgrade() -> None:
    """Proofs stay; what waits, or rests as failed, is tried again with its whole event."""
    op.drop_index("ix_outbox_unspread", table_name="outbox")
    _alter_outbox(
        "RENAME COLUMN not_before TO next_try_at",
        "RENAME COLUMN spread_at TO done_at",
        "ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
        "ADD COLUMN error TEXT NOT NULL DEFAULT ''",
    )
    op.create_index("ix_outbox_pending", "outbox", ["done_at", "next_try_at"])
    op.create_table(
        "outbox_delivery",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("handler", sa.String(length=120), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"], ["outbox.id"], name=op.f("fk_outbox_delivery_outbox_id")
        ),
        sa.PrimaryKeyConstraint("outbox_id", "handler", name=op.f("pk_outbox_delivery")),
    )
    _proofs_back()
    op.drop_table("job")


def _proofs_back() -> None:
    names = {kind: f"{TELLING[0]}{kind}]" for kind in KINDS.values()}
    names |= {new: old for old, new in NAMES.items()}
    handler = sa.case(names, value=JOB.c.handler, else_=JOB.c.handler)
    is_dealt_with = JOB.c.state.in_(["done", "given_up"]) & JOB.c.event_id.is_not(None)
    when = sa.func.coalesce(JOB.c.ended_at, sa.func.current_timestamp())
    proofs = sa.select(JOB.c.event_id, handler, when).where(is_dealt_with)
    op.execute(sa.insert(DELIVERY).from_select(["outbox_id", "handler", "done_at"], proofs))
    unfinished = sa.select(JOB.c.event_id).where(~is_dealt_with, JOB.c.event_id.is_not(None))
    op.execute(sa.update(OUTBOX).where(OUTBOX.c.id.in_(unfinished)).values(done_at=None))
