"""Dossiers as search knows them: by what they are called, and what lies in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.policy import Actor
from app.core.text import fold
from app.dossiers.models import Dossier, DossierRecord
from app.dossiers.policy import sees
from app.dossiers.queries import DOSSIERS

WORDS_OF_A_TITLE = 3
"""Fewer are in too many titles to say which is meant."""
MOST_CALLED = 50


def meant_by(session: Session, actor: Actor, text: str) -> list[Any]:
    """Dossiers with this code, in whatever case, or whose title holds all of it where it has some
    words, as the list has them; the latest first."""
    ids = session.scalars(_CODED, given(actor, code=text.upper())).all()
    if not ids and len(text.split()) >= WORDS_OF_A_TITLE:
        ids = dossiers_called(session, actor, text)[:3]
    found = {row.id: row for row in DOSSIERS.rows_of(session, actor, ids)}
    return [found[one] for one in ids]


_CODED = (
    select(Dossier.id)
    .where(sees.for_sql, func.upper(Dossier.code) == bindparam("code"))
    .order_by(Dossier.year.desc(), Dossier.id.desc())
    .limit(3)
)


def dossiers_called(session: Session, actor: Actor, words: str) -> Sequence[int]:
    """The dossiers that this actor may open and whose code or title holds these words; the latest
    ones first."""
    like = "%".join(("", *fold(words).split(), ""))
    return session.scalars(_CALLED, given(actor, words=like)).all()


_CALLED = (
    select(Dossier.id)
    .where(sees.for_sql, Dossier.folded.like(bindparam("words")))
    .order_by(Dossier.year.desc(), Dossier.id.desc())
    .limit(MOST_CALLED)
)


def dossier_facts(
    session: Session, record_ids: Sequence[int]
) -> Mapping[int, Sequence[tuple[str, str]]]:
    """In which dossiers each of these records lies, for search: by their ids, which say nothing."""
    rows = select(DossierRecord.record_id, DossierRecord.dossier_id)
    rows = rows.where(DossierRecord.record_id.in_(record_ids))
    found: dict[int, list[tuple[str, str]]] = {}
    for record_id, dossier_id in session.execute(rows):
        found.setdefault(record_id, []).append(("dossier", str(dossier_id)))
    return found
