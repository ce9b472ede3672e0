"""What of a text message is for its receiver alone, and codes that came from another telephone

Also the sentence by which a text says that it replaces what it cites: of files that are read from
now on.
Of urgent messages that left before, link and reply code are found in their text and by their step.
"""

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0045"
down_revision: str | None = "0044"
branch_labels: Any = None
depends_on: Any = None

LINK = re.compile(r"/x/([0-9A-Z]{10})\b")


def upgrade() -> None:
    secrets = sa.Column("secrets", sa.JSON(), server_default="[]", nullable=False)
    op.add_column("delivery", secrets)
    unproven = sa.Column("unproven_phone", sa.String(20), server_default="", nullable=False)
    op.add_column("urgent_step", unproven)
    op.add_column("urgent_step", sa.Column("unproven_at", sa.DateTime(timezone=True)))
    replacing = sa.Column("replacing", sa.String(600), server_default="", nullable=False)
    op.add_column("citation", replacing)
    _hide_codes(op.get_bind())


def _hide_codes(connection: sa.Connection) -> None:
    steps = sa.text(
        "SELECT target_id, person_id, reply_code FROM urgent_step WHERE reply_code <> ''"
    )
    codes = {f"climb:{row[0]}:{row[1]}": [row[2]] for row in connection.execute(steps)}
    sent = sa.text("SELECT id, key, text FROM delivery WHERE key LIKE 'climb:%'")
    hidden = [
        {"id": id_, "secrets": json.dumps(LINK.findall(text) + codes.get(key.rstrip("+"), []))}
        for id_, key, text in connection.execute(sent).all()
    ]
    if hidden:
        change = sa.text("UPDATE delivery SET secrets = :secrets WHERE id = :id")
        if connection.dialect.name == "postgresql":
            change = sa.text("UPDATE delivery SET secrets = CAST(:secrets AS JSON) WHERE id = :id")
        connection.execute(change, hidden)


def downgrade() -> None:
    for table, column in (
        ("citation", "replacing"),
        ("urgent_step", "unproven_at"),
        ("urgent_step", "unproven_phone"),
        ("delivery", "secrets"),
    ):
        op.drop_column(table, column)
