"""Where dates and answers came from: what is undone or over leaves to each what is theirs

Of an extension that waits, the line says still where its date came from; of what was decided before
it is not known. An answer was entered by whoever asked, where nobody who gave it works, or acted,
for whoever was asked: what hangs on it is read no longer than that they are asked. Who reads answers
by their question is counted anew: rights that were given before this rule waited for a change.
A unit may let an officer answer: none does so far.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0049"
down_revision: str | None = "0048"
branch_labels: Any = None
depends_on: Any = None

OLD_SOURCES = """
    UPDATE due_extension SET old_source =
        (SELECT due_source FROM assignment WHERE assignment.id = due_extension.assignment_id)
    WHERE state = 'asked'
"""
BY_ASKERS = """
    UPDATE request_answer SET by_asker = :yes
    WHERE given_by_id IS NOT NULL AND source_id IS NULL AND sentence = '' AND EXISTS (
        SELECT 1 FROM request_line line
        WHERE line.id = request_answer.line_id AND NOT line.is_passed_on
    ) AND NOT EXISTS (
        SELECT 1 FROM request_line line
        JOIN post ON post.unit_id = line.unit_id OR post.agency_id = line.agency_id
        LEFT JOIN delegation ON delegation.post_id = post.id
        WHERE line.id = request_answer.line_id AND (
            post.person_id = request_answer.given_by_id
            OR delegation.to_person_id = request_answer.given_by_id
        )
    )
"""
ENTERED = """
    ground = 'gave' AND record_id IN
    (SELECT record_id FROM request_answer WHERE by_asker AND record_id IS NOT NULL)
"""
NO_LONGER_ASKED = f"""
    DELETE FROM record_reader WHERE {ENTERED} AND ground_id IN (
        SELECT line.id FROM request_line line JOIN request ON request.id = line.request_id
        WHERE line.state = 'off' OR request.state = 'withdrawn'
    )
"""
BY_BEING_ASKED = f"UPDATE record_reader SET ground = 'asked' WHERE {ENTERED}"
BARRED = """
    EXISTS (
        SELECT 1 FROM record_reader beside
        WHERE beside.record_id = {question} AND beside.ground IN ('asked', 'received') AND (
            beside.token = {token} OR EXISTS (
                SELECT 1 FROM post
                WHERE beside.token = 'u' || post.unit_id
                AND {token} = 'p' || post.person_id || 'a' || post.agency_id
                AND post.valid_from <= :day AND (post.valid_to IS NULL OR post.valid_to >= :day)
            )
        )
    ) AND NOT EXISTS (
        SELECT 1 FROM record_reader putting
        WHERE putting.record_id = {question} AND putting.token = {token} AND putting.ground IN
        ('entered', 'presented', 'author', 'unit', 'signed', 'asking')
    )
"""
MISSING = f"""
    SELECT DISTINCT reading.token, answer.record_id, answer.ground_id
    FROM record_reader answer JOIN record_reader reading ON reading.record_id = answer.ground_id
    WHERE answer.ground = 'answer'
    AND NOT ({BARRED.format(question="reading.record_id", token="reading.token")})
    AND NOT EXISTS (
        SELECT 1 FROM record_reader held
        WHERE held.ground = 'answer' AND held.token = reading.token
        AND held.record_id = answer.record_id AND held.ground_id = answer.ground_id
    )
"""
FOREIGN = f"""
    SELECT answer.token, answer.record_id, answer.ground_id FROM record_reader answer
    WHERE answer.ground = 'answer' AND (
        ({BARRED.format(question="answer.ground_id", token="answer.token")})
        OR NOT EXISTS (
            SELECT 1 FROM record_reader reading
            WHERE reading.record_id = answer.ground_id AND reading.token = answer.token
        )
    )
"""
GIVE = """
    INSERT INTO record_reader (token, record_id, ground, ground_id)
    VALUES (:token, :record_id, 'answer', :ground_id)
"""
TAKE = """
    DELETE FROM record_reader WHERE ground = 'answer'
    AND token = :token AND record_id = :record_id AND ground_id = :ground_id
"""
TELL = sa.text(
    "INSERT INTO outbox (topic, payload, created_at, not_before)"
    " VALUES ('records.readers_changed', :payload, :now, :now)"
).bindparams(sa.bindparam("payload", type_=sa.JSON), sa.bindparam("now", type_=sa.DateTime(True)))


def upgrade() -> None:
    op.add_column("due_extension", sa.Column("old_source", sa.String(12), nullable=True))
    by_asker = sa.Column("by_asker", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("request_answer", by_asker)
    with op.batch_alter_table("request_line") as line:
        line.add_column(sa.Column("officer_id", sa.Integer(), nullable=True))
        officer = op.f("fk_request_line_officer_id")
        line.create_foreign_key(officer, "person", ["officer_id"], ["id"])
        line.create_index(op.f("ix_request_line_officer_id"), ["officer_id"])
    connection = op.get_bind()
    connection.execute(sa.text(OLD_SOURCES))
    connection.execute(sa.text(BY_ASKERS), {"yes": True})
    over = _records(connection, f"SELECT record_id FROM record_reader WHERE {ENTERED}")
    connection.execute(sa.text(NO_LONGER_ASKED))
    connection.execute(sa.text(BY_BEING_ASKED))
    _tell(connection, over | _followed(connection))


def _followed(connection: sa.Connection) -> set[int]:
    """Answers are read by whoever reads the question, but for those to whom it was put and the
    people of theirs; of which records that was not so."""
    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    missing, foreign = (_rights(connection, one, today) for one in (MISSING, FOREIGN))
    for statement, rights in ((GIVE, missing), (TAKE, foreign)):
        if rights:
            connection.execute(sa.text(statement), rights)
    return {one["record_id"] for one in (*missing, *foreign)}


def _rights(connection: sa.Connection, rows: str, today: date) -> list[dict[str, Any]]:
    asked = sa.text(rows).bindparams(sa.bindparam("day", today, type_=sa.Date))
    return [dict(row) for row in connection.execute(asked).mappings()]


def _records(connection: sa.Connection, rows: str) -> set[int]:
    return set(connection.scalars(sa.text(rows)))


def _tell(connection: sa.Connection, records: set[int]) -> None:
    """The index hears of it."""
    now = datetime.now(UTC)
    told = [{"payload": {"record_id": one}, "now": now} for one in sorted(records)]
    if told:
        connection.execute(TELL, told)


def downgrade() -> None:
    op.execute(f"UPDATE record_reader SET ground = 'gave' WHERE {ENTERED.replace('gave', 'asked')}")
    with op.batch_alter_table("request_line") as line:
        line.drop_index(op.f("ix_request_line_officer_id"))
        line.drop_constraint(op.f("fk_request_line_officer_id"), type_="foreignkey")
        line.drop_column("officer_id")
    op.drop_column("request_answer", "by_asker")
    op.drop_column("due_extension", "old_source")
