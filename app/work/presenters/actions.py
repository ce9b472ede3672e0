"""What may be done with a line of work, or with the lines of a record, now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for

from app.core.feature import Standing
from app.core.policy import Actor
from app.deadlines.rules.colours import Horizon
from app.web.i18n import gettext as _
from app.web.listing import (
    Action,
)
from app.work import policy, rules
from app.work.list_position import carried
from app.work.models import Extension
from app.work.presenters.extending import extension_actions
from app.work.presenters.wording import opened_text
from app.work.queries import DueChange, LineRow
from app.work.tree import Tree


@dataclass(frozen=True)
class View:
    """Who looks at the lines of a record, and when."""

    actor: Actor
    record: Standing
    directs: bool
    horizon: Horizon
    extensions: Mapping[int, Sequence[Extension]] = field(default_factory=dict)
    """What was asked for each line, the latest first."""
    changes: Mapping[int, DueChange] = field(default_factory=dict)
    """The last change of each line's date since it was given."""

    @property
    def is_open(self) -> bool:
        return self.record.problem is None


def line_actions(view: View, tree: Tree[LineRow], row: LineRow) -> tuple[Action, ...]:
    """The verbs this person may use on the line now, and nothing else."""
    if not view.is_open:
        return ()
    verbs = rules.allowed(policy.facts(view.actor, tree, row, view.directs))
    if "recall" in verbs:
        verbs -= {"withdraw"}
    if view.directs and row in tree.below(None) and row in tree.lead_lines():
        verbs |= {"pass_lead"}
    asked = view.extensions.get(row.id, ())
    extending = extension_actions(asked, verbs, row.id, row.version) if row.due_at else ()
    return (*extending, *(_action(verb, row) for verb in VERBS if verb in verbs))


VERBS = (
    "pass_on", "finish", "only_information", "return_line",
    "recall", "withdraw", "pass_lead", "change_due", "settle",
)  # fmt: skip


def _action(verb: str, row: LineRow, *, primary: bool = False) -> Action:
    if verb == "pass_lead":
        href = url_for("work.directive", record_id=row.record_id, lead="passes", **carried())
        return Action(_("Give the lead to another"), href, icon="arrow-repeat", dialog=True)
    href = url_for(f"work.{verb}", line_id=row.id, **carried())
    version = (("version", str(row.version)),)
    match verb:
        case "pass_on":
            return Action(
                _("Pass on"), href, icon="arrow-return-right", dialog=True, primary=primary
            )
        case "finish":
            return Action(_("Finish"), href, icon="check-lg", dialog=True, primary=primary)
        case "return_line":
            return Action(_("Return"), href, icon="arrow-return-left", dialog=True)
        case "withdraw":
            return Action(_("Withdraw"), href, icon="person-dash", dialog=True)
        case "change_due":
            return Action(_("Change due date"), href, icon="calendar3", dialog=True)
        case "only_information":
            sure = _("Close your line as information only? Whoever gave it to you is told.")
            return Action(
                _("For information only"),
                href,
                icon="eye",
                method="post",
                confirm=sure,
                fields=version,
            )
        case "recall":
            sure = _("Take the line of %(name)s back?", name=row.name)
            sure = f"{sure} {opened_text(row)}"
            return Action(
                _("Take back"),
                href,
                icon="arrow-counterclockwise",
                method="post",
                confirm=sure,
                fields=version,
            )
        case _:
            return Action(
                _("Accept the return"), href, icon="check-lg", method="post", fields=version
            )


def actions_of(view: View, rows: Sequence[LineRow]) -> list[Action]:
    """Directing, and what the actor may do with their own line, on the record's page."""
    tree: Tree[LineRow] = Tree(rows)
    actions = _own_actions(view, tree)
    if view.directs:
        href = url_for("work.directive", record_id=view.record.record_id, **carried())
        again = tree.is_carried_out()
        label = _("Another directive") if again else _("Write a directive")
        actions.append(
            Action(label, href, icon="pen", dialog=True, primary=not actions and not again)
        )
        if view.is_open and any(row.state == "open" and row.due_at for row in rows):
            whole = url_for("work.put_off_whole", record_id=view.record.record_id, **carried())
            put_off = _("Put off the whole document")
            actions.append(Action(put_off, whole, icon="calendar-plus", dialog=True, quiet=True))
    return actions


def works_on(actor: Actor, rows: Sequence[LineRow]) -> bool:
    """Whether the actor leads or co-handles the record now."""
    working = (row for row in rows if row.state == "open" and row.role != "information")
    return any(policy.holds(actor, row) for row in working)


def _own_actions(view: View, tree: Tree[LineRow]) -> list[Action]:
    if not view.is_open:
        return []
    mine = [row for row in tree if row.state == "open" and policy.holds(view.actor, row)]
    if not mine:
        return []
    row = min(mine, key=lambda row: (rules.ROLES.index(row.role), row.id))
    verbs = rules.allowed(policy.facts(view.actor, tree, row, False))
    first = "pass_on" if row.holder.startswith("u") and not tree.open_below(row) else "finish"
    answers = first == "finish" and row.role == "lead" and view.record.reply_required
    order = sorted(("finish", "pass_on", "return_line"), key=lambda verb: verb != first)
    return [
        _action(verb, row, primary=verb == first and not answers) for verb in order if verb in verbs
    ]
