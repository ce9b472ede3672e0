"""How the search index is."""

from collections.abc import Iterable

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import session_factory
from app.core.feature import Health
from app.core.installation import Engines
from app.core.text import N_
from app.search.service import drift
from search_index import SearchIndexError

_INDEX, _FINDING = N_("Search index"), N_("search")


def health(engine: Engine, engines: Engines) -> Iterable[Health]:
    """The worker follows every change within seconds; what differs for longer has been missed."""
    try:
        found = drift(session_factory(engine), engines.search)
        count = sum(1 for _ in engines.search.stamps())
    except SearchIndexError as failure:
        note = N_("%(failure)s; the worker builds it")
        yield Health(_INDEX, False, _FINDING, note, values={"failure": failure})
        return
    except SQLAlchemyError:
        yield Health(_INDEX, False, _FINDING, N_("no tables yet"))
        return
    differ = len(found.missing) + len(found.outdated) + len(found.superfluous)
    note = N_("%(count)s documents, %(differ)s not as in the database")
    yield Health(_INDEX, True, _FINDING, note, values={"count": count, "differ": differ})
