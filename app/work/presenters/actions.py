"""What may be done with a line of work, or with the lines of a document, now."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.correspondence.models import Document
from app.web.listing import (
    Action,
)
from app.work import policy, queries, rules
from app.work.list_position import carried
from app.work.queries import Horizon, LineRow
from app.work.tree import Tree


@dataclass(frozen=True)
class View:
    """Who looks at the lines of a document, and when."""

    actor: Actor
    document: Document
    directs: bool
    at: Horizon

    @property
    def is_open(self) -> bool:
        return self.document.state in rules.DIRECTED_STATES


def line_actions(view: View, tree: Tree[LineRow], row: LineRow) -> tuple[Action, ...]:
    """The verbs this person may use on the line now, and nothing else."""
    if not view.is_open:
        return ()
    verbs = rules.allowed(policy.facts(view.actor, tree, row, view.directs))
    if "recall" in verbs:
        verbs -= {"withdraw"}
    return tuple(_action(verb, row) for verb in VERBS if verb in verbs)


VERBS = (
    "pass_on", "finish", "only_information", "return_line",
    "recall", "withdraw", "change_due", "settle",
)  # fmt: skip


def _action(verb: str, row: LineRow, *, primary: bool = False) -> Action:
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


def document_actions(session: Session, actor: Actor, document: Document) -> list[Action]:
    """Directing, and what the actor may do with their own line, on the document's page."""
    rows = queries.lines_of(session, document.id)
    return actions_of(actor, document, rows, policy.may_direct(actor, document))


def actions_of(
    actor: Actor, document: Document, rows: Sequence[LineRow], directs: bool
) -> list[Action]:
    """The same for lines that were already read."""
    actions = _own_actions(actor, document, rows)
    if directs:
        href = url_for("work.directive", document_id=document.id, **carried())
        again = document.state == "directed"
        label = _("Another directive") if again else _("Write a directive")
        actions.append(
            Action(label, href, icon="pen", dialog=True, primary=not actions and not again)
        )
    return actions


def works_on(actor: Actor, rows: Sequence[LineRow]) -> bool:
    """Whether the actor leads or co-handles the document now."""
    own = policy.holders(actor)
    return any(r.state == "open" and r.role != "information" and r.holder in own for r in rows)


def _own_actions(actor: Actor, document: Document, rows: Sequence[LineRow]) -> list[Action]:
    if document.state not in rules.DIRECTED_STATES:
        return []
    tree: Tree[LineRow] = Tree(rows)
    own = policy.holders(actor)
    mine = [row for row in rows if row.state == "open" and row.holder in own]
    if not mine:
        return []
    row = min(mine, key=lambda row: (rules.ROLES.index(row.role), row.id))
    verbs = rules.allowed(policy.facts(actor, tree, row, False))
    first = "pass_on" if row.holder.startswith("u") and not tree.open_below(row) else "finish"
    answers = first == "finish" and row.role == "lead" and document.reply_required
    order = sorted(("finish", "pass_on", "return_line"), key=lambda verb: verb != first)
    return [
        _action(verb, row, primary=verb == first and not answers) for verb in order if verb in verbs
    ]
