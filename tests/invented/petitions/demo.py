"""What petitions tell in the demonstration."""

from sqlalchemy import select

from app.core.db import SessionFactory, transaction
from app.organisation.models import Agency
from tests.invented.petitions.models import Petition


def tell(factory: SessionFactory) -> None:
    with transaction(factory) as session:
        for agency_id in session.scalars(select(Agency.id)).all():
            session.add(Petition(agency_id=agency_id, sender="Hà Văn Mận", subject="Kiến nghị"))
