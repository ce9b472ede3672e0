"""Which gateway took an SMS, and how each gateway did lately"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "sms_gateway",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sms_gateway")),
    )
    op.add_column(
        "sms_message",
        sa.Column("gateway", sa.String(length=30), server_default="", nullable=False),
    )
    op.create_index(op.f("ix_sms_message_sent_at"), "sms_message", ["sent_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sms_message_sent_at"), "sms_message")
    op.drop_column("sms_message", "gateway")
    op.drop_table("sms_gateway")
