"""Notices and text messages as the shared components show them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Opened
from app.core.lists import Page
from app.core.policy import Actor
from app.core.text import N_
from app.messages.filters import SmsFilter
from app.messages.queries import DeliveryRow, LocalRow, NoticeRow, sent_of
from app.messages.rules import GatewayHealth
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


CHANNEL_WORDS = {"notice": N_("In the office"), "email": N_("E-mail"), "sms": N_("SMS")}
TAB_WORDS = {
    **{one: CHANNEL_WORDS[one] for one in ("sms", "email", "notice")},
    "all": N_("All"),
    "failed": N_("Not delivered"),
}
HIDDEN = "••••"
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
    actor: Actor, wanted: SmsFilter, found: Page[DeliveryRow], counts: Mapping[str, int]
) -> listing.TablePage:
    here = listing.Listed("messages.sms", wanted)
    return listing.TablePage(
        label=_("Messages sent"),
        columns=(
            listing.Column(_("Time")),
            listing.Column(_("To")),
            listing.Column(_("Message")),
            listing.Column(_("State")),
        ),
        rows=[_sms_row(actor, row) for row in found.rows],
        empty=listing.Empty(
            _("No messages yet."),
            _("What people are told in the application, by e-mail and by SMS is listed here."),
            "phone",
        ),
        pager=here.pager(found),
        tabs=here.tabs(TAB_WORDS, counts),
    )  # fmt: skip


def gateway_columns() -> tuple[listing.Column, ...]:
    return (
        listing.Column(_("Gateway")),
        listing.Column(_("Delivers in")),
        listing.Column(_("State")),
    )


def gateway_table(
    names: Iterable[str], health: Mapping[str, GatewayHealth]
) -> list[listing.TableRow]:
    """Each gateway in the order of its description, and why another goes before it."""
    rows = []
    for name in names:
        one = health.get(name, GatewayHealth())
        trouble = one.trouble(clock.now())
        seconds = "" if one.delivers_in is None else round(one.delivers_in.total_seconds())
        takes = _("%(seconds)s seconds", seconds=seconds) if seconds != "" else _("not known")
        state = _(trouble, **one.values(name)) if trouble else _("Takes messages")
        rows.append(listing.TableRow(cells=(name, takes, state)))
    return rows


def local_columns() -> tuple[listing.Column, ...]:
    return (listing.Column(_("Time")), listing.Column(_("To")), listing.Column(_("Message")))


def local_table(actor: Actor, rows: Sequence[LocalRow]) -> list[listing.TableRow]:
    return [
        listing.TableRow(cells=(moment(row.at), row.phone, _quoted(actor, row))) for row in rows
    ]


def on_record(session: Session, actor: Actor, opened: Opened) -> listing.Addition | None:
    """The text messages about a record: to whom, when, and what became of each."""
    rows = sent_of(session, opened.record_id)
    if not rows:
        return None
    content = {"messages": [_sms_fact(actor, row) for row in rows], "note": _sms_summary(rows)}
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


def _sms_fact(actor: Actor, row: DeliveryRow) -> dict[str, str]:
    return {
        "name": row.person_name,
        "phone": row.address,
        "state": _(SMS_STATES[row.state]),
        "is_bad": "yes" if row.state in ("failed", "unknown") else "",
        "at": moment(row.sent_at or row.at),
        "error": _(row.error) if row.error else "",
        "text": _words_for(actor, row) or _(row.message, **row.values),
    }


def _sms_summary(rows: Sequence[DeliveryRow]) -> str:
    """What became of them all: "2 handed to the gateway, 1 not delivered"."""
    counted = Counter(row.state for row in rows)
    told = [(counted[state], word) for state, word in SMS_STATES.items() if counted[state]]
    return ", ".join(f"{count} {_(word).lower()}" for count, word in told)


def _words_for(actor: Actor, row: DeliveryRow | LocalRow) -> str:
    """The text as this reader may see it: whoever knows its codes could confirm in the name of the
    person it went to."""
    hidden = row.secrets if row.person_id != actor.person_id else ()
    text = row.text
    for secret in hidden:
        text = text.replace(secret, HIDDEN)
    return text


def _sms_row(actor: Actor, row: DeliveryRow) -> listing.TableRow:
    return listing.TableRow(
        cells=(
            moment(row.at),
            listing.Cell(row.person_name, note=row.address or _(CHANNEL_WORDS[row.channel])),
            listing.Cell(_quoted(actor, row), note=_size(row)),
            listing.Cell(_state(row), note=_(row.error) if row.error else row.gateway),
        ),
        actions=_again(row),
    )


def _state(row: DeliveryRow) -> str:
    if row.channel == "notice":
        return _("Read %(at)s", at=moment(row.read_at)) if row.read_at else _("Not read")
    if row.state == "queued" and row.not_before and row.not_before > clock.now():
        return _("Waits until %(at)s", at=moment(row.not_before))
    return _(SMS_STATES[row.state])


def _quoted(actor: Actor, row: DeliveryRow | LocalRow) -> str:
    if not row.is_readable:
        return str(
            _(
                "It belongs to a document that you may not read; its words and codes are for its"
                " receiver."
            )
        )
    if isinstance(row, DeliveryRow) and not row.text:
        return str(_(row.message, **row.values))
    return _words_for(actor, row)


def _size(row: DeliveryRow) -> str:
    if row.channel != "sms":
        return ""
    return _(
        "%(segments)s segments, %(cost)s đồng, %(tries)s tries",
        segments=row.segments,
        cost=money(row.cost),
        tries=row.attempts,
    )


def money(dong: int) -> str:
    """As Vietnamese write it: 1.050."""
    return f"{dong:,}".replace(",", ".")


def _again(row: DeliveryRow) -> tuple[listing.Action, ...]:
    if row.channel != "sms" or row.state not in ("failed", "unknown"):
        return ()
    address = url_for("messages.send_again", sms_id=row.id)
    return (listing.Action(_("Send again"), address, icon="arrow-repeat", method="post"),)
