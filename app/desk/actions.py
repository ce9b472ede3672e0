"""What a person may do with a document now, asked of every feature."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from app.core.policy import Actor
from app.correspondence.models import Document
from app.dossiers import presenters as dossiers
from app.drafting.presenters import actions as drafting
from app.incoming import presenters as incoming
from app.outgoing import presenters as outgoing
from app.web.listing import Action
from app.work import presenters as work
from app.work.queries import LineRow

Source = Callable[[Session, Actor, Document], Sequence[Action]]

SOURCES: Sequence[Source] = (
    incoming.document_actions,
    outgoing.document_actions,
    lambda _session, actor, document: dossiers.document_actions(actor, document),
)


def of_document(
    session: Session, view: work.View, document: Document, rows: Sequence[LineRow]
) -> list[Action]:
    """All actions, the work itself first; one dark button at most, and it stands in front."""
    actor, own = view.actor, work.actions_of(view, rows)
    replying = list(drafting.document_actions(session, actor, document))
    if not work.works_on(actor, rows):
        replying = [_plain(action) for action in replying]
    others = [action for source in SOURCES for action in source(session, actor, document)]
    return _one_primary([*own, *replying, *others])


def _one_primary(actions: Sequence[Action]) -> list[Action]:
    first = next((action for action in actions if action.primary), None)
    plain = [action if action is first else _plain(action) for action in actions]
    return sorted(plain, key=lambda action: (action is not first, action.quiet))


def _plain(action: Action) -> Action:
    return replace(action, primary=False) if action.primary else action
