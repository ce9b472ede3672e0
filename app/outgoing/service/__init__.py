"""What the office does with outgoing documents, one function per verb."""

from app.files.service import FileContent
from app.outgoing.inputs import (
    IssueEntry,
    PaperEntry,
    RecipientChange,
    RecipientEntry,
    SignedDraft,
)
from app.outgoing.service.answers import note_line_changed
from app.outgoing.service.calling_back import (
    recall,
    return_to_drafter,
    take_back_recall,
    take_back_signature,
)
from app.outgoing.service.common import must_be
from app.outgoing.service.delivering import (
    note_accepted,
    note_answers,
    note_delivered,
    note_recall_followed,
    note_refused,
)
from app.outgoing.service.entering import (
    accept_signed,
    correct,
    enter_signed,
    paper_problems,
)
from app.outgoing.service.issuing import Prospect, Unasked, issue
from app.outgoing.service.recipients import (
    add_recipients,
    note_answered,
    resend,
    take_answer_off,
)
from app.outgoing.service.stamping import Stamps

__all__ = [
    "FileContent",
    "IssueEntry",
    "PaperEntry",
    "Prospect",
    "RecipientChange",
    "RecipientEntry",
    "SignedDraft",
    "Stamps",
    "Unasked",
    "accept_signed",
    "add_recipients",
    "correct",
    "enter_signed",
    "issue",
    "must_be",
    "note_accepted",
    "note_answered",
    "note_answers",
    "note_delivered",
    "note_line_changed",
    "note_recall_followed",
    "note_refused",
    "paper_problems",
    "recall",
    "resend",
    "return_to_drafter",
    "take_answer_off",
    "take_back_recall",
    "take_back_signature",
]
