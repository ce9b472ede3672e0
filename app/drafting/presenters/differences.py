"""What differs between two versions: a list of places for the page, the whole text to compare."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.words import URGENCY_WORDS
from app.drafting.rules.content import Details, RecipientPlan
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.listing import Difference
from documents.drafting import Change, ChangeKind, Piece

WORDS_OF_PLACE = 6


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the comparison: pieces of text, kept, added ("ins") or removed ("del")."""

    pieces: tuple[tuple[str, str], ...]
    changed: bool


def differences(
    old: Details, new: Details, changes: Sequence[Change], files: Mapping[int, str]
) -> tuple[Difference, ...]:
    """Every place where the newer version says something else; `files` are names by id."""
    return (*_particulars(old, new), *_attachments(old, new, files), *_places(changes))


def files_between(
    old: Details, new: Details, files: Mapping[int, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the files that went, and of those that came."""
    gone = tuple(files[one] for one in old.attachment_ids if one not in new.attachment_ids)
    come = tuple(files[one] for one in new.attachment_ids if one not in old.attachment_ids)
    return gone, come


def paragraphs(changes: Sequence[Change]) -> tuple[Paragraph, ...]:
    """The whole newer text with what was added and removed."""
    marks = {ChangeKind.SAME: "", ChangeKind.INSERTED: "ins", ChangeKind.DELETED: "del"}
    return tuple(
        Paragraph(
            tuple((marks[piece.kind], piece.text) for piece in change.pieces),
            change.kind is not ChangeKind.SAME,
        )
        for change in changes
    )


def _particulars(old: Details, new: Details) -> Iterator[Difference]:
    pairs = (
        (_("Subject"), old.subject, new.subject),
        (_("Urgency"), _urgency(old.urgency), _urgency(new.urgency)),
        (_("Who signs"), old.signature.name, new.signature.name),
        (_("Receivers"), _receivers(old.recipients), _receivers(new.recipients)),
    )
    for where, before, after in pairs:
        if before != after:
            yield Difference(where, before, after)


def _attachments(old: Details, new: Details, files: Mapping[int, str]) -> Iterator[Difference]:
    gone, come = files_between(old, new, files)
    if gone or come:
        yield Difference(_("Attachments"), "; ".join(gone), "; ".join(come))


def _urgency(level: int) -> str:
    return str(_(URGENCY_WORDS[level]))


def _receivers(plans: Sequence[RecipientPlan]) -> str:
    return "; ".join(_receiver(plan) for plan in plans)


def _receiver(plan: RecipientPlan) -> str:
    if not plan.reply_required:
        return plan.name
    if plan.due_on is None:
        return _("%(name)s (to reply)", name=plan.name)
    return _("%(name)s (to reply by %(day)s)", name=plan.name, day=day(plan.due_on))


def _places(changes: Sequence[Change]) -> Iterator[Difference]:
    for change in changes:
        if change.kind is ChangeKind.INSERTED:
            yield Difference(_("Paragraph added"), "", _text(change.pieces))
        elif change.kind is ChangeKind.DELETED:
            yield Difference(_("Paragraph removed"), _text(change.pieces), "")
        elif change.kind is ChangeKind.CHANGED:
            yield from _inside(change)


def _inside(change: Change) -> Iterator[Difference]:
    """The changed places of a paragraph, each widened to whole words."""
    where = _first_words([p for p in change.pieces if p.kind is not ChangeKind.DELETED])
    for removed, added in _words_changed(change.pieces):
        yield Difference(where, removed.strip(), added.strip())


def _words_changed(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """Old and new words of each place: "2.016.000" and "2.082.000", not "016" and "082"."""
    old = new = ""
    touched = False
    for piece in pieces:
        if piece.kind is ChangeKind.DELETED:
            old, touched = old + piece.text, True
        elif piece.kind is ChangeKind.INSERTED:
            new, touched = new + piece.text, True
        else:
            head, gap, tail = _around_the_gap(piece.text)
            old, new = old + head, new + head
            if gap:
                if touched:
                    yield old, new
                old = new = tail
                touched = False
    if touched:
        yield old, new


def _around_the_gap(text: str) -> tuple[str, bool, str]:
    """What of a kept text belongs to the word before it, and what to the word after it."""
    if not any(sign.isspace() for sign in text):
        return text, False, ""
    head = text.split(maxsplit=1)[0] if not text[0].isspace() else ""
    tail = text.rsplit(maxsplit=1)[-1] if not text[-1].isspace() else ""
    return head, True, tail


def _first_words(pieces: Sequence[Piece]) -> str:
    words = _text(pieces).split()
    return " ".join(words[:WORDS_OF_PLACE]) + ("…" if len(words) > WORDS_OF_PLACE else "")


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
