"""Open dossiers, with their owners and units; how they go to others."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import literal, null, select, update
from sqlalchemy.orm import Session

from app.core.feature import Holding, stays_put
from app.core.policy import Actor
from app.core.text import N_
from app.dossiers.models import Dossier, DossierRecord
from app.records.queries import hands_in, read_by
from app.records.rules import DOSSIER, Ground
from app.records.service import end_everywhere, hand_on


def hand_dossiers(
    session: Session, actor: Actor, ids: Collection[int], source: str, target: str, back: bool
) -> None:
    """Whoever keeps it from now on sees what is in it, as far as its keeper until now does."""
    is_unit, number = target.startswith("u"), int(target[1:])
    changed = update(Dossier).where(Dossier.id.in_(ids))
    values = {"unit_id" if is_unit else "owner_id": number, "version": Dossier.version + 1}
    moved = session.execute(changed.values(**values).returning(Dossier.id, Dossier.agency_id)).all()
    act = "handed back" if back else "handed over"
    agencies = {agency_id for _dossier_id, agency_id in moved}
    for hands in {two for one in agencies for two in hands_in(session, source, target, one)}:
        members = select(DossierRecord.record_id, DossierRecord.dossier_id).where(
            DossierRecord.dossier_id.in_([dossier_id for dossier_id, _agency_id in moved]),
            DossierRecord.record_id.in_(read_by(hands[0])),
        )
        if not is_unit:  # nobody comes to read by what they file themselves
            members = members.where(DossierRecord.added_by_id != number)
        rights = [(record, dossier) for record, dossier in session.execute(members)]
        hand_on(session, actor, DOSSIER, rights, hands, act)
    for dossier_id, _agency_id in moved:
        end_everywhere(session, Ground(DOSSIER, dossier_id), act, actor, {source})
    session.expire_all()


STAYS = N_("They keep their codes and who keeps them.")


def _rows(stays: str) -> Any:
    called = Dossier.code.concat(", ").concat(Dossier.title)
    rows = select(Dossier.id, Dossier.version, null(), called, null(), literal(stays))
    return rows.where(Dossier.closed_on.is_(None))


_DOSSIER: dict[str, Any] = {"rows": _rows(""), "id": Dossier.id, "agency_id": Dossier.agency_id}

HOLDINGS = (
    Holding(
        name="dossiers.own",
        words=N_("Dossiers"),
        of="p",
        held_by=lambda number: Dossier.owner_id == number,
        move=hand_dossiers,
        needs="dossiers.keep",
        icon="folder2-open",
        **_DOSSIER,
    ),
    Holding(
        name="dossiers.of_unit",
        words=N_("Dossiers"),
        of="u",
        held_by=lambda number: Dossier.unit_id == number,
        move=hand_dossiers,
        icon="folder2-open",
        **_DOSSIER,
    ),
    Holding(
        name="dossiers.of_agency",
        words=N_("Dossiers"),
        of="a",
        held_by=lambda number: Dossier.agency_id == number,
        move=stays_put,
        icon="folder2-open",
        **{**_DOSSIER, "rows": _rows(STAYS)},
    ),
)
