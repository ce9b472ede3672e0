"""A request says what it asks, its answers have files of their own, and rights end with answers

What was withdrawn is no longer read by those who had answered, and a document that was chosen as an
answer no longer by whoever asked, once it is none: both had remained.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: Any = None
depends_on: Any = None

WITHDRAWN = """
    DELETE FROM record_reader WHERE ground = 'asked' AND ground_id IN (
        SELECT line.id FROM request_line line JOIN request ON request.id = line.request_id
        WHERE request.state = 'withdrawn'
    )
"""
IS_NO_ANSWER = """
    EXISTS (
        SELECT 1 FROM request_answer answer
        JOIN request_line line ON line.id = answer.line_id
        JOIN request ON request.id = line.request_id
        WHERE answer.document_id = {document} AND request.record_id = {question}
    ) AND NOT EXISTS (
        SELECT 1 FROM request_answer answer
        JOIN request_line line ON line.id = answer.line_id
        JOIN request ON request.id = line.request_id
        WHERE answer.document_id = {document} AND request.record_id = {question}
        AND (
            answer.source_id IS NOT NULL OR request.state <> 'withdrawn'
            AND line.state <> 'off' AND answer.state IN ('given', 'approved')
        )
    ) AND NOT EXISTS (
        SELECT 1 FROM document WHERE document.id = {document} AND document.answers_id = {question}
    )
"""
"""It was one, stands as one no more, and was not written to be one."""
READ = "DELETE FROM record_reader WHERE ground = 'answer' AND " + IS_NO_ANSWER.format(
    document="record_reader.record_id", question="record_reader.ground_id"
)
LINKED = (
    "DELETE FROM record_link WHERE kind = 'reply' AND made_by_id IS NOT NULL AND "
    + IS_NO_ANSWER.format(document="record_link.from_id", question="record_link.to_id")
)


def upgrade() -> None:
    op.add_column("request", sa.Column("text", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("request_answer") as batch:
        batch.add_column(sa.Column("record_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_request_answer_record_id"), "record", ["record_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_request_answer_record_id"), ["record_id"])
    for rows in (WITHDRAWN, READ, LINKED):
        op.execute(rows)


def downgrade() -> None:
    with op.batch_alter_table("request_answer") as batch:
        batch.drop_constraint(op.f("uq_request_answer_record_id"), type_="unique")
        batch.drop_constraint(op.f("fk_request_answer_record_id"), type_="foreignkey")
        batch.drop_column("record_id")
    op.drop_column("request", "text")
