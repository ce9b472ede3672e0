"""What incoming documents bring: registering, deliveries, closing."""

from app.core.feature import DOCUMENTS, CountedDates, Entry, Feature, Named, Permission, RecordKind
from app.core.text import N_
from app.correspondence.indexed import indexed
from app.correspondence.queries import PATH, faces_by, load_document
from app.incoming import models
from app.incoming.holdings import HOLDINGS
from app.incoming.invariants import INVARIANTS
from app.incoming.jobs import JOBS
from app.incoming.kind import WORK
from app.incoming.messages import MESSAGES
from app.incoming.queries import INCOMING, came_in_at
from app.incoming.queries.book import BOOK
from app.incoming.queries.counted import OWN_DATES, said_of_documents, units_of_documents
from app.incoming.sentences import CLOSING, TRAIL
from app.incoming.service.moving import keep_own_dates, move_own_dates
from app.incoming.settings import SETTINGS
from app.incoming.tiles import FIRST, TILES
from app.requests.policy import arrived_at

FEATURE = Feature(
    name="incoming",
    blueprint=Named("app.incoming.views:blueprint"),
    models=(models,),
    permissions=(
        Permission(
            "incoming.register",
            N_("Register incoming documents, accept or refuse deliveries"),
            ("clerk",),
            sends_files=True,
        ),
        Permission("incoming.close", N_("Close incoming documents"), ("clerk", "leader")),
    ),
    settings=SETTINGS,
    trail=(TRAIL, CLOSING),
    navigation=(
        Entry(
            label=N_("Incoming"),
            endpoint="incoming.index",
            permissions=("documents.read",),
            icon="inbox",
            section="daily",
            place=30,
            in_bar=True,
        ),
    ),
    books=(BOOK,),
    counted=(
        CountedDates(
            OWN_DATES.across,
            OWN_DATES.fixed,
            said_of_documents,
            units_of_documents,
            move_own_dates,
            keep_own_dates,
        ),
    ),
    exact_hits=Named("app.incoming.presenters.found:exact_hits"),
    kinds=(
        RecordKind(
            "incoming",
            N_("Incoming document"),
            "documents.read",
            faces_by(models.IncomingDocument.arrived_on),
            path=PATH,
            peek="/incoming/%d/peek",
            load=load_document,
            head=Named("app.incoming.presenters.record:head"),
            named=N_("incoming %(number)s of %(day)s"),
            counted=DOCUMENTS,
            work=WORK,
            icon="inbox",
            indexed=indexed("incoming", "app.incoming.presenters.found:rows"),
        ),
    ),
    holdings=HOLDINGS,
    on_record=Named("app.incoming.presenters.record:on_record"),
    tiles=TILES,
    lists=(INCOMING,),
    exports={"incoming.index": Named("app.incoming.presenters.export:EXPORT")},
    first=FIRST,
    messages=MESSAGES,
    jobs=JOBS,
    invariants=INVARIANTS,
    answers={arrived_at: came_in_at},
)
