"""Vietnamese catalogues are compiled on the spot, also after another release was unpacked."""

import os
from pathlib import Path

from babel.support import Translations

from app.core.catalogues import compile_catalogues

CATALOGUE = 'msgid "Save"\nmsgstr "{said}"\n'


def test_a_release_unpacked_over_another_speaks_its_own_words(tmp_path: Path) -> None:
    """Its files are older than what the release before had compiled in this place."""
    source = tmp_path / "vi" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    said = []
    for words, made_at in (("Lưu", 1_800_000_000), ("Ghi lại", 1_700_000_000)):
        source.write_text(CATALOGUE.format(said=words))
        os.utime(source, (made_at, made_at))
        compile_catalogues([tmp_path])
        said.append(Translations.load(str(tmp_path), ["vi"]).gettext("Save"))
    assert said == ["Lưu", "Ghi lại"]
