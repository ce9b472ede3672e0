"""What is sent round knows until when it has to be done; what was settled is not asked again"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("approval") as batch_op:
        batch_op.add_column(sa.Column("due_at", moment, nullable=True))
    drafts = "(SELECT draft.due_at FROM draft WHERE draft.record_id = approval.record_id)"
    op.execute(f"UPDATE approval SET due_at = {drafts}")
    op.create_table(
        "notice_matter",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("settled_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notice_matter")),
    )


def downgrade() -> None:
    op.drop_table("notice_matter")
    with op.batch_alter_table("approval") as batch_op:
        batch_op.drop_column("due_at")
