"""Outgoing documents as a kind of record; nobody is given work on what is already written."""

from app.core.text import N_
from app.correspondence.queries import faces
from app.records.kinds import RecordKind

OUTGOING = RecordKind(
    name="outgoing",
    label=N_("Outgoing document"),
    permission="documents.read",
    faces=faces,
    named=N_("outgoing %(number)s of %(day)s"),
)
