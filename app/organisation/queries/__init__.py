"""Reading the organisation: for the other features, and for its own pages."""

from app.organisation.queries.directory import (
    AgencyOption,
    ReceiverOption,
    agencies,
    agency_heads,
    agency_names,
    calendar,
    head_of,
    person_names,
    receivers,
    signature_lines,
    unit_names,
)

__all__ = [
    "AgencyOption",
    "ReceiverOption",
    "agencies",
    "agency_heads",
    "agency_names",
    "calendar",
    "head_of",
    "person_names",
    "receivers",
    "signature_lines",
    "unit_names",
]
