"""Where a person is reached, and the two dialogs in which they change that."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask import url_for

from app.core.feature import EMAIL, NOTICE, SMS
from app.core.text import N_
from app.messages.forms import ContactForm
from app.messages.models import ContactCode
from app.messages.presenters.deliveries import CHANNEL_WORDS
from app.messages.queries import Contacts
from app.messages.rules import phone_problem
from app.web.formats import day, hour
from app.web.i18n import gettext as _
from app.web.listing import Action, Cell, Column, TableRow

WAYS = {"phone": N_("Mobile telephone"), "email": N_("E-mail address")}
HINTS = {
    "phone": N_("Ten digits, such as 0912 345 678. A code is sent there by SMS."),
    "email": N_("Such as an.nguyen@hason.gov.vn. A code is sent there."),
}
ASKED = {
    "phone": N_("Take this number off? Urgent documents do not reach you by SMS then."),
    "email": N_("Take this address off? No e-mail reaches you then."),
}


def where_columns() -> tuple[Column, ...]:
    return Column(_("How")), Column(_("Where to")), Column(_("Came in 30 days"))


def where_rows(
    contacts: Contacts, lately: Mapping[str, str], has_mail: bool
) -> tuple[TableRow, ...]:
    """One of each channel, in the order of the boxes."""
    own = {
        NOTICE: TableRow((_(CHANNEL_WORDS[NOTICE]), _("on every page, at the bell"), "")),
        EMAIL: _row(contacts, "email", contacts.email, may_change=has_mail),
        SMS: _row(contacts, "phone", contacts.phone, may_change=True),
    }
    return tuple(
        TableRow((_(CHANNEL_WORDS[way]), row.cells[1], lately[way]), row.actions)
        for way, row in own.items()
    )


def _row(contacts: Contacts, reach: str, address: str, *, may_change: bool) -> TableRow:
    notes = list(_notes(contacts, reach, address))
    cell = Cell(address or _("none"), note=" ".join(notes))
    return TableRow(("", cell, ""), tuple(_actions(contacts, reach, address, may_change)))


def _notes(contacts: Contacts, reach: str, address: str) -> Iterator[str]:
    """What is known of the address, the worst first."""
    refused_at = contacts.email_refused_at if reach == "email" else None
    problem = phone_problem(address) if reach == "phone" and address else None
    if refused_at is not None:
        said = {"day": day(refused_at), "said": contacts.email_refusal}
        yield str(_("E-mails come back since %(day)s (%(said)s): none is sent there.", **said))
    elif problem:
        yield str(_(problem))
    elif address:
        yield confirmed_words(_confirmed_at(contacts, reach))
    if asked := contacts.asked.get(reach):
        told = {"address": asked.address, "hour": hour(asked.ends_at)}
        yield str(_("A code was sent to %(address)s; it holds until %(hour)s.", **told))


def _confirmed_at(contacts: Contacts, reach: str) -> datetime | None:
    return contacts.phone_confirmed_at if reach == "phone" else contacts.email_confirmed_at


def confirmed_words(at: datetime | None) -> str:
    return str(_("Confirmed on %(day)s.", day=day(at)) if at else _("Not confirmed yet."))


def _actions(contacts: Contacts, reach: str, address: str, may_change: bool) -> Iterator[Action]:
    to = url_for("messages.reach", reach=reach)
    if reach in contacts.asked:
        code = url_for("messages.confirm_reach", reach=reach)
        yield Action(_("Type the code"), code, dialog=True, primary=True)
    elif reach == "email" and contacts.email_refused_at is not None:
        again = url_for("messages.try_email_again")
        yield Action(_("Try again"), again, method="post", quiet=True)
    elif address and may_change and _confirmed_at(contacts, reach) is None:
        held = (("address", address),)
        yield Action(_("Confirm it"), to, method="post", fields=held, quiet=True)
    if may_change:
        yield Action(_("Change") if address else _("Add"), to, dialog=True, quiet=True)
    if address:
        off, asked = url_for("messages.take_off_reach", reach=reach), _(ASKED[reach])
        yield Action(_("Take it off"), off, method="post", quiet=True, confirm=asked)


def contact_form(contacts: Contacts, reach: str) -> ContactForm:
    """With what was asked for last, which may hold a slip of the keyboard."""
    asked = contacts.asked.get(reach)
    held = contacts.phone if reach == "phone" else contacts.email
    form = ContactForm(address=asked.address if asked else held)
    form.call(_(WAYS[reach]), _(HINTS[reach]))
    return form


def contact_dialog(reach: str, has_mail: bool) -> dict[str, Any]:
    titles = {"phone": _("My telephone number"), "email": _("My e-mail address")}
    said = (_("It counts once you have typed the code."),)
    if reach == "email" and not has_mail:
        said = (_("This office has no mail server yet: nothing leaves by e-mail."),)
    back = url_for("messages.wishes")
    return {"title": titles[reach], "said": said, "yes": _("Send the code"), "back": back}


def code_dialog(asked: ContactCode) -> dict[str, Any]:
    """`back` leads to another number, or another code."""
    told = {"address": asked.address, "hour": hour(asked.ends_at)}
    said = (
        _("A code was sent to %(address)s; it holds until %(hour)s.", **told),
        _("Nothing came, or the address is wrong? Go back: another code ends this one."),
    )
    back = url_for("messages.reach", reach=asked.way)
    return {"title": _("Type the code"), "said": said, "yes": _("Confirm"), "back": back}
