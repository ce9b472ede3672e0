"""How large an accepted file may be."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Ceilings of one file, in bytes unless the name says otherwise."""

    max_bytes: int = 100 * MEGABYTE
    max_image_pixels: int = 100_000_000
    max_members: int = 200
    max_parts: int = 10_000
    max_pages: int = 20_000
    max_unpacked_bytes: int = 300 * MEGABYTE
    max_ratio: int = 200
