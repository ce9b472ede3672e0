"""Reading procedures: their catalogue, what a version says, how versions stand in time."""

from app.onestop.procedures.queries.content import content_of, contents_of, known_contents
from app.onestop.procedures.queries.versions import (
    fields,
    get_procedure,
    get_version,
    levels,
    published_of,
    version_on,
    versions_of,
)

__all__ = [
    "content_of",
    "contents_of",
    "fields",
    "get_procedure",
    "get_version",
    "known_contents",
    "levels",
    "published_of",
    "version_on",
    "versions_of",
]
