"""One catalogue of words per feature, compiled when it is another than was compiled."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

APP = Path(__file__).resolve().parents[1]


def catalogue_folders(app_folder: Path) -> list[Path]:
    return sorted(app_folder.rglob("translations"))


def compile_catalogues(folders: list[Path]) -> None:
    """Write the .mo beside every .po that has none, or one of another .po.

    It bears the time of its .po: a release unpacked over the one before may well be older than
    what was compiled there.
    """
    for source in (path for folder in folders for path in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns != source.stat().st_mtime_ns:
            _compile(source, target)


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as file:
        catalogue = read_po(file)
    unfinished = target.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    os.utime(unfinished, ns=(time := source.stat().st_mtime_ns, time))
    unfinished.replace(target)


@cache
def whole_catalogue(language: str) -> Any:
    """The words of all features in this language, for who speaks outside of any request."""
    folders = catalogue_folders(APP)
    compile_catalogues(folders)
    whole: Any = NullTranslations()
    for folder in folders:
        found = Translations.load(folder, [language])
        if isinstance(found, Translations):
            whole = whole.merge(found) if isinstance(whole, Translations) else found
    return whole
