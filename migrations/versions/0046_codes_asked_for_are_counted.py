"""How often somebody asked for a code stays known when the code is taken back or replaced

Of codes asked for before, nothing was counted: their hour begins with the next.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0046"
down_revision: str | None = "0045"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    asked = sa.Column("asked", sa.Integer(), server_default="0", nullable=False)
    op.add_column("contact_code", asked)
    op.add_column("contact_code", sa.Column("asked_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("contact_code", "asked_since")
    op.drop_column("contact_code", "asked")
