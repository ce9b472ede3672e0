"""What an agency may set: limits and words from a day on"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_setting_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_setting_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.execute(
        "INSERT INTO role_permission (role_code, permission)"
        " SELECT code, 'settings.manage' FROM role WHERE code = 'administrator'"
    )
    op.create_index("ix_setting_agency", "setting", ["agency_id", "key", "valid_from"])


def downgrade() -> None:
    op.execute("DELETE FROM role_permission WHERE permission = 'settings.manage'")
    op.drop_index("ix_setting_agency", table_name="setting")
    op.drop_table("setting")
