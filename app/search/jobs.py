"""The index follows the database: told of every change, compared every night, built anew."""

from datetime import time, timedelta
from functools import partial

from app.access.events import Disabled
from app.core.feature import Features
from app.core.installation import Engines
from app.core.jobs import HEAVY, NORMAL, Handler, Round
from app.core.text import N_
from app.correspondence.events import DocumentChanged
from app.files.events import FilesRead
from app.lists.events import ViewShared
from app.records.events import ReadersChanged, RecordChanged
from app.search import service
from app.search.queries import ASK_AGAIN

JOBS = (
    Handler("index.ask", NORMAL, (DocumentChanged.topic,), service.ask, is_small=True),
    Handler(
        ASK_AGAIN,
        NORMAL,
        (ReadersChanged.topic, RecordChanged.topic, FilesRead.topic),
        service.ask_again,
        is_small=True,
    ),
    Handler("search.account_ended", NORMAL, (Disabled.topic,), service.account_ended),
    Handler("search.view_shared", NORMAL, (ViewShared.topic,), service.view_shared),
)


def rounds(engines: Engines, _features: Features) -> tuple[Round, ...]:
    return (
        Round(
            service.SYNC,
            NORMAL,
            N_("Changed documents go into the search index"),
            partial(service.sync, backend=engines.search),
            every=timedelta(minutes=5),
        ),
        Round(
            service.MATCH,
            NORMAL,
            N_("Followers of searches hear of what is new"),
            service.match,
            every=timedelta(minutes=5),
        ),
        Round(
            service.COMPARE,
            HEAVY,
            N_("The search index is compared with the database"),
            partial(service.mend, backend=engines.search),
            at=time(2, 30),
        ),
        Round(
            service.REBUILD,
            HEAVY,
            N_("The search index is built anew"),
            partial(service.rebuild, backend=engines.search),
        ),
    )
