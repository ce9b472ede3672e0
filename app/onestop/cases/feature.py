"""What cases bring: received at the counter, moved by the national statuses, answered in time."""

from app.core.feature import CountedDates, Entry, Feature, Named, Permission
from app.core.policy import ANYBODY
from app.core.text import N_
from app.onestop.cases import models
from app.onestop.cases.filters import CaseFilter
from app.onestop.cases.kind import KIND
from app.onestop.cases.policy import HANDLE, READ
from app.onestop.cases.queries import CASES, counted
from app.onestop.cases.sentences import TRAIL
from app.onestop.cases.service import keep_promised, move_dates
from app.onestop.cases.tiles import TILES

FEATURE = Feature(
    name="onestop.cases",
    blueprint=Named("app.onestop.cases.views:blueprint"),
    models=(models,),
    permissions=(
        Permission(
            READ,
            N_("Look at the cases of the one-stop shop given to oneself"),
            ("clerk", "leader", "unit_head", "officer", "counter"),
        ),
        Permission("cases.read_all", N_("Open every case of the agency's shop"), ("counter",)),
        Permission(
            HANDLE,
            N_("Receive cases and move them on"),
            ("clerk", "counter"),
            sends_files=True,
        ),
    ),
    trail=(TRAIL,),
    kinds=(KIND,),
    lists=(CASES,),
    tiles=TILES,
    on_record=Named("app.onestop.cases.presenters:on_record"),
    whys=Named("app.onestop.cases.presenters:whys_on"),
    counted=(
        CountedDates(
            counted.across,
            counted.fixed,
            counted.said_of_cases,
            counted.units_of_cases,
            move_dates,
            keep_promised,
        ),
    ),
    navigation=(
        Entry(
            label=N_("Cases"),
            endpoint="cases.index",
            permissions=(READ,),
            icon="person-vcard",
            section="daily",
            place=60,
            counting=lambda: CASES.counting(ANYBODY, CaseFilter(tab="late")),
        ),
    ),
    demo=Named("app.onestop.cases.demo:tell"),
)
