"""A number or address is confirmed by its person, or refuses mail; reports find their message

Nothing of before is confirmed: administrators typed it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: Any = None
depends_on: Any = None

MOMENT = sa.DateTime(timezone=True)
MOMENTS = ("phone_confirmed_at", "email_confirmed_at", "email_refused_at")
HAS_ID = sa.text("provider_id <> ''")


def upgrade() -> None:
    for name in MOMENTS:
        op.add_column("person", sa.Column(name, MOMENT, nullable=True))
    refusal = sa.Column("email_refusal", sa.String(300), nullable=False, server_default="")
    op.add_column("person", refusal)
    op.create_table(
        "contact_code",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("address", sa.String(120), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "way", name=op.f("pk_contact_code")),
    )
    op.create_index(
        "ix_delivery_provider",
        "delivery",
        ["channel", "provider_id"],
        sqlite_where=HAS_ID,
        postgresql_where=HAS_ID,
    )

def downgrade() -> None:
    op.drop_index("ix_delivery_provider", "delivery")
    op.drop_table("contact_code")
    for name in ("email_refusal", *reversed(MOMENTS)):
        op.drop_column("person", name)
