"""The layout of Decree 30/2020/NĐ-CP, Annex I: every measure of a letter, with its ô number.

A lawyer checks this one module. `least_pt` and `most_pt` are what the law allows (Annex I,
part I, section V); `large_pt` and `compact_pt` are what this office prints. The footnote to
section V wants sizes to grow and shrink together: 13, 14, 14 for ô 1 and ô 4, or 12, 13, 13.
"""

from dataclasses import dataclass

FONT = "Times New Roman"
LANGUAGE = "vi-VN"

#: Annex I, part I, section I.1 to I.3, in millimetres.
PAGE_WIDTH_MM = 210
PAGE_HEIGHT_MM = 297
MARGIN_TOP_MM = 20
MARGIN_BOTTOM_MM = 20
MARGIN_LEFT_MM = 30
MARGIN_RIGHT_MM = 15
TEXT_WIDTH_MM = PAGE_WIDTH_MM - MARGIN_LEFT_MM - MARGIN_RIGHT_MM
#: Section I.2: a page with a table that is too wide may lie on its side.
TURNED_WIDTH_MM = PAGE_HEIGHT_MM - MARGIN_LEFT_MM - MARGIN_RIGHT_MM
#: Section I.7: the page number stands in the middle of the top margin.
PAGE_NUMBER_FROM_TOP_MM = 9

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

#: Section II.6.e: first line 1 or 1.27 cm, at least 6 pt between paragraphs, single to 1.5 lines.
FIRST_LINE_MM = 12.7
PARAGRAPH_GAP_PT = 6
LINE_SPACING = 1.0

#: Section II.2.b and II.5.b: a line of 1/3 to 1/2 of the text; ô 1: as long as the text.
LINE_SHARE = 0.4
LINE_WEIGHT_EIGHTHS_PT = 6
#: The lines of a table in the text; the law says nothing of them.
GRID_WEIGHT_EIGHTHS_PT = 4
#: Section II.5.b: 6 pt between the number of a công văn and its subject.
SUBJECT_GAP_PT = 6

#: Ô 7c and ô 8: room for the signature and for a round seal of 36 mm that overlaps it.
SIGNATURE_ROOM_MM = 27

#: Section III.2.b: the frames of the urgency marks, in millimetres; bright red.
URGENCY_FRAMES_MM = {"HỎA TỐC": (30, 8), "THƯỢNG KHẨN": (40, 8), "KHẨN": (20, 8)}
URGENCY_COLOUR = "FF0000"


@dataclass(frozen=True)
class Rule:
    """How one component is written; sizes in points."""

    cell: str
    component: str
    least_pt: int
    most_pt: int
    large_pt: int
    compact_pt: int
    bold: bool = False
    italic: bool = False
    upper: bool = False

    def size(self, *, compact: bool) -> int:
        """Give the size for the chosen one of the two scales."""
        return self.compact_pt if compact else self.large_pt


def _rule(
    cell: str, component: str, law: tuple[int, int], printed: tuple[int, int], style: str
) -> Rule:
    flags = {flag: flag in style.split() for flag in ("bold", "italic", "upper")}
    return Rule(cell, component, *law, *printed, **flags)


