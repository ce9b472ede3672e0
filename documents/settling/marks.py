"""What must be settled before a document is signed: no page shows it, and all of it would leave."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from documents.mark import COMMENT, DELETED, EMBEDDED, FORMATTED, HIDDEN, INSERTED, MOVED, Mark
from documents.settling.changes import CELL_DELETED, CELL_INSERTED, FORM
from documents.settling.hidden import HiddenWords
from documents.settling.parts import foreign_relations
from documents.settling.settle import stories
from documents.wordml import CELL, PARAGRAPH, ROW, RUN, open_docx

_INS, _DEL = qn("w:ins"), qn("w:del")
_FROM, _TO = qn("w:moveFrom"), qn("w:moveTo")
_KINDS = {_INS: INSERTED, _DEL: DELETED, _FROM: MOVED, _TO: MOVED}
_KINDS |= {CELL_INSERTED: INSERTED, CELL_DELETED: DELETED} | dict.fromkeys(FORM, FORMATTED)
_TEXTS = (qn("w:t"), qn("w:delText"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHARACTERS = 200


def marks_of(path: Path) -> list[Mark]:
    """Every marked change, comment, hidden word and embedded file; raise UnreadableDocx."""
    document = open_docx(path)
    hidden = HiddenWords(document.styles.element)
    found = [mark for story, root in stories(document) for mark in _in_story(story, root, hidden)]
    for _part, relation in foreign_relations(document):
        found.append(Mark(EMBEDDED, relation.target_ref.rpartition("/")[2][:_CHARACTERS]))
    return [*found, *_comments(document)]


def _in_story(story: str, root: Any, hidden: HiddenWords) -> Iterator[Mark]:
    yield from _joined(replace(mark, story=story) for mark in _changes(root))
    yield from _joined(Mark(HIDDEN, _words(run), story=story) for run in hidden.below(root))


def _changes(root: Any) -> Iterator[Mark]:
    is_moved = next(root.iter(_TO), None) is not None
    for node in root.iter(*_KINDS):
        # What stands in a fallback stands in its text box too; what moved is named where it went.
        in_fallback = next(node.iterancestors(_FALLBACK), None) is not None
        if not in_fallback and not (is_moved and node.tag == _FROM):
            author, at = node.get(qn("w:author"), ""), node.get(qn("w:date"), "")
            yield Mark(_KINDS[node.tag], _words_marked(node), author, at)


def _words_marked(node: Any) -> str:
    """The words in a mark; where it stands among properties, those of what these are of."""
    properties = node.getparent()
    if node.tag in FORM or properties.tag in (qn("w:trPr"), qn("w:tcPr")):
        owner = properties.getparent()
        marks_its_own = owner.tag in (ROW, CELL) and next(owner.iter(_INS, _DEL), node) is not node
        of_words = owner.tag in (RUN, PARAGRAPH, ROW, CELL) and not marks_its_own
        return _words(owner) if of_words else ""
    return _words(node)


def _words(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(*_TEXTS))[:_CHARACTERS]


def _joined(marks: Iterable[Mark]) -> Iterator[Mark]:
    """What one person did in one moment, run after run, is one thing to whoever reads of it."""
    for alike, group in groupby(marks, key=lambda mark: replace(mark, text="")):
        yield replace(alike, text="".join(mark.text for mark in group)[:_CHARACTERS])


def _comments(document: Any) -> Iterator[Mark]:
    for part in document.part.package.iter_parts():
        for relation in part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.COMMENTS and not relation.is_external:
                for comment in parse_xml(relation.target_part.blob).iter(qn("w:comment")):
                    author, at = comment.get(qn("w:author"), ""), comment.get(qn("w:date"), "")
                    yield Mark(COMMENT, _words(comment), author, at)
