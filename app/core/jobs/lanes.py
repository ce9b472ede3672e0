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

FLASH = Lane("flash", threads=2, tries=10, limit_seconds=120, limit_bytes=256 * _MEGABYTE)
"""Text messages that stand behind no other: each thread may wait for a gateway."""

SMS = Lane("sms", threads=4, tries=10, limit_seconds=120, limit_bytes=256 * _MEGABYTE)
"""All other text messages; a provider far away takes a third of a second for each."""

MAIL = Lane("mail", threads=1, tries=10, limit_seconds=120, limit_bytes=256 * _MEGABYTE)
"""E-mails: a server that is slow or away holds up nothing else."""

NORMAL = Lane("normal", threads=2, tries=8, limit_seconds=120, limit_bytes=256 * _MEGABYTE)
"""Notices, deliveries, the index: milliseconds each."""

HEAVY = Lane("heavy", threads=1, tries=3, limit_seconds=15 * 60, limit_bytes=512 * _MEGABYTE)
"""Files read and converted, the index built anew."""

LIGHT = (URGENT, FLASH, SMS, MAIL, NORMAL)
"""All that is done within seconds, whatever files wait."""

LANES = {lane.name: lane for lane in (*LIGHT, HEAVY)}
