"""Serif faces with Vietnamese letters, as Debian installs them."""

from functools import cache
from pathlib import Path

_FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/truetype/dejavu"),
)
_FILES = {
    "regular": ("LiberationSerif-Regular.ttf", "DejaVuSerif.ttf"),
    "bold": ("LiberationSerif-Bold.ttf", "DejaVuSerif-Bold.ttf"),
    "italic": ("LiberationSerif-Italic.ttf", "DejaVuSerif.ttf"),
}


@cache
def serif_faces() -> dict[str, Path]:
    """The file of each face ("regular", "bold", "italic"); empty where one is missing."""
    found = {}
    for face, names in _FILES.items():
        paths = (folder / name for folder in _FOLDERS for name in names)
        path = next((path for path in paths if path.exists()), None)
        if path is None:
            return {}
        found[face] = path
    return found
