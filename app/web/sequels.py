"""What followed an issued document, as everything that names the document shows it."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from app.core.sequels import Sequel, Sequels
from app.core.text import N_
from app.web.formats import day
from app.web.i18n import gettext as _
from app.web.listing import Fact

_WORDS = {
    "recalled": N_("Recalled"),
    "replaced": N_("Replaced by %(by)s"),
    "corrected": N_("Corrected by %(by)s"),
}
_ICONS = {"recalled": "slash-circle", "replaced": "arrow-repeat", "corrected": "pencil"}
UNUSABLE = frozenset({"recalled", "replaced"})
"""Whoever goes on with such a document is warned."""


def sequel_marks(
    sequels: Iterable[Sequel], hrefs: Mapping[str, str] = MappingProxyType({})
) -> Sequence[Fact]:
    """A badge to each: "Replaced by 15/QĐ-UBND of 29/11/2026".

    `hrefs` lead to what the reader may open, by reference.
    """
    return [Fact(_said(one), _ICONS[one.kind], hrefs.get(one.reference)) for one in sequels]


def sequel_words(sequels: Sequels) -> str:
    """The same within a line of text."""
    return "; ".join(map(_said, sequels))


def warning(called: str, sequels: Sequels) -> str:
    """What whoever answers, cites or hands on the document is told before; empty where it holds."""
    ended = tuple(one for one in sequels if one.kind in UNUSABLE)
    if not ended:
        return ""
    return _(
        "%(document)s: %(said)s. Make sure that you mean it.",
        document=called,
        said=sequel_words(ended),
    )


def _said(one: Sequel) -> str:
    by = _("%(reference)s of %(day)s", reference=one.reference, day=day(one.dated))
    return _(_WORDS[one.kind], by=by)
