"""References and issuers for whoever types into the search box."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.feature import Suggestion
from app.core.policy import Actor
from app.core.text import likeliest
from app.correspondence import queries
from app.correspondence.queries import typed as begun_so
from app.records.kinds import kind_of
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.records import link_to
from app.web.sequels import sequel_words

MOST = 5


def references(session: Session, actor: Actor, typed: str) -> Sequence[Suggestion]:
    """Documents whose reference begins so; each leads to its page."""
    return [_document(one) for one in begun_so.begun(session, actor, typed, MOST)]


def _document(one: queries.LinkedDocument) -> Suggestion:
    dated = day(one.issued_on) if one.issued_on else ""
    told = (_(kind_of(one.kind).label), one.issuer, dated, sequel_words(one.sequels))
    said = ", ".join(filter(None, told))
    return Suggestion(one.reference, said, href=link_to(one.kind, one.id))


def issuers(session: Session, actor: Actor, typed: str) -> Sequence[Suggestion]:
    """Who issued what this reader may open."""
    names = begun_so.issuers(session, actor) if typed else ()
    return [Suggestion(name, asked=f'"{name}"') for name in likeliest(names, typed, MOST)]
