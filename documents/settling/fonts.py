"""Letters of old Vietnamese fonts as what they stand for, judged run by run."""

from functools import cached_property
from itertools import pairwise
from typing import Any

from docx.oxml.ns import qn

from documents.legacyfonts import decoder_of, is_one_letter, modern_font
from documents.settling.tree import paragraph_style

_RUN, _TEXT = qn("w:r"), qn("w:t")
_FONTS, _RUN_PROPERTIES, _STYLE = qn("w:rFonts"), qn("w:rPr"), qn("w:style")
#: Which font shows what old fonts are used for: signs beyond ASCII first.
_SLOTS = (qn("w:hAnsi"), qn("w:ascii"))
_SOFT_HYPHEN = qn("w:softHyphen")


class Fonts:
    """The fonts of one document, by its styles."""

    def __init__(self, styles: Any) -> None:
        self._styles = styles

    def make_unicode(self, root: Any) -> bool:
        """Rewrite every run in an old font; tell whether that changed any letter."""
        found = [(run, font) for run in root.iter(_RUN) if decoder_of(font := self._font(run))]
        _mend_split_letters([run for run, _ in found])
        changed = [_rewrite(run, font) for run, font in found]
        return any(changed)

    def modernise_styles(self) -> None:
        """Let no style name an old font any more, once every run was judged."""
        if self._styles is not None:
            for fonts in self._styles.iter(_FONTS):
                font = _named(fonts)
                if decoder_of(font):
                    _name(fonts, font)

    def _font(self, run: Any) -> str:
        own = run.find(f"{_RUN_PROPERTIES}/{_FONTS}")
        return (
            _named(own)
            or self._of_style(run.find(f"{_RUN_PROPERTIES}/{qn('w:rStyle')}"))
            or self._of_style(_paragraph_style(run))
            or self._usual
        )

    def _of_style(self, reference: Any) -> str:
        return "" if reference is None else self._by_style.get(reference.get(qn("w:val")), "")

    @cached_property
    def _by_style(self) -> dict[str, str]:
        """Each style's font, its own or that of a style it is based on."""
        if self._styles is None:
            return {}
        styles = {style.get(qn("w:styleId")): style for style in self._styles.iter(_STYLE)}
        found: dict[str, str] = {}
        for name in styles:
            _inherit(name, styles, found)
        return found

    @cached_property
    def _usual(self) -> str:
        if self._styles is None:
            return ""
        normal = next((s for s in self._styles.iter(_STYLE) if _is_usual(s)), None)
        name = "" if normal is None else self._by_style.get(normal.get(qn("w:styleId")), "")
        return name or _named(self._styles.find(f"{qn('w:docDefaults')}//{_FONTS}"))


def _named(fonts: Any) -> str:
    if fonts is None:
        return ""
    return next((fonts.get(slot) for slot in _SLOTS if fonts.get(slot)), "")


def _name(fonts: Any, old: str) -> None:
    fonts.attrib.clear()
    for slot in (*_SLOTS, qn("w:cs")):
        fonts.set(slot, modern_font(old))


def _inherit(name: str, styles: dict[str, Any], found: dict[str, str]) -> None:
    """Note the font of a style, and of those between it and the one that names it."""
    chain, font = [], ""
    while name in styles and name not in found:
        chain.append(name)
        found[name] = ""
        font = _named(styles[name].find(f"{_RUN_PROPERTIES}/{_FONTS}"))
        based = styles[name].find(qn("w:basedOn"))
        if font or based is None:
            break
        name = based.get(qn("w:val"))
    found |= dict.fromkeys(chain, font or found.get(name, ""))


def _is_usual(style: Any) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true")


def _paragraph_style(run: Any) -> Any:
    paragraph = next(run.iterancestors(qn("w:p")), None)
    return None if paragraph is None else paragraph_style(paragraph)


def _mend_split_letters(runs: list[Any]) -> None:
    """Put a sign back to its letter where Word ended a run between them."""
    texts = (text for run in runs for text in run.iter(_TEXT) if text.text)
    for first, second in pairwise(texts):
        neighbours = first.getparent().getparent() is second.getparent().getparent()
        if neighbours and is_one_letter(first.text[-1:] + second.text[:1]):
            first.text, second.text = first.text + second.text[:1], second.text[1:]


def _rewrite(run: Any, font: str) -> bool:
    decode = decoder_of(font) or str
    before = [text.text for text in run.iter(_TEXT)]
    # Word may keep the sign of "ư" as a hyphen of its own kind.
    for hyphen in list(run.iter(_SOFT_HYPHEN)):
        hyphen.tag = _TEXT
        hyphen.text = "\xad"
    for text in run.iter(_TEXT):
        text.text = decode(text.text or "")
    properties = run.find(_RUN_PROPERTIES)
    if properties is not None:
        for fonts in properties.findall(_FONTS):
            _name(fonts, font)
    return before != [text.text for text in run.iter(_TEXT)]
