"""The number that tells every web process to look anew at who may do what."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.access.models import AccessEpoch


def raise_epoch(session: Session) -> None:
    """To be called in the transaction of every change of posts, roles, delegations or units."""
    raised = session.scalar(
        update(AccessEpoch)
        .where(AccessEpoch.id == 1)
        .values(number=AccessEpoch.number + 1)
        .returning(AccessEpoch.number)
        .execution_options(synchronize_session=False)
    )
    if raised is None:
        session.add(AccessEpoch(id=1, number=1))
        session.flush()
