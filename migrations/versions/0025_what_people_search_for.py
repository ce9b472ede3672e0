"""What people searched for is kept for them; references and issuers are found as they are typed"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "past_search",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_past_search_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "words", name=op.f("pk_past_search")),
    )
    op.create_index(
        "ix_document_begins",
        "document",
        ["agency_id", "reference_key"],
        postgresql_ops={"reference_key": "varchar_pattern_ops"},
    )
    op.create_index("ix_document_issuer", "document", ["agency_id", "issuer"])
    op.create_index(op.f("ix_draft_version_sha256"), "draft_version", ["sha256"])


def downgrade() -> None:
    op.drop_index(op.f("ix_draft_version_sha256"), "draft_version")
    op.drop_index("ix_document_issuer", "document")
    op.drop_index("ix_document_begins", "document")
    op.drop_table("past_search")
