"""The search index is as the database is."""

from datetime import timedelta

from app.core import clock
from app.core.feature import Breach, Found, Invariant, Repair, Watching
from app.core.jobs import call_for
from app.core.jobs.models import STUCK_AFTER
from app.core.text import N_
from app.search import queries, service
from search_index import IndexUnreadable


def _drift(watching: Watching) -> Found:
    """The worker follows every change within seconds: what waits for it a while is no drift."""
    try:
        held = service.compare(watching.session, watching.engines.search)
    except IndexUnreadable:  # the log says why
        return Found.of([Breach(words=N_("The index cannot be read; it is built anew"))])
    asked = queries.asked_since(watching.session, clock.now() - STUCK_AFTER)
    sorts = {
        N_("Not in the index: %(records)s"): held.missing - asked,
        N_("In the index as they were: %(records)s"): held.outdated - asked,
        N_("In the index although gone: %(records)s"): held.superfluous - asked,
    }
    return Found.of(
        [
            Breach(words=words, values={"records": len(ids)}, records=sorted(ids)[:3])
            for words, ids in sorts.items()
            if ids
        ],
        note=N_("In the index: %(records)s"),
        values={"records": held.count},
    )


INVARIANTS = (
    Invariant(
        name="search.index_as_database",
        words=N_("The search index is as the database is"),
        hurts=N_("Whoever searches: documents are missing, or found as they were."),
        check=_drift,
        repair=Repair(
            label=N_("Bring the index up to date"),
            changes=N_(
                "What differs is indexed again, a lost index is built anew; searching goes on."
            ),
            act=lambda mending: call_for(mending.session, service.COMPARE),
        ),
        every=timedelta(minutes=30),
    ),
)
