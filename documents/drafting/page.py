"""The sheets themselves: size, margins, running text, page numbers and foot."""

from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.drafting import rules
from documents.drafting.letter import Letter
from documents.drafting.measures import measure
from documents.drafting.ooxml import (
    CENTRE,
    JUSTIFIED,
    LEFT,
    add_frame,
    add_line,
    add_page_number,
    add_paragraph,
    add_text,
    element,
    format_paragraph,
    set_font,
    shrink,
)
from documents.drafting.wording import printable
from documents.settling.parts import forget_authors

#: Of the frame of ô 11, beside its words and from edge to edge.
_FRAME_SIDE_MM = 3
_FRAME_HEIGHT_MM = 8


def new_document(letter: Letter) -> Any:
    """Make an empty document with the page and the running text of the law."""
    document = docx.Document()
    _describe(document, letter)
    _set_running_text(document)
    section = document.sections[0]
    _set_page(section)
    _number_pages(section, letter.circulation)
    _set_foot(section, letter)
    return document


def begin_part(document: Any, *, turned: bool, counted_anew: bool = False) -> None:
    """Let a new page begin, on its side where it is `turned`; page numbers go on or begin anew.

    The section before ends in the last paragraph: one of its own might need a page of its own.
    """
    sentinel = document.element.body.sectPr
    if sentinel.getprevious().tag != qn("w:p"):
        shrink(add_paragraph(document))
    sentinel.getprevious().set_sectPr(sentinel.clone())
    for inherited in sentinel.xpath("w:headerReference|w:footerReference|w:pgNumType"):
        sentinel.remove(inherited)
    section = document.sections[-1]
    section.start_type = WD_SECTION.NEW_PAGE
    _set_page(section, turned=turned)
    section.different_first_page_header_footer = counted_anew
    if counted_anew:
        sentinel.find(qn("w:cols")).addprevious(element("w:pgNumType", start=1))
        # Neither the foot nor the mark of the first page is printed again.
        for margin in (section.first_page_header, section.first_page_footer):
            margin.is_linked_to_previous = False


def text_width(document: Any) -> float:
    """The width of the text on the present page, in millimetres."""
    page = document.element.body.sectPr
    return (page.page_width - page.left_margin - page.right_margin) / Mm(1)


def _describe(document: Any, letter: Letter) -> None:
    """Nothing of the template that python-docx begins with: its author, its year, its picture."""
    title, author = printable(letter.subject), printable(letter.agency)
    forget_authors(document.part.package, datetime.now(UTC), title=title, author=author)
    document.core_properties.language = rules.LANGUAGE


def _set_running_text(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(rules.BODY_RULE.size(compact=False))
    layout = normal.paragraph_format
    layout.alignment = JUSTIFIED
    layout.line_spacing = rules.LINE_SPACING
    layout.space_before, layout.space_after = Pt(0), Pt(rules.PARAGRAPH_GAP_PT)
    layout.widow_control = True
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    for properties in (defaults.find(qn("w:rPr")), normal.element.get_or_add_rPr()):
        set_font(properties)
    language = defaults.find(f"{qn('w:rPr')}/{qn('w:lang')}")
    language.set(qn("w:val"), rules.LANGUAGE)


def _set_page(section: Any, *, turned: bool = False) -> None:
    sides = rules.PAGE_WIDTH_MM, rules.PAGE_HEIGHT_MM
    section.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = map(Mm, reversed(sides) if turned else sides)
    section.top_margin, section.bottom_margin = Mm(rules.MARGIN_TOP_MM), Mm(rules.MARGIN_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(rules.MARGIN_LEFT_MM), Mm(rules.MARGIN_RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(rules.PAGE_NUMBER_FROM_TOP_MM)
    section.gutter = 0
    section.different_first_page_header_footer = True


def _number_pages(section: Any, circulation: str) -> None:
    """Number from the second page; above the first stands at most ô 11."""
    for header in (section.header, section.first_page_header):
        header.is_linked_to_previous = False
        format_paragraph(header.paragraphs[0], CENTRE)
    add_page_number(section.header.paragraphs[0], rules.PAGE_NUMBER_RULE)
    if circulation:
        header = section.first_page_header
        rule = rules.CIRCULATION_RULE
        width = measure(rule, 0).of(circulation.upper()) + 2 * _FRAME_SIDE_MM
        add_frame(header, circulation, rule, (width, _FRAME_HEIGHT_MM))
        shrink(header.paragraphs[0])
        shrink(header.add_paragraph())


def _set_foot(section: Any, letter: Letter) -> None:
    """Write ô 13 at the foot of the first page, under a line across the text."""
    section.footer.is_linked_to_previous = False
    if not letter.address_lines:
        return
    foot = section.first_page_footer
    foot.is_linked_to_previous = False
    empty = foot.paragraphs[0]
    add_line(foot, rules.TEXT_WIDTH_MM, rules.TEXT_WIDTH_MM)
    empty._p.getparent().remove(empty._p)
    for text in letter.address_lines:
        paragraph = foot.add_paragraph()
        format_paragraph(paragraph, LEFT)
        add_text(paragraph, text, rules.ADDRESS_RULE)
