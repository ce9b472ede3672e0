"""What is said of an archive that unpacks to more than it may."""

from documents.errors import N_, FileProblem
from documents.inspection.findings import Subject
from documents.zips import UnpackLimit


def too_much(subject: Subject, limit: UnpackLimit) -> FileProblem:
    """Put the limit that stopped the unpacking into words."""
    if limit.by_ratio:
        return subject.problem(
            "zip_ratio",
            N_("“%(name)s” unpacks to more than %(limit)s times its size."),
            limit=subject.limits.max_ratio,
        )
    return subject.problem(
        "zip_too_large",
        N_("“%(name)s” unpacks to more than %(limit)s bytes."),
        limit=subject.limits.max_unpacked_bytes,
    )
