"""The sheet itself: size, margins, running text, page number and foot."""

from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.drafting import rules
from documents.drafting.letter import Letter
from documents.drafting.ooxml import (
    CENTRE,
    JUSTIFIED,
    LEFT,
    add_line,
    add_page_number,
    add_text,
    format_paragraph,
    set_font,
)
from documents.drafting.wording import printable
from documents.settling.parts import forget_authors


def new_document(letter: Letter) -> Any:
    """Make an empty document with the page and the running text of the law."""
    document = docx.Document()
    _describe(document, letter)
    _set_running_text(document)
    section = document.sections[0]
    _set_page(section)
    _number_pages(section)
    _set_foot(section, letter)
    return document


def _describe(document: Any, letter: Letter) -> None:
    """Nothing of the template that python-docx begins with: its author, its year, its picture."""
    title, author = printable(letter.subject), printable(letter.agency)
    forget_authors(document, datetime.now(UTC), title=title, author=author)
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


def _set_page(section: Any) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(rules.PAGE_WIDTH_MM), Mm(rules.PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(rules.MARGIN_TOP_MM), Mm(rules.MARGIN_BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(rules.MARGIN_LEFT_MM), Mm(rules.MARGIN_RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(rules.PAGE_NUMBER_FROM_TOP_MM)
    section.gutter = 0
    section.different_first_page_header_footer = True


def _number_pages(section: Any) -> None:
    """Number from the second page; the number of the first is not shown."""
    for header in (section.header, section.first_page_header):
        header.is_linked_to_previous = False
        format_paragraph(header.paragraphs[0], CENTRE)
    add_page_number(section.header.paragraphs[0], rules.PAGE_NUMBER_RULE)


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
