"""Lines of work that end with their record are not done; a return that was accepted stays a return

An outgoing document asks for an answer as long as one of its receivers is to give one.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Any = None
depends_on: Any = None

BEFORE = ("open", "done", "returned", "recalled", "withdrawn")


def _allow(states: tuple[str, ...]) -> None:
    name = op.f("ck_assignment_state")
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"state IN {states}")


def upgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.add_column(sa.Column("settled_by_id", sa.Integer(), nullable=True))
        name = op.f("fk_assignment_settled_by_id")
        batch_op.create_foreign_key(name, "person", ["settled_by_id"], ["id"])
    _allow((*BEFORE, "settled", "closed", "called_off"))
    asks = (
        "FROM recipient WHERE recipient.document_id = document.id AND recipient.reply_required"
        " AND recipient.answered_at IS NULL AND recipient.state NOT IN ('refused', 'recalled')"
    )
    op.execute(
        f"UPDATE document SET reply_required = EXISTS (SELECT 1 {asks}),"
        f" due_at = (SELECT min(recipient.due_at) {asks}) WHERE kind = 'outgoing'"
    )
    settled = "entry.action = 'assignments.settled' AND entry.object_id = assignment.id"
    op.execute(
        "UPDATE assignment SET state = 'settled', settled_by_id ="
        f" (SELECT max(entry.actor_id) FROM audit_entry AS entry WHERE {settled})"
        f" WHERE state = 'withdrawn' AND EXISTS (SELECT 1 FROM audit_entry AS entry WHERE {settled})"
    )


def downgrade() -> None:
    op.execute("UPDATE assignment SET state = 'done' WHERE state IN ('closed', 'called_off')")
    op.execute("UPDATE assignment SET state = 'withdrawn' WHERE state = 'settled'")
    _allow(BEFORE)
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_constraint(op.f("fk_assignment_settled_by_id"), type_="foreignkey")
        batch_op.drop_column("settled_by_id")
