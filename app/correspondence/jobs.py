"""What follows when the files of a document were read."""

from app.core.jobs import NORMAL, Handler
from app.correspondence.service.citations import note_citations
from app.files.events import FilesRead

JOBS = (Handler("correspondence.note_citations", NORMAL, (FilesRead.topic,), note_citations),)
