"""What outgoing documents bring: numbers, issuing, receivers and their answers."""

from app.core.feature import Entry, Feature, Named, Permission, RecordKind
from app.core.text import N_
from app.correspondence.indexed import indexed
from app.correspondence.queries import PATH, faces, load_document
from app.outgoing import models
from app.outgoing.jobs import JOBS
from app.outgoing.messages import MESSAGES
from app.outgoing.queries import OUTGOING
from app.outgoing.queries.book import BOOK
from app.outgoing.queries.naming import names_in_index, was_written_to_answer
from app.outgoing.queries.numbering import numbers_given
from app.outgoing.sentences import TRAIL
from app.outgoing.settings import SETTINGS
from app.outgoing.tiles import FIRST, PANELS, TILES
from app.registers import queries as registers
from app.requests.policy import is_reply_to

FEATURE = Feature(
    name="outgoing",
    blueprint=Named("app.outgoing.views:blueprint"),
    models=(models,),
    settings=SETTINGS,
    permissions=(
        Permission(
            "outgoing.issue",
            N_("Number and issue documents, recall and replace them"),
            ("clerk",),
            sends_files=True,
        ),
    ),
    trail=(TRAIL,),
    navigation=(
        Entry(
            label=N_("Outgoing"),
            endpoint="outgoing.index",
            permissions=("documents.read",),
            icon="send",
            section="daily",
            place=40,
        ),
    ),
    books=(BOOK,),
    kinds=(
        RecordKind(
            "outgoing",
            N_("Outgoing document"),
            "documents.read",
            faces,
            path=PATH,
            peek="/outgoing/%d/peek",
            load=load_document,
            head=Named("app.outgoing.presenters.record:head"),
            icon="send",
            indexed=indexed("outgoing", "app.outgoing.presenters.found:rows"),
            named=N_("outgoing %(number)s of %(day)s"),
        ),
    ),
    names_in_index=names_in_index,
    answers={registers.numbers_given: numbers_given, is_reply_to: was_written_to_answer},
    on_record=Named("app.outgoing.presenters.record:on_record"),
    whys=Named("app.outgoing.presenters.document:whys_on"),
    tiles=TILES,
    lists=(OUTGOING,),
    exports={"outgoing.index": Named("app.outgoing.presenters.export:EXPORT")},
    first=FIRST,
    panels=PANELS,
    messages=MESSAGES,
    jobs=JOBS,
)
