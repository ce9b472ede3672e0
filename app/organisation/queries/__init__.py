"""Reading the organisation: for the other features, and for its own pages."""

from app.organisation.queries.agencies import (
    AgencyIndex,
    AgencyOption,
    agencies,
    agency_index,
    left_to,
    living,
)
from app.organisation.queries.bodies import (
    DelegationOfPost,
    Issuer,
    delegations_of_post,
    issuer,
    roles,
)
from app.organisation.queries.delegates import ComingAbsence, acting_for, coming_absences
from app.organisation.queries.directory import (
    ReceiverOption,
    agencies_of_units,
    agency_names,
    get_agency,
    head_of,
    holder_names,
    other_agency,
    person_names,
    receiver_names,
    receivers,
    signature_lines,
    stand_ins,
    unit_names,
)
from app.organisation.queries.naming import Named, NameIndex, name_index
from app.organisation.queries.validity import away_now, name_then, valid_on

__all__ = [
    "AgencyIndex",
    "AgencyOption",
    "ComingAbsence",
    "DelegationOfPost",
    "Issuer",
    "NameIndex",
    "Named",
    "ReceiverOption",
    "acting_for",
    "agencies",
    "agencies_of_units",
    "agency_index",
    "agency_names",
    "away_now",
    "coming_absences",
    "delegations_of_post",
    "get_agency",
    "head_of",
    "holder_names",
    "issuer",
    "left_to",
    "living",
    "name_index",
    "name_then",
    "other_agency",
    "person_names",
    "receiver_names",
    "receivers",
    "roles",
    "signature_lines",
    "stand_ins",
    "unit_names",
    "valid_on",
]
