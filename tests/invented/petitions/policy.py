"""Who may read petitions: whoever keeps them, in their own agency."""

from sqlalchemy import and_

from app.core.asking import MY_AGENCY, may
from tests.invented.petitions.models import Petition

KEEP = "petitions.keep"


IS_READABLE = and_(may(KEEP), Petition.agency_id == MY_AGENCY)
