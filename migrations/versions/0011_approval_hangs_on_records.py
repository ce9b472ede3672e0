"""Approval hangs on records: its state, circuits and remarks, whatever kind of thing goes round

Steps keep their ids, by which rights to read name them as their ground; remarks keep theirs.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Any = None
depends_on: Any = None

STEP_CHECKS = {
    "kind": "kind IN ('review', 'initial', 'sign', 'opinion')",
    "state": "state IN ('waiting', 'current', 'done', 'returned', 'lapsed', 'skipped')",
}
DRAFT_CHECKS = {
    "state": "state IN ('drafting', 'circulating', 'signed', 'issued', 'cancelled')",
}
"""Writing a table anew on SQLite forgets its checks."""

NOTICES = {
    "A draft waits for your review: %(subject)s": "For your review: %(subject)s",
    "A draft waits for your initials: %(subject)s": "For your initials: %(subject)s",
    "A draft waits for your signature: %(subject)s": "For your signature: %(subject)s",
    "Your opinion is asked on a draft: %(subject)s": "Your opinion is asked: %(subject)s",
    "%(name)s approved your draft: %(subject)s": "%(name)s approved: %(subject)s",
    "%(name)s initialled your draft: %(subject)s":
        "%(name)s initialled: %(subject)s",
    "%(name)s signed your draft: %(subject)s": "%(name)s signed: %(subject)s",
    "%(name)s gave an opinion on your draft: %(subject)s":
        "%(name)s gave an opinion: %(subject)s",
    "A draft was returned to you: %(subject)s. %(reason)s":
        "Returned to you: %(subject)s. %(reason)s",
}  # fmt: skip
"""Words of notices that were written, and what they are called now."""

STATES = """
    CASE
        WHEN draft.state = 'circulating' THEN 'circulating'
        WHEN draft.state IN ('signed', 'issued') THEN 'approved'
        WHEN EXISTS (SELECT 1 FROM circuit_step AS step WHERE step.draft_id = draft.id
            AND step.round = draft.round AND step.is_live
            AND (step.state = 'returned' OR step.kind = 'sign' AND step.state = 'done'))
        THEN 'returned'
        ELSE 'ended'
    END"""


def _checks(table: str, said: Mapping[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}")) for name, words in said.items()]


def upgrade() -> None:
    _create_approval()
    op.execute(
        "INSERT INTO approval (record_id, author_id, sort, round, state, began_at)"
        f" SELECT draft.record_id, draft.author_id, draft.type_code, draft.round, {STATES},"
        " coalesce((SELECT min(step.began_at) FROM circuit_step AS step"
        "  WHERE step.draft_id = draft.id), draft.created_at)"
        " FROM draft WHERE draft.round > 0"
    )
    _hang_steps("draft_id", "record_id")
    _move_remarks("draft_comment", "draft_id", "remark", "record_id")
    with op.batch_alter_table("draft", table_args=_checks("draft", DRAFT_CHECKS)) as batch_op:
        batch_op.drop_column("round")
    _say(NOTICES)


def _create_approval() -> None:
    op.create_table(
        "approval",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=20), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('circulating', 'returned', 'approved', 'ended')",
            name=op.f("ck_approval_state"),
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_approval_record_id")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_approval_author_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_approval")),
    )
    op.create_index("ix_approval_author", "approval", ["author_id", "sort", "record_id"])


def _hang_steps(old: str, new: str) -> None:
    """Let every step name the draft by its other number."""
    mine, other = ("id", "record_id") if old == "draft_id" else ("record_id", "id")
    table, checks = "circuit_step", _checks("circuit_step", STEP_CHECKS)
    with op.batch_alter_table(table, table_args=checks) as batch_op:
        batch_op.add_column(sa.Column(new, sa.Integer(), nullable=True))
    op.execute(
        f"UPDATE {table} SET {new} ="
        f" (SELECT draft.{other} FROM draft WHERE draft.{mine} = {table}.{old})"
    )
    op.execute(f"DELETE FROM {table} WHERE {new} IS NULL")  # only backwards: other kinds' steps
    op.drop_index(f"ix_{table}_{old.removesuffix('_id')}", table)
    with op.batch_alter_table(table, table_args=checks) as batch_op:
        batch_op.drop_constraint(op.f(f"fk_{table}_{old}"), type_="foreignkey")
        batch_op.drop_column(old)
        batch_op.alter_column(new, nullable=False, existing_type=sa.Integer())
        target = new.removesuffix("_id")
        batch_op.create_foreign_key(op.f(f"fk_{table}_{new}"), target, [new], ["id"])
    op.create_index(f"ix_{table}_{target}", table, [new, "round", "position"])
    if new == "record_id":
        at_turn = sa.text("state = 'current'")
        op.create_index(
            f"ix_{table}_current", table, [new], sqlite_where=at_turn, postgresql_where=at_turn
        )


def _move_remarks(old: str, old_key: str, new: str, new_key: str) -> None:
    """The table is called after what is said, not after what it is said of."""
    mine, other = ("id", "record_id") if old_key == "draft_id" else ("record_id", "id")
    target = new_key.removesuffix("_id")
    op.create_table(
        new,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(new_key, sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_return", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint([new_key], [f"{target}.id"], name=op.f(f"fk_{new}_{new_key}")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f(f"fk_{new}_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{new}")),
    )
    said = "version_number, author_id, text, is_return, at"
    op.execute(
        f"INSERT INTO {new} (id, {new_key}, {said})"
        f" SELECT old.id, draft.{other}, old.version_number, old.author_id, old.text,"
        f" old.is_return, old.at FROM {old} AS old JOIN draft ON draft.{mine} = old.{old_key}"
    )
    op.drop_table(old)
    op.create_index(op.f(f"ix_{new}_{new_key}"), new, [new_key])
    if op.get_bind().dialect.name == "postgresql":
        top = f"(SELECT coalesce(max(id), 0) + 1 FROM {new})"
        op.execute(f"SELECT setval('{new}_id_seq', {top}, false)")


def _say(words: Mapping[str, str]) -> None:
    notice = sa.table("notice", sa.column("message", sa.String))
    for before, after in words.items():
        op.execute(notice.update().where(notice.c.message == before).values(message=after))


def downgrade() -> None:
    _say({after: before for before, after in NOTICES.items()})
    with op.batch_alter_table("draft", table_args=_checks("draft", DRAFT_CHECKS)) as batch_op:
        batch_op.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE draft SET round = coalesce((SELECT approval.round FROM approval"
        " WHERE approval.record_id = draft.record_id), 0)"
    )
    with op.batch_alter_table("draft", table_args=_checks("draft", DRAFT_CHECKS)) as batch_op:
        batch_op.alter_column("round", server_default=None, existing_type=sa.Integer())
    _move_remarks("remark", "record_id", "draft_comment", "draft_id")
    op.drop_index("ix_circuit_step_current", "circuit_step")
    _hang_steps("record_id", "draft_id")
    op.drop_table("approval")
