"""The verbs of the organisation: agencies, units, persons, posts, absences."""

from app.organisation.service.absences import AbsenceData, note_absence, remove_absence
from app.organisation.service.agencies import AgencyData, change_agency, create_agency
from app.organisation.service.common import raise_epoch
from app.organisation.service.contacts import (
    EMAIL,
    PHONE,
    change_contact,
    confirm_contact,
    forget_confirmations,
    mark_refused,
    try_email_again,
)
from app.organisation.service.persons import (
    PersonData,
    change_person,
    create_person,
    number_problem,
)
from app.organisation.service.posts import PostData, change_post, end_post, give_post
from app.organisation.service.units import UnitData, change_unit, create_unit

__all__ = [
    "EMAIL",
    "PHONE",
    "AbsenceData",
    "AgencyData",
    "PersonData",
    "PostData",
    "UnitData",
    "change_agency",
    "change_contact",
    "change_person",
    "change_post",
    "change_unit",
    "confirm_contact",
    "create_agency",
    "create_person",
    "create_unit",
    "end_post",
    "forget_confirmations",
    "give_post",
    "mark_refused",
    "note_absence",
    "number_problem",
    "raise_epoch",
    "remove_absence",
    "try_email_again",
]
