"""Stored files are as they were received."""

from time import monotonic

from sqlalchemy import select

from app.core.errors import Problem, Refused
from app.core.feature import Breach, Found, Invariant, Mending, Repair, Watching
from app.core.text import N_
from app.files.models import RecordFile
from app.files.service import bring_back, named_after
from documents.storage import NotStored, Storage

SECONDS = 1.5
"""So long each look reads; the next goes on behind it, and from the first again after the last."""
MOST = 500


def _bytes(watching: Watching) -> Found:
    """A rolling pass over all contents that the database names, those known as bad before it."""
    storage, ends_at = watching.engines.storage, monotonic() + SECONDS
    bad = [one.values["sha256"] for one in watching.before.breaches]
    ahead = named_after(watching.session, watching.before.mark, MOST, watching.features.contents)
    found, mark, read = [], watching.before.mark, 0
    for sha256 in dict.fromkeys([*bad, *ahead]):
        if monotonic() > ends_at and sha256 not in bad:
            break
        words = _wrong(storage, sha256)
        read += 1
        if words:
            found.append(_breach(watching, sha256, words))
        if sha256 not in bad:
            mark = sha256
    else:
        mark = mark if len(ahead) == MOST else ""
    note = N_("Contents read again just now: %(count)s")
    return Found.of(found, note=note, values={"count": read}, mark=mark)


def _wrong(storage: Storage, sha256: str) -> str:
    try:
        return "" if storage.verify(sha256) else ALTERED
    except NotStored:
        return MISSING


ALTERED = N_("%(sha256)s is not as it was received")
MISSING = N_("%(sha256)s is missing")


def _breach(watching: Watching, sha256: str, words: str) -> Breach:
    rows = select(RecordFile.record_id).where(RecordFile.sha256 == sha256)
    ids = watching.session.scalars(rows.order_by(RecordFile.record_id).limit(3)).all()
    return Breach(words=words, values={"sha256": sha256}, records=ids)


def _bring_back(mending: Mending) -> None:
    storage, copies = mending.engines.storage, mending.engines.settings.backup
    lost = [one.values["sha256"] for one in mending.found.breaches]
    if not any(bring_back(storage, copies, sha256) for sha256 in lost):
        raise Refused(Problem(N_("The backup holds no whole copy of them.")))


INVARIANTS = (
    Invariant(
        name="files.bytes_as_received",
        words=N_("Every stored file is byte for byte as it was received"),
        hurts=N_("Whoever opens it; its signatures are void until it is whole again."),
        check=_bytes,
        repair=Repair(
            label=N_("Take them from the backup"),
            changes=N_(
                "A copy in the backup whose bytes are those received takes the place of the bad"
                " one; what has no such copy stays as it is."
            ),
            act=_bring_back,
        ),
    ),
)
