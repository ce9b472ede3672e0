"""What petitions bring."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import holders_of
from app.core.feature import (
    Entry,
    Feature,
    First,
    Invariant,
    MessageKind,
    Named,
    Permission,
    Telling,
    Tile,
    Trail,
    records_breaking,
)
from tests.invented.petitions import models, queries
from tests.invented.petitions.events import Received
from tests.invented.petitions.kind import HERE, KIND
from tests.invented.petitions.models import Petition
from tests.invented.petitions.policy import KEEP


def _tell_leaders(session: Session, payload: Mapping[str, Any]) -> Telling:
    petition = session.get_one(Petition, payload["petition_id"])
    return Telling(
        people=holders_of(session, petition.agency_id, "assignments.direct"),
        key=f"petition:{petition.id}",
        words="%(sender)s sent a petition: %(subject)s",
        path=f"/records/{petition.id}",
        values={"sender": petition.sender, "subject": petition.subject},
    )


WAITING = Tile(
    label="Petitions to answer",
    colour="new",
    permission=KEEP,
    endpoint="petitions.index",
    counting=queries.counting,
    place=5,
)

FEATURE = Feature(
    name="petitions",
    blueprint=Named(f"{HERE}.views:blueprint"),
    models=(models,),
    permissions=(Permission(KEEP, "Keep petitions", ("clerk", "leader"), sends_files=True),),
    trail=(
        Trail(
            "petitions",
            "Petitions",
            {"petitions.received": "%(actor)s received a petition of %(sender)s"},
        ),
    ),
    navigation=(
        Entry(
            label="Petitions",
            endpoint="petitions.index",
            permissions=(KEEP,),
            icon="envelope",
            section="daily",
            place=45,
            counting=queries.counting,
        ),
    ),
    tiles=(WAITING,),
    first=(First(rows=Named(f"{HERE}.presenters:waiting"), place=5, tile=WAITING),),
    kinds=(KIND,),
    demo=Named(f"{HERE}.demo:tell"),
    on_record=Named(f"{HERE}.presenters:on_record"),
    messages=(MessageKind("petitions.received", Received.topic, _tell_leaders),),
    invariants=(
        Invariant(
            name="petitions.closed_with_an_outcome",
            words="A petition is closed with its outcome",
            hurts="Whoever handed it in.",
            check=records_breaking(
                lambda: select(Petition.id).where(~Petition.is_open, Petition.outcome == "")
            ),
        ),
    ),
)