# Columns: ô; component; sizes of the law; sizes printed (large, compact); style.
NATION_RULE = _rule("1", "Quốc hiệu", (12, 13), (13, 12), "bold upper")
MOTTO_RULE = _rule("1", "Tiêu ngữ", (13, 14), (14, 13), "bold")
SUPERIOR_RULE = _rule("2", "Cơ quan chủ quản trực tiếp", (12, 13), (13, 12), "upper")
AGENCY_RULE = _rule("2", "Cơ quan ban hành", (12, 13), (13, 12), "bold upper")
NUMBER_RULE = _rule("3", "Số, ký hiệu", (13, 13), (13, 13), "")
DATE_RULE = _rule("4", "Địa danh và thời gian ban hành", (13, 14), (14, 13), "italic")
TYPE_RULE = _rule("5a", "Tên loại văn bản", (13, 14), (14, 14), "bold upper")
TITLE_RULE = _rule("5a", "Trích yếu nội dung", (13, 14), (14, 14), "bold")
SUBJECT_RULE = _rule("5b", "Trích yếu công văn", (12, 13), (13, 12), "")
AUTHORITY_RULE = _rule("6", "Thẩm quyền ban hành", (13, 14), (14, 14), "bold upper")
BASIS_RULE = _rule("6", "Căn cứ ban hành", (13, 14), (14, 14), "italic")
BODY_RULE = _rule("6", "Nội dung, khoản, điểm", (13, 14), (14, 14), "")
LABEL_RULE = _rule("6", "Phần, Chương, Mục và số thứ tự", (13, 14), (14, 14), "bold")
HEADING_RULE = _rule("6", "Tiêu đề phần, chương, mục", (13, 14), (14, 14), "bold upper")
ARTICLE_RULE = _rule("6", "Điều; tiêu đề của khoản", (13, 14), (14, 14), "bold")
GRID_HEAD_RULE = _rule("6", "Tiêu đề cột của bảng", (13, 14), (13, 13), "bold")
GRID_RULE = _rule("6", "Ô của bảng", (13, 14), (13, 13), "")
CAPACITY_RULE = _rule("7a", "Quyền hạn, chức vụ", (13, 14), (14, 14), "bold upper")
SIGNER_RULE = _rule("7b", "Họ và tên người ký", (13, 14), (14, 14), "bold")
ADDRESSEE_RULE = _rule("9a", "Kính gửi", (13, 14), (14, 14), "")
RECIPIENTS_RULE = _rule("9b", "Từ “Nơi nhận”", (12, 12), (12, 12), "bold italic")
RECIPIENT_RULE = _rule("9b", "Tên nơi nhận; ô 12 đứng sau dòng Lưu", (11, 11), (11, 11), "")
URGENCY_RULE = _rule("10b", "Dấu chỉ mức độ khẩn", (13, 14), (13, 13), "bold upper")
CIRCULATION_RULE = _rule("11", "Chỉ dẫn phạm vi lưu hành", (13, 14), (13, 13), "bold upper")
ADDRESS_RULE = _rule("13", "Địa chỉ, thư điện tử, điện thoại", (11, 12), (11, 11), "")
APPENDIX_RULE = _rule("-", "Từ “Phụ lục” và số thứ tự", (14, 14), (14, 14), "bold")
APPENDIX_TITLE_RULE = _rule("-", "Tên phụ lục", (13, 14), (14, 14), "bold upper")
APPENDIX_NOTE_RULE = _rule("-", "Chỉ dẫn kèm theo văn bản", (13, 14), (14, 14), "italic")
COPY_RULE = _rule("1", "Hình thức sao (phần II)", (13, 14), (14, 13), "bold upper")
PAGE_NUMBER_RULE = _rule("-", "Số trang", (13, 14), (14, 14), "")

RULES = tuple(value for value in list(globals().values()) if isinstance(value, Rule))


@dataclass(frozen=True)
class LetterType:
    """A type of letter: Annex III, part I names and abbreviates it, part II shows its form."""

    code: str
    name: str
    form: str
    #: Ô 5a above the text, or ô 5b under the number for the công văn, which has no type name.
    titled: bool = True
    #: Words that open the subject unless it opens with one of its own.
    opening: str = ""
    own_openings: tuple[str, ...] = ()
    #: Line that separates the legal bases from what they lead to.
    resolution: str = ""
    #: A copy of another document: annex I, part II; its form stands under what is copied.
    is_copy: bool = False


LETTER_TYPES = {
    kind.code: kind
    for kind in (
        LetterType("CV", "Công văn", "1.5", titled=False, opening="V/v"),
        LetterType(
            "QĐ",
            "Quyết định",
            "1.2, 1.3",
            opening="Về việc",
            own_openings=("Ban hành", "Phê duyệt", "Về"),
            resolution="QUYẾT ĐỊNH:",
        ),
        LetterType("TB", "Thông báo", "1.4"),
        LetterType("BC", "Báo cáo", "1.4"),
        LetterType("TTr", "Tờ trình", "1.4"),
        LetterType("KH", "Kế hoạch", "1.4"),
        LetterType("GM", "Giấy mời", "1.7"),
        LetterType("SY", "Sao y", "3.1", is_copy=True),
        LetterType("TrS", "Trích sao", "3.1", is_copy=True),
        LetterType("SL", "Sao lục", "3.1", is_copy=True),
    )
}
