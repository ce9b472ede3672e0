"""Whose letterhead each version of a draft bears

Until now that was always the agency of its draft: no draft ever went to another.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0048"
down_revision: str | None = "0047"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.add_column("draft_version", sa.Column("agency_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE draft_version SET agency_id ="
        " (SELECT draft.agency_id FROM draft WHERE draft.id = draft_version.draft_id)"
    )
    with op.batch_alter_table("draft_version") as version:
        version.alter_column("agency_id", existing_type=sa.Integer(), nullable=False)
        version.create_foreign_key(
            op.f("fk_draft_version_agency_id"), "agency", ["agency_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("draft_version") as version:
        version.drop_constraint(op.f("fk_draft_version_agency_id"), type_="foreignkey")
        version.drop_column("agency_id")
