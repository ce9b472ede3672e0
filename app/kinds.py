"""The kinds of records of this office: the one place that names them all."""

from app.drafting.kind import DRAFT
from app.incoming.kind import INCOMING
from app.outgoing.kind import OUTGOING
from app.records.kinds import install

KINDS = (INCOMING, OUTGOING, DRAFT)


def install_kinds() -> None:
    """Called once by whoever builds an office: web, worker, command line, tests."""
    install(KINDS)
