"""What drafts do when they hear from the clerk's desk."""

from app.core.jobs import NORMAL, Handler
from app.drafting import service
from app.outgoing.events import Issued, Returned

JOBS = (
    Handler("drafting.note_issued", NORMAL, (Issued.topic,), service.note_issued),
    Handler("drafting.note_returned", NORMAL, (Returned.topic,), service.note_returned),
)
