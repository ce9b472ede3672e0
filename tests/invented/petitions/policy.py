"""Who may read petitions: whoever has a right to the record."""

from app.records.policy import is_readable
from tests.invented.petitions.models import Petition

KEEP = "petitions.keep"


IS_READABLE = is_readable(Petition.id)
