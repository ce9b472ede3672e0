"""What python-docx leaves to raw XML: fonts, exact tables, drawn lines, frames and marks."""

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from documents.drafting import rules
from documents.drafting.rules import Rule
from documents.drafting.wording import printable

CENTRE = WD_ALIGN_PARAGRAPH.CENTER
LEFT = WD_ALIGN_PARAGRAPH.LEFT
RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
JUSTIFIED = WD_ALIGN_PARAGRAPH.JUSTIFY
_FONT_SLOTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_THEME_SLOTS = ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme")
_LINE_PARAGRAPH_PT = 4
BLACK = "000000"


def element(tag: str, **attributes: object) -> Any:
    """Make an element of the main namespace with attributes of the same."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_font(properties: Any) -> None:
    """Name the typeface for every script, so that no theme and no script escapes it."""
    fonts = properties.get_or_add_rFonts()
    for slot in _THEME_SLOTS:
        fonts.attrib.pop(qn(slot), None)
    for slot in _FONT_SLOTS:
        fonts.set(qn(slot), rules.FONT)


def add_paragraph(document: Any) -> Any:
    """Add a paragraph to the body of a document: python-docx would look through all of it first."""
    made = element("w:p")
    append(document, made)
    return Paragraph(made, document._body)


def append(document: Any, made: Any) -> None:
    """Put a paragraph or a table at the end of the text, before the section's properties."""
    document.element.body[-1].addprevious(made)


def add_text(paragraph: Any, text: str, rule: Rule, *, compact: bool = False) -> Any:
    """Add a run written by a rule; line breaks in the text stay."""
    run = paragraph.add_run(printable(text.upper() if rule.upper else text))
    run.bold, run.italic = rule.bold, rule.italic
    run.font.size = Pt(rule.size(compact=compact))
    set_font(run._r.get_or_add_rPr())
    return run


def format_paragraph(
    paragraph: Any,
    alignment: WD_ALIGN_PARAGRAPH,
    *,
    first_line_mm: float = 0,
    left_mm: float = 0,
    before_pt: float = 0,
    after_pt: float = 0,
    keep_next: bool = False,
) -> None:
    """Set everything a paragraph would otherwise inherit from the style of running text."""
    layout = paragraph.paragraph_format
    layout.alignment = alignment
    layout.first_line_indent = Mm(first_line_mm)
    layout.left_indent = Mm(left_mm)
    layout.space_before, layout.space_after = Pt(before_pt), Pt(after_pt)
    layout.keep_with_next = keep_next


def add_line(container: Any, length_mm: float, room_mm: float, *, after_pt: float = 0) -> None:
    """Draw a solid horizontal line of this length in the middle of the room."""
    paragraph = container.add_paragraph()
    side = max(0.0, (room_mm - length_mm) / 2)
    format_paragraph(paragraph, LEFT, left_mm=side, before_pt=2, after_pt=after_pt)
    layout = paragraph.paragraph_format
    layout.right_indent = Mm(side)
    _exact_height(paragraph, _LINE_PARAGRAPH_PT)
    borders = element("w:pBdr")
    borders.append(_border("w:top", rules.LINE_WEIGHT_EIGHTHS_PT))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_table(container: Any, widths_mm: Sequence[float], rows: int = 1) -> Any:
    """Add a table without borders and inner margins whose columns are exactly so wide."""
    if hasattr(container, "add_section"):
        made = CT_Tbl.new_tbl(rows, len(widths_mm), Mm(sum(widths_mm)))
        append(container, made)
        table = Table(made, container._body)
    else:
        table = container.add_table(rows, len(widths_mm), *_cell_table_arguments(container))
    table.autofit = False
    properties = table._tbl.tblPr
    _insert_in_order(properties, _no_margins())
    total = element("w:tblW", w=round(sum(widths_mm) * 56.7), type="dxa")
    properties.replace(properties.find(qn("w:tblW")), total)
    # LibreOffice believes the columns, Word the cells.
    for index, width in enumerate(widths_mm):
        table.columns[index].width = Mm(width)
        for cell in table.columns[index].cells:
            cell.width = Mm(width)
    return table


def draw_grid(table: Any, side_mm: float) -> None:
    """Draw lines around every cell of a table, with room beside the text."""
    properties = table._tbl.tblPr
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_border(f"w:{side}", rules.GRID_WEIGHT_EIGHTHS_PT))
    _insert_in_order(properties, borders)
    margins = properties.find(qn("w:tblCellMar"))
    for side in ("left", "right"):
        margins.find(qn(f"w:{side}")).set(qn("w:w"), str(round(side_mm * 56.7)))


def repeat_row(row: Any) -> None:
    """Print the row again at the head of every page that the table reaches."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def keep_rows_whole(table: Any) -> None:
    """Forbid a page break inside a row."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def add_frame(
    container: Any, text: str, rule: Rule, size_mm: tuple[float, float], colour: str = BLACK
) -> None:
    """Draw a frame of this width and height with the text in its middle."""
    width, height = size_mm
    table = container.add_table(1, 1, *_cell_table_arguments(container))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.columns[0].width = table.cell(0, 0).width = Mm(width)
    table.rows[0].height, table.rows[0].height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
    properties = table._tbl.tblPr
    _insert_in_order(properties, _no_margins())
    _insert_in_order(properties, _frame_borders(colour))
    inner = table.cell(0, 0)
    inner.vertical_alignment = 1
    paragraph = inner.paragraphs[0]
    format_paragraph(paragraph, CENTRE)
    add_text(paragraph, text, rule).font.color.rgb = RGBColor.from_string(colour)


def shrink(paragraph: Any, *, after_pt: float = 0, keep_next: bool = False) -> None:
    """Make a paragraph that the format demands take no room that a reader would see."""
    format_paragraph(paragraph, LEFT, after_pt=after_pt, keep_next=keep_next)
    _exact_height(paragraph, 1)


def add_page_number(paragraph: Any, rule: Rule) -> None:
    """Add a field that shows the number of the page."""
    for kind, instruction in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = add_text(paragraph, "", rule)
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            code = element("w:instrText")
            code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            code.text = instruction
            run._r.append(code)


def _cell_table_arguments(container: Any) -> tuple[Any, ...]:
    return () if hasattr(container, "merge") else (Mm(rules.TEXT_WIDTH_MM),)


def _exact_height(paragraph: Any, points: float) -> None:
    layout = paragraph.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(points)
    mark = paragraph._p.get_or_add_pPr()
    run = element("w:rPr")
    run.append(element("w:sz", val=2))
    mark.append(run)


def _border(tag: str, weight: int, colour: str = BLACK) -> Any:
    return element(tag, val="single", sz=weight, space=0, color=colour)


def _frame_borders(colour: str) -> Any:
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(_border(f"w:{side}", 8, colour))
    return borders


def _insert_in_order(properties: Any, child: Any) -> None:
    """Put a property of a table before those that must follow it; Word insists on the order."""
    bordered = child.tag == qn("w:tblBorders")
    between = ("w:shd", "w:tblLayout", "w:tblCellMar") if bordered else ()
    properties.insert_element_before(child, *between, "w:tblLook", "w:tblCaption")


def _no_margins() -> Any:
    margins = element("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(element(f"w:{side}", w=0, type="dxa"))
    return margins
