"""What people searched for is kept for them; references are found as they are typed and cited"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
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
    op.create_table(
        "citation",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reference_key", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["file_text.sha256"], name=op.f("fk_citation_sha256"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sha256", "reference_key", name=op.f("pk_citation")),
    )
    op.create_index(op.f("ix_citation_reference_key"), "citation", ["reference_key"])
    _note_citations(op.get_bind())
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
    op.drop_table("citation")
    op.drop_table("past_search")


BATCH = 500
TEXTS = sa.table("file_text", sa.column("sha256", sa.String), sa.column("text", sa.Text))
CITATIONS = sa.table("citation", sa.column("sha256"), sa.column("reference_key"))
CITED = re.compile(
    r"(?<![\w/.,-])\d{1,6}[a-z]?(?:\s?/\s?\d{4})?\s?[/-]\s?[A-ZĐ]\w*(?:[-/][A-ZĐ]\w*)*"
)
LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТХУЅІЈаеорсухіјÐƉ‐‑‒–—−⁄∕",
    "ABEKMHOPCTXYSIJaeopcyxijĐĐ------//",
)
NUMBER = re.compile(r"\d+")


def _note_citations(connection: sa.Connection) -> None:
    """What the texts that were read so far cite; half a minute for a hundred thousand letters."""
    last = ""
    rows = sa.select(TEXTS).order_by(TEXTS.c.sha256).limit(BATCH)
    while found := connection.execute(rows.where(TEXTS.c.sha256 > last)).all():
        keys = [(sha256, key) for sha256, text in found for key in sorted(set(_cited_in(text)))]
        if keys:
            values = [{"sha256": sha256, "reference_key": key} for sha256, key in keys]
            connection.execute(sa.insert(CITATIONS), values)
        last = found[-1][0]


def _cited_in(text: str) -> Iterator[str]:
    for one in CITED.findall(unicodedata.normalize("NFC", text)):
        joined = "".join(one.translate(LOOK_ALIKES).split()).upper()
        key = NUMBER.sub(lambda digits: digits.group().lstrip("0") or "0", joined)
        if len(key) <= 60:
            yield key
