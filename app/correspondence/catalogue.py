"""The document types of Decree 30/2020, the legal ones that agencies receive, and copies."""

from typing import NamedTuple


class TypeEntry(NamedTuple):
    """Code, name, and the abbreviation in references (None where there is none)."""

    code: str
    name: str
    abbreviation: str | None


DOCUMENT_TYPES = (
    TypeEntry("CV", "Công văn", None),
    TypeEntry("QD", "Quyết định", "QĐ"),
    TypeEntry("TB", "Thông báo", "TB"),
    TypeEntry("BC", "Báo cáo", "BC"),
    TypeEntry("TTR", "Tờ trình", "TTr"),
    TypeEntry("KH", "Kế hoạch", "KH"),
    TypeEntry("GM", "Giấy mời", "GM"),
    TypeEntry("CD", "Công điện", "CĐ"),
    TypeEntry("CT", "Chỉ thị", "CT"),
    TypeEntry("NQ", "Nghị quyết", "NQ"),
    TypeEntry("QC", "Quy chế", "QC"),
    TypeEntry("QYD", "Quy định", "QyĐ"),
    TypeEntry("TC", "Thông cáo", "TC"),
    TypeEntry("HD", "Hướng dẫn", "HD"),
    TypeEntry("CTR", "Chương trình", "CTr"),
    TypeEntry("PA", "Phương án", "PA"),
    TypeEntry("DEA", "Đề án", "ĐA"),
    TypeEntry("DUA", "Dự án", "DA"),
    TypeEntry("BB", "Biên bản", "BB"),
    TypeEntry("HDO", "Hợp đồng", "HĐ"),
    TypeEntry("BGN", "Bản ghi nhớ", "BGN"),
    TypeEntry("BTT", "Bản thỏa thuận", "BTT"),
    TypeEntry("GUQ", "Giấy ủy quyền", "GUQ"),
    TypeEntry("GGT", "Giấy giới thiệu", "GGT"),
    TypeEntry("GNP", "Giấy nghỉ phép", "GNP"),
    TypeEntry("PG", "Phiếu gửi", "PG"),
    TypeEntry("PC", "Phiếu chuyển", "PC"),
    TypeEntry("PB", "Phiếu báo", "PB"),
    TypeEntry("THU", "Thư công", None),
    TypeEntry("LUAT", "Luật", "QH"),
    TypeEntry("ND", "Nghị định", "NĐ"),
    TypeEntry("TT", "Thông tư", "TT"),
    TypeEntry("DON", "Đơn thư", None),
    TypeEntry("KHAC", "Văn bản khác", None),
    TypeEntry("SY", "Bản sao y", "SY"),
    TypeEntry("TRS", "Bản trích sao", "TrS"),
    TypeEntry("SL", "Bản sao lục", "SL"),
)
