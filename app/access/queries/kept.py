"""What a person typed and has not sent."""

from sqlalchemy import select

from app.core.asking import ME
from app.core.kept_forms import KeptForm
from app.core.lists import Everything, Listing
from app.core.text import N_

KEPT = Listing(
    name="access.kept",
    title=N_("Not sent yet"),
    filter=Everything,
    id=KeptForm.id,
    rows=select(KeptForm.id, KeptForm),
    readers=lambda _actor: KeptForm.person_id == ME,
    where={},
)
"""One's own: nobody else has a list of it, whoever they are."""
