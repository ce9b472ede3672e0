"""What must never be false of drafts."""

from collections import defaultdict

from sqlalchemy import exists, or_, select

from app.access.queries.presence import holds_post, may_sign_in
from app.approval.models import Approval
from app.core.db import constant
from app.core.feature import Breach, Found, Invariant, Watching, records_breaking
from app.core.text import N_
from app.drafting.models import Draft
from app.organisation.queries import person_names

_ON_ITS_WAY = exists().where(Approval.record_id == Draft.record_id, Approval.state == "circulating")
_LEFT = (
    select(Draft.author_id, Draft.record_id)
    .where(
        Draft.state == constant("drafting"),
        or_(~holds_post(Draft.author_id), ~may_sign_in(Draft.author_id)),
    )
    .order_by(Draft.author_id, Draft.id)
)


def _authors(watching: Watching) -> Found:
    drafts = defaultdict[int, list[int]](list)
    for author_id, record_id in watching.session.execute(_LEFT):
        drafts[author_id].append(record_id)
    names = person_names(watching.session, drafts)
    return Found.of(
        [
            Breach(
                words=N_("%(name)s is not there, drafts: %(drafts)s"),
                values={"name": names[person_id], "drafts": len(ids)},
                records=ids[:3],
                person_id=person_id,
            )
            for person_id, ids in drafts.items()
        ]
    )


INVARIANTS = (
    Invariant(
        name="drafting.authors_are_there",
        words=N_("Every draft being written has an author who is there"),
        hurts=N_("Whoever waits for the answer: nobody writes on."),
        check=_authors,
    ),
    Invariant(
        name="drafting.stands_as_its_approval",
        words=N_("A draft stands as its approval does"),
        hurts=N_("The author: the draft can neither be written on nor decided."),
        check=records_breaking(
            lambda: select(Draft.record_id).where((Draft.state == "circulating") != _ON_ITS_WAY)
        ),
    ),
)
