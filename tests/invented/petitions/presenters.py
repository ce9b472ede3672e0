"""Petitions as the components show them."""

from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor
from app.web.listing import Action, Addition, DocumentHead, Fact, Part, Row
from app.web.records import link_to
from tests.invented.petitions.models import Petition
from tests.invented.petitions.policy import KEEP
from tests.invented.petitions.queries import listing


def row_of(petition: Petition) -> Row:
    return Row(
        href=link_to("petition", petition.id), subject=petition.subject, issuer=petition.sender
    )


def rows(session: Session, actor: Actor, ids: Sequence[int]) -> Mapping[int, Row]:
    return {one.id: row_of(one) for one in listing(session, actor) if one.id in ids}


def waiting(session: Session, actor: Actor, _at: object) -> Sequence[Row]:
    return [row_of(one) for one in listing(session, actor)]


def head(_session: Session, _actor: Actor, opened: Opened) -> DocumentHead:
    petition: Petition = opened.record
    back = Fact("Petitions", href=url_for("petitions.index"))
    return DocumentHead(subject=petition.subject, issuer=petition.sender, back=back)


def on_record(_session: Session, actor: Actor, opened: Opened) -> Addition | None:
    if not isinstance(opened.record, Petition):
        return None
    part = Part(
        name="petition",
        label="The petition",
        template="petitions/_part.html",
        content=opened.record,
        count=1,
        place=5,
    )
    answer = Action("Answer the petition", url_for("petitions.index"), primary=True)
    return Addition(parts=(part,), actions=(answer,) if actor.may(KEEP) else ())
