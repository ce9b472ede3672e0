"""People, accounts, roles and delegations as the components show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.access.filters import AccountFilter, DelegationFilter
from app.access.queries import Powers
from app.access.queries.pages import AccountRow, DelegationRow
from app.access.service.delegations import SCOPES
from app.core.feature import installed
from app.core.lists import Page
from app.core.policy import Actor, HeldPost, person_token
from app.core.text import N_, fold
from app.organisation.models import Person
from app.organisation.presenters import Table, post_table
from app.organisation.queries import AgencyOption
from app.organisation.queries.pages import AbsenceRow, PostRow
from app.web.formats import day, hour, moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import (
    Action,
    Cell,
    Chip,
    Column,
    Empty,
    Fact,
    Listed,
    TablePage,
    TableRow,
)

STATES = {
    "none": N_("no account"),
    "first": N_("first password not changed yet"),
    "idle": N_("no post"),
    "locked": N_("locked"),
    "disabled": N_("out of use"),
}
DELEGATION_WORDS = {
    "all": N_("All"),
    "running": N_("Hold today"),
    "ending": N_("End within 7 days"),
}


@dataclass(frozen=True)
class PersonPage:
    person_id: int
    name: str
    facts: tuple[Fact, ...]
    account_facts: tuple[str, ...]
    account_actions: tuple[Action, ...]
    actions: tuple[Action, ...]
    posts: Table
    delegations: Table
    absences: Table


@dataclass(frozen=True)
class MyPage:
    posts: Table
    delegations: Table
    absences: Table
    actions: tuple[Action, ...]


def account_list(
    wanted: AccountFilter, found: Page[AccountRow], total: int, agencies: Iterable[AgencyOption]
) -> TablePage:
    here = Listed("access.index", wanted)
    return TablePage(
        label=_("Accounts"),
        columns=(
            here.column("name", _("Full name")),
            Column(_("User name")),
            Column(_("Post")),
            Column(_("Account")),
            here.column("seen", _("Last signed in")),
        ),
        rows=tuple(_account_row(row) for row in found.rows),
        empty=Empty(_("Nobody found"), _("Try fewer letters, or another filter."), "search"),
        pager=here.pager(found),
        words=here.words("words", _("Name or user name, with or without marks")),
        chips=account_chips(here, agencies),
        total_text=ngettext("%(num)s person", "%(num)s persons", total),
    )


def account_chips(
    here: Listed[AccountFilter], agencies: Iterable[AgencyOption]
) -> tuple[Chip, ...]:
    return (
        here.chip("agency_id", _("Agency"), [(one.id, one.short_name) for one in agencies]),
        here.chip("state", _("Account"), [(code, _(word)) for code, word in STATES.items()]),
    )


def _account_row(row: AccountRow) -> TableRow:
    href = url_for("access.person", person_id=row.person_id)
    more = _("and %(count)s more", count=row.other_posts) if row.other_posts else ""
    return TableRow(
        (
            Cell(row.name, href=href),
            row.user_name or "",
            Cell(row.post, note=more),
            account_state(row),
            moment(row.last_sign_in_at),
        ),
        muted=row.disabled_at is not None,
    )


def account_state(row: AccountRow) -> str:
    if row.user_name is None:
        return str(_("no account"))
    if row.disabled_at is not None:
        return str(_("out of use since %(day)s", day=day(row.disabled_at)))
    if row.is_locked:
        return str(_("locked until %(hour)s", hour=hour(row.locked_until)))
    if row.must_change_password:
        return str(_("first password not changed yet"))
    return str(_("in use"))


def person_page(
    row: AccountRow,
    person: Person,
    posts: Sequence[PostRow],
    delegations: Sequence[DelegationRow],
    absences: Sequence[AbsenceRow],
    roles: Mapping[str, str],
    actor: Actor,
    held: Iterable[tuple[str, int]] = (),
) -> PersonPage:
    facts = [Fact(f"{one} ({known})", icon) for one, known, icon in _ways_to_reach(person) if one]
    return PersonPage(
        person_id=row.person_id,
        name=row.name,
        facts=tuple(facts),
        account_facts=_account_facts(row),
        account_actions=_account_actions(row, held) if actor.may("access.manage") else (),
        actions=_person_actions(person, actor),
        posts=_with_delegating(post_table(posts, roles), posts, actor),
        delegations=delegation_table(delegations, actor),
        absences=absence_table(absences),
    )


def _ways_to_reach(person: Person) -> tuple[tuple[str, str, str], ...]:
    """Each number and address, what is known of it, and its picture."""
    mail = _confirmed(person.email_confirmed_at)
    if person.email_refused_at is not None:
        said = {"day": day(person.email_refused_at), "said": person.email_refusal}
        mail = str(_("e-mails come back since %(day)s: %(said)s", **said))
    return (
        (person.phone, _confirmed(person.phone_confirmed_at), "telephone"),
        (person.email, mail, "envelope"),
    )


def _confirmed(at: datetime | None) -> str:
    """Whether its person proved it by a code."""
    return str(_("confirmed on %(day)s", day=day(at)) if at else _("not confirmed"))


def _account_facts(row: AccountRow) -> tuple[str, ...]:
    if row.user_name is None:
        return (_("No account: this person cannot sign in."),)
    last = moment(row.last_sign_in_at) or _("never")
    return (
        _("User name: %(name)s", name=row.user_name),
        _("State: %(state)s", state=account_state(row)),
        _("Last signed in: %(moment)s", moment=last),
    )


def _person_actions(person: Person, actor: Actor) -> tuple[Action, ...]:
    more = installed().on_holder(person_token(person.id), actor)
    if not actor.may("organisation.manage"):
        return more
    edit = url_for("access.edit_person", person_id=person.id)
    absence = url_for("organisation.new_absence", person_id=person.id)
    post = url_for("organisation.new_post", person_id=person.id)
    again = url_for("access.email_again", person_id=person.id)
    stopped = (Action(_("Try the e-mail again"), again, icon="arrow-repeat", method="post"),)
    return (
        *more,
        *(stopped if person.email_refused_at else ()),
        Action(_("Change"), edit, icon="pen"),
        Action(_("Note an absence"), absence, icon="calendar3", dialog=True),
        Action(_("Give a post"), post, icon="person-badge", primary=True, dialog=True),
    )


def _account_actions(row: AccountRow, held: Iterable[tuple[str, int]]) -> tuple[Action, ...]:
    to_account = url_for("access.account", person_id=row.person_id)
    if row.user_name is None:
        return (Action(_("Make an account"), to_account, primary=True, dialog=True),)
    actions = [
        Action(_("Change the user name"), to_account, dialog=True),
        Action(_("New one-time password"), _url("reset_password", row), icon="key", dialog=True),
    ]
    if row.is_locked:
        actions.append(Action(_("Unlock"), _url("unlock", row), method="post", primary=True))
    if row.disabled_at is not None:
        actions.append(Action(_("Put into use again"), _url("enable", row), method="post"))
        return tuple(actions)
    asked = _("Sign %(name)s out on every device?", name=row.name)
    actions.append(
        Action(_("End all sessions"), _url("end_sessions", row), method="post", confirm=asked)
    )
    asked = _("%(name)s could no longer sign in. Put the account out of use?", name=row.name)
    things = "; ".join(f"{_(words)}: {count}" for words, count in held)
    if things:
        said = _(
            "These wait with them: %(things)s. Hand over the work from this page.", things=things
        )
        asked = f"{said} {asked}"
    actions.append(Action(_("Put out of use"), _url("disable", row), method="post", confirm=asked))
    return tuple(actions)


def _url(name: str, row: AccountRow) -> str:
    return url_for(f"access.{name}", person_id=row.person_id)


def _with_delegating(table: Table, posts: Sequence[PostRow], actor: Actor) -> Table:
    """Rows that may be changed may also be delegated."""
    rows = []
    for row, post in zip(table.rows, posts, strict=True):
        can = row.actions and (actor.may("access.manage") or post.person_id == actor.person_id)
        actions = (*row.actions, _delegate_action(post.id)) if can else row.actions
        rows.append(TableRow(row.cells, actions, row.muted))
    return Table(table.columns, tuple(rows), table.empty)


def _delegate_action(post_id: int) -> Action:
    href = url_for("access.delegate", post_id=post_id)
    return Action(_("Delegate"), href, quiet=True, dialog=True)


def my_page(
    powers: Powers,
    delegations: Sequence[DelegationRow],
    absences: Sequence[AbsenceRow],
    actor: Actor,
) -> MyPage:
    columns = (Column(_("Title of the post")), Column(_("Agency")))
    rows = tuple(_held_row(post, powers) for post in powers.held)
    href = url_for("organisation.new_absence", person_id=actor.person_id)
    more = installed().on_holder(person_token(actor.person_id), actor)
    absence = Action(_("Note an absence"), href, icon="calendar3", dialog=True)
    return MyPage(
        posts=Table(columns, rows, Empty(_("No post today"), "")),
        delegations=delegation_table(delegations, actor),
        absences=absence_table(absences),
        actions=(*more, absence),
    )


def _held_row(post: HeldPost, powers: Powers) -> TableRow:
    note = _("for %(name)s, by delegation", name=post.person_name) if post.is_delegated else ""
    actions = () if post.is_delegated else (_delegate_action(post.post_id),)
    agency = powers.agency_names.get(post.agency_id, "")
    return TableRow((Cell(post.title, note=note), agency), actions)


def delegation_list(
    wanted: DelegationFilter,
    found: Page[DelegationRow],
    counts: Mapping[str, int],
    actor: Actor,
) -> TablePage:
    here = Listed("access.all_delegations", wanted)
    table = delegation_table(found.rows, actor)
    post, acts, _span, what = table.columns
    return TablePage(
        label=_("Delegations"),
        columns=(post, acts, here.column("ends", _("From – to")), what),
        rows=table.rows,
        empty=table.empty,
        pager=here.pager(found),
        tabs=here.tabs(DELEGATION_WORDS, counts),
        words=here.words("words", _("Name of the giver or of who acts, with or without marks")),
    )


def delegation_table(rows: Iterable[DelegationRow], actor: Actor) -> Table:
    columns = (
        Column(_("Post")),
        Column(_("Acts")),
        Column(_("From – to")),
        Column(_("What")),
    )
    empty = Empty(
        _("No delegation"),
        _("The holder of a post may let another person act in it for a time, with signing or not."),
        "person-badge",
    )
    return Table(columns, tuple(_delegation_row(row, actor) for row in rows), empty)


def _delegation_row(row: DelegationRow, actor: Actor) -> TableRow:
    state = _("holds today") if row.is_running else ""
    if row.revoked_at is not None:
        state = _("ended on %(day)s", day=day(row.revoked_at))
    may_end = not row.has_ended and (actor.may("access.manage") or row.giver_id == actor.person_id)
    return TableRow(
        (
            Cell(row.title, note=row.agency),
            Cell(row.receiver, note=_("for %(name)s", name=row.giver)),
            Cell(f"{day(row.starts_on)} – {day(row.ends_on)}", note=state),
            Cell(_(SCOPES.get(row.scope, row.scope)), note=row.basis),
        ),
        actions=(_revoke_action(row),) if may_end else (),
        muted=row.has_ended,
    )


def _revoke_action(row: DelegationRow) -> Action:
    return Action(
        _("End it now"),
        url_for("access.revoke", delegation_id=row.id),
        method="post",
        quiet=True,
        confirm=_("End the delegation to %(name)s now?", name=row.receiver),
    )


def absence_table(rows: Iterable[AbsenceRow]) -> Table:
    columns = (Column(_("First day")), Column(_("Last day")), Column(_("Reason")))
    empty = Empty(
        _("No absence"), _("Whoever gives out work sees who is away and until when."), "calendar3"
    )
    return Table(columns, tuple(_absence_row(row) for row in rows), empty)


def _absence_row(row: AbsenceRow) -> TableRow:
    href = url_for("organisation.take_back_absence", absence_id=row.id)
    remove = Action(_("Take off"), href, method="post", quiet=True)
    return TableRow((day(row.starts_on), day(row.ends_on), row.reason), actions=(remove,))


def about_account(row: AccountRow) -> tuple[tuple[str, ...], str]:
    """What the account form brings with it, and the words of its button."""
    if row.user_name is None:
        told = _("A one-time password is shown once, for you to hand over; it must be changed.")
        return (told,), _("Make the account")
    return (_("The password and everything else stays."),), _("Save")


def about_delegating() -> tuple[str, ...]:
    return (
        _(
            "The other person then does in this post what you choose, signing as TUQ. or KT.;"
            " everything they do says for whom."
        ),
        _("They cannot pass it on. It ends by itself after the last day, or when you end it."),
    )


def proposed_user_name(name: str) -> str:
    """The given name with the initials of the rest: "Lê Thị Nhuần" becomes nhuanlt."""
    words = fold(name).split()
    return words[-1] + "".join(word[0] for word in words[:-1]) if words else ""
