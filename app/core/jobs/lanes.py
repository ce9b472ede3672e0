"""The lanes: what is in one never stands behind what is in another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """Jobs of one weight, with a queue and threads of their own."""

    name: str
    threads: int
    """In one worker process, unless its command says otherwise."""
    tries: int
    """Starts of a job before it rests as failed; one that kills its worker counts too."""
    limit_seconds: int
    """Work that takes longer is ended."""
    limit_bytes: int
    """So much its process may grow while it works; whatever opens files is limited elsewhere."""


_MEGABYTE = 1024 * 1024


URGENT = Lane("urgent", threads=2, tries=10, limit_seconds=120, limit_bytes=256 * _MEGABYTE)
"""What a person waits for with a telephone in hand."""

NORMAL = Lane("normal", threads=2, tries=8, limit_seconds=120, limit_bytes=256 * _MEGABYTE)
"""Notices, deliveries, the index: milliseconds each."""

HEAVY = Lane("heavy", threads=1, tries=3, limit_seconds=15 * 60, limit_bytes=512 * _MEGABYTE)
"""Files read and converted, the index built anew."""

LANES = {lane.name: lane for lane in (URGENT, NORMAL, HEAVY)}
