"""Notices, e-mails and text messages are on their way in one table; how a person wants to be told

A text message keeps its number, which its job and the trail name; notices get numbers above those.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: Any = None
depends_on: Any = None

MOMENT = sa.DateTime(timezone=True)
STATES = "state IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')"
IN_TROUBLE = sa.text("state IN ('failed', 'unknown')")
SMS = "id, key, record_id, person_id, text, segments, state, attempts, gateway, provider_id, error"
NOTICE = 'key, person_id, record_id, message, "values", path, at, read_at'


def upgrade() -> None:
    _delivery()
    op.execute(
        f"INSERT INTO delivery (channel, {SMS}, address, at, sent_at, occasion)"
        f" SELECT 'sms', {SMS}, phone, created_at, sent_at, 'urgent' FROM sms_message"
    )
    above = "(SELECT coalesce(max(id), 0) FROM sms_message)"
    op.execute(
        f"INSERT INTO delivery (id, channel, state, {NOTICE})"
        f" SELECT id + {above}, 'notice', 'delivered', {NOTICE} FROM notice"
    )
    _go_on_counting("delivery")
    op.drop_table("notice")
    op.drop_table("sms_message")
    _wishes()
    op.add_column("sms_gateway", sa.Column("free_at", MOMENT, nullable=True))


def downgrade() -> None:
    op.drop_column("sms_gateway", "free_at")
    op.drop_table("received_sms")
    op.drop_table("message_wishes")
    _notice()
    _sms_message()
    op.execute(
        f"INSERT INTO sms_message ({SMS}, phone, created_at, sent_at)"
        f" SELECT {SMS}, address, at, sent_at FROM delivery WHERE channel = 'sms'"
    )
    op.execute(
        f"INSERT INTO notice (id, {NOTICE})"
        f" SELECT id, {NOTICE} FROM delivery WHERE channel = 'notice'"
    )
    _go_on_counting("sms_message", "notice")
    op.drop_table("delivery")


def _go_on_counting(*tables: str) -> None:
    """PostgreSQL counts apart from what is written with its number."""
    if op.get_bind().dialect.name == "postgresql":
        for table in tables:
            top = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"
            op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {top}, false)")


def _said(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default="", nullable=False)


def _counted(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        _said("occasion", 40),
        _said("message", 300),
        sa.Column("values", sa.JSON(), server_default="{}", nullable=False),
        _said("path", 200),
        _said("address", 120),
        _said("text", 700),
        _counted("segments"),
        _counted("cost"),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        _counted("attempts"),
        _said("gateway", 30),
        _said("provider_id", 80),
        _said("error", 300),
        sa.Column("at", MOMENT, nullable=False),
        *(
            sa.Column(name, MOMENT, nullable=True)
            for name in ("not_before", "sent_at", "delivered_at", "read_at")
        ),
        sa.CheckConstraint(
            "channel IN ('notice', 'email', 'sms')", name=op.f("ck_delivery_channel")
        ),
        sa.CheckConstraint(STATES, name=op.f("ck_delivery_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_delivery_record_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_delivery_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("channel", "key", name=op.f("uq_delivery_channel_key")),
    )
    op.create_index(
        "ix_delivery_person", "delivery", ["person_id", "channel", "read_at", "id"], unique=False
    )
    op.create_index("ix_delivery_channel", "delivery", ["channel", "id"], unique=False)
    op.create_index(op.f("ix_delivery_record_id"), "delivery", ["record_id"], unique=False)
    op.create_index(op.f("ix_delivery_sent_at"), "delivery", ["sent_at"], unique=False)
    op.create_index(
        "ix_delivery_trouble",
        "delivery",
        ["id"],
        unique=False,
        sqlite_where=IN_TROUBLE,
        postgresql_where=IN_TROUBLE,
    )


def _wishes() -> None:
    op.create_table(
        "message_wishes",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("digest_at", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=False),
        sa.Column("quiet_to", sa.String(length=5), nullable=False),
        sa.Column("is_quiet_when_off", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_message_wishes_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_wishes")),
    )
    op.create_table(
        "received_sms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gateway", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=700), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_sms")),
        sa.UniqueConstraint("gateway", "key", name=op.f("uq_received_sms_gateway_key")),
    )
    op.create_index(op.f("ix_received_sms_at"), "received_sms", ["at"], unique=False)


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_notice_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index("ix_notice_person", "notice", ["person_id", "read_at", "id"], unique=False)


def _sms_message() -> None:
    op.create_table(
        "sms_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=700), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("gateway", sa.String(length=30), server_default="", nullable=False),
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.CheckConstraint(STATES, name=op.f("ck_sms_message_state")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sms_message_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_sms_message_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_message")),
        sa.UniqueConstraint("key", name=op.f("uq_sms_message_key")),
    )
    op.create_index(op.f("ix_sms_message_record_id"), "sms_message", ["record_id"], unique=False)
    op.create_index(op.f("ix_sms_message_sent_at"), "sms_message", ["sent_at"], unique=False)
