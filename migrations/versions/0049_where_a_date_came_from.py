"""Where the date came from that an extension is to put off: it comes back when that is undone

Of what waits to be decided the line says it still; of what was decided before it is not known.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0049"
down_revision: str | None = "0047"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.add_column("due_extension", sa.Column("old_source", sa.String(12), nullable=True))
    op.execute(
        "UPDATE due_extension SET old_source ="
        " (SELECT due_source FROM assignment WHERE assignment.id = due_extension.assignment_id)"
        " WHERE state = 'asked'"
    )


def downgrade() -> None:
    op.drop_column("due_extension", "old_source")
