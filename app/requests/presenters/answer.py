"""The page of an answer with files of its own."""

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.listing import DocumentHead, Fact


def answer_head(_session: Session, _actor: Actor, opened: Opened) -> DocumentHead:
    """Whose it is and what it says; its files are shown beside it as those of any record."""
    answer = opened.record
    board = url_for("requests.show", request_id=answer.request_id)
    return DocumentHead(
        subject=_("The answer of %(name)s", name=answer.name),
        facts=(
            Fact(_("answered %(when)s", when=moment(answer.given_at)), "clock"),
            *([Fact(answer.note, "chat-left-text")] if answer.note else ()),
        ),
        back=Fact(_("The request"), href=board),
    )
