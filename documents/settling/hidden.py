"""What a document holds and no page shows: hidden words, comments, what lies embedded in it."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from documents.settling.tree import DEEPEST_STYLES, paragraph_style, remove

_COMMENTS = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))
_RUN, _TEXT, _STYLE = qn("w:r"), qn("w:t"), qn("w:style")
_RUN_PROPERTIES, _VANISH = qn("w:rPr"), qn("w:vanish")
_VALUE, _BASED_ON, _RUN_STYLE = qn("w:val"), qn("w:basedOn"), qn("w:rStyle")
_PARAGRAPH = qn("w:p")
_OFF = {"0", "false", "off"}
#: Words that are another file's: no page shows them before Word has taken them in.
_FOREIGN = (qn("w:altChunk"), qn("w:subDoc"))
_OBJECT, _CONTROL = "{urn:schemas-microsoft-com:office:office}OLEObject", qn("w:control")
_EMBEDDED = (*_FOREIGN, _OBJECT, _CONTROL)


class HiddenWords:
    """The runs of one document that its styles, or they themselves, hide."""

    def __init__(self, styles: Any) -> None:
        found = () if styles is None else styles.iter(_STYLE)
        self._styles = {style.get(qn("w:styleId")): style for style in found}

    def below(self, root: Any) -> Iterator[Any]:
        """The hidden runs below this element that hold words."""
        for run in root.iter(_RUN):
            if self._is_hidden(run) and any(text.text for text in run.iter(_TEXT)):
                yield run

    def remove(self, root: Any) -> bool:
        """Take them out; tell whether there were any."""
        found = list(self.below(root))
        for run in found:
            remove(run)
        return bool(found)

    def _is_hidden(self, run: Any) -> bool:
        properties = run.find(_RUN_PROPERTIES)
        own = _said(properties)
        if own is not None:
            return own
        by_run = None if properties is None else properties.find(_RUN_STYLE)
        paragraph = next(run.iterancestors(_PARAGRAPH), None)
        by_paragraph = None if paragraph is None else paragraph_style(paragraph)
        return self._of_style(by_run) or self._of_style(by_paragraph)

    def _of_style(self, reference: Any) -> bool:
        for _ in range(DEEPEST_STYLES):
            style = None if reference is None else self._styles.get(reference.get(_VALUE))
            if style is None:
                return False
            said = _said(style.find(_RUN_PROPERTIES))
            if said is not None:
                return said
            reference = style.find(_BASED_ON)
        return False


def _said(properties: Any) -> bool | None:
    """Whether these properties hide, show, or say nothing of it."""
    vanish = None if properties is None else properties.find(_VANISH)
    return None if vanish is None else vanish.get(_VALUE, "true") not in _OFF


def remove_comments(root: Any) -> None:
    """Take out the signs by which comments hang on words; the comments are a part of their own."""
    for mark in list(root.iter(*_COMMENTS)):
        run = mark.getparent()
        remove(mark)
        if run is not None and run.tag == _RUN and all(c.tag == _RUN_PROPERTIES for c in run):
            remove(run)


def remove_embedded(root: Any) -> None:
    """Leave of what is embedded the picture that pages show of it."""
    for found in list(root.iter(*_EMBEDDED)):
        remove(found)
