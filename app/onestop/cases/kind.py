"""Cases as a kind of record."""

from app.core.feature import Named, RecordKind
from app.core.text import N_
from app.onestop.cases.indexed import INDEXED
from app.onestop.cases.policy import READ
from app.onestop.cases.queries import faces, get_case

KIND = RecordKind(
    "case",
    N_("Citizen case"),
    READ,
    faces,
    get_case,
    head=Named("app.onestop.cases.presenters:head"),
    icon="person-vcard",
    indexed=INDEXED,
    counted=(N_("%(num)s case"), N_("%(num)s cases")),
)
