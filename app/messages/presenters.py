"""Notices and text messages as the shared components show them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.messages.filters import SmsFilter
from app.messages.queries import LocalRow, NoticeRow, SmsRow, sms_of
from app.web import listing
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.sequels import sequel_words
from app.work.messages import RECALLED, WITHDRAWN

SMS_STATES = {
    "queued": N_("Waiting to be sent"),
    "sending": N_("Being sent"),
    "sent": N_("Handed to the gateway"),
    "delivered": N_("Delivered"),
    "failed": N_("Not delivered"),
    "unknown": N_("Not known whether it was sent"),
}


TAKEN_BACK = {RECALLED, WITHDRAWN}


def notice_rows(notices: Iterable[NoticeRow]) -> list[dict[str, Any]]:
    """Each notice in the reader's language, with the address that opens it."""
    return [
        {
            "id": notice.id,
            "text": _said(notice),
            "at": ", ".join(filter(None, (moment(notice.at), _since(notice)))),
            "is_unread": notice.read_at is None,
            "href": url_for("messages.open_notice", notice_id=notice.id),
        }
        for notice in notices
    ]


def _said(notice: NoticeRow) -> str:
    """The words of the notice, as far as they are still for this reader."""
    if notice.is_readable:
        return str(_(notice.message, **notice.values))
    if notice.message in TAKEN_BACK:
        return str(_("Work given to you was taken back; you may no longer read its document."))
    return no_longer_yours()


def _since(notice: NoticeRow) -> str:
    """What became of the document meanwhile."""
    return sequel_words(notice.sequels) if notice.is_readable else ""


def no_longer_yours() -> str:
    return str(_("A document that you may no longer read."))


def empty_notices() -> listing.Empty:
    return listing.Empty(
        _("No notices yet."),
        _("Here you will hear of work given to you, returned, answered, waiting for you or late."),
        "bell",
    )


def sms_list(
    wanted: SmsFilter, found: Page[SmsRow], counts: Mapping[str, int]
) -> listing.TablePage:
    here = listing.Listed("messages.sms", wanted)
    return listing.TablePage(
        label=_("Text messages"),
        columns=(
            listing.Column(_("Time")),
            listing.Column(_("To")),
            listing.Column(_("Message")),
            listing.Column(_("State")),
        ),
        rows=[_sms_row(row) for row in found.rows],
        empty=listing.Empty(
            _("No text messages yet."),
            _("When urgent work is given to a unit, its heads get a text message; it is listed "
              "here."),
            "phone",
        ),
        pager=here.pager(found),
        tabs=here.tabs({"all": N_("All"), "failed": N_("Not delivered")}, counts),
    )  # fmt: skip


def local_columns() -> tuple[listing.Column, ...]:
    return (listing.Column(_("Time")), listing.Column(_("To")), listing.Column(_("Message")))


def local_table(rows: Sequence[LocalRow]) -> list[listing.TableRow]:
    return [listing.TableRow(cells=(moment(row.at), row.phone, _quoted(row))) for row in rows]


def on_record(session: Session, _actor: Actor, opened: Opened) -> listing.Addition | None:
    """The text messages about a record: to whom, when, and what became of each."""
    rows = sms_of(session, opened.record_id)
    if not rows:
        return None
    content = {"messages": [_sms_fact(row) for row in rows], "note": _sms_summary(rows)}
    return listing.Addition(
        parts=(
            listing.Part(
                name="messages",
                label=_("SMS"),
                template="messages/_part.html",
                content=content,
                place=50,
            ),
        )
    )


def _sms_fact(row: SmsRow) -> dict[str, str]:
    return {
        "name": row.person_name,
        "phone": row.phone,
        "state": _(SMS_STATES[row.state]),
        "is_bad": "yes" if row.state in ("failed", "unknown") else "",
        "at": moment(row.sent_at or row.created_at),
        "error": row.error,
        "text": row.text,
    }


def _sms_summary(rows: Sequence[SmsRow]) -> str:
    """What became of them all: "2 handed to the gateway, 1 not delivered"."""
    counted = Counter(row.state for row in rows)
    told = [(counted[state], word) for state, word in SMS_STATES.items() if counted[state]]
    return ", ".join(f"{count} {_(word).lower()}" for count, word in told)


def _sms_row(row: SmsRow) -> listing.TableRow:
    return listing.TableRow(
        cells=(
            moment(row.created_at),
            listing.Cell(row.person_name, note=row.phone),
            listing.Cell(_quoted(row), note=_segments(row)),
            listing.Cell(_(SMS_STATES[row.state]), note=row.error),
        ),
        actions=_again(row),
    )


def _quoted(row: SmsRow | LocalRow) -> str:
    if row.is_readable:
        return row.text
    return str(_("It quotes a document that you may not read."))


def _segments(row: SmsRow) -> str:
    return _("%(segments)s segments, %(tries)s tries", segments=row.segments, tries=row.attempts)


def _again(row: SmsRow) -> tuple[listing.Action, ...]:
    if row.state not in ("failed", "unknown"):
        return ()
    address = url_for("messages.send_again", sms_id=row.id)
    return (listing.Action(_("Send again"), address, icon="arrow-repeat", method="post"),)
