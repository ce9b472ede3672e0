"""A record knows how urgent it is, so that whatever waits for a person stands in one order"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Any = None
depends_on: Any = None

OF_THING = "(SELECT urgency FROM {table} WHERE {table}.{key} = record.id)"


def upgrade() -> None:
    op.add_column(
        "record", sa.Column("urgency", sa.Integer(), server_default="0", nullable=False)
    )
    for table, key in (("document", "id"), ("draft", "record_id")):
        of_thing = OF_THING.format(table=table, key=key)
        op.execute(f"UPDATE record SET urgency = {of_thing} WHERE {of_thing} > 0")


def downgrade() -> None:
    op.drop_column("record", "urgency")
