"""Abbreviations of administrative language that may stand for their long form in a query.

Only those with one usual meaning in an office are here: "HĐ" (hợp đồng, hội đồng, hoạt động) is
not, nor is "CP" (Chính phủ, cổ phần).
"""

from dataclasses import dataclass

from search_index.analysis.text import tokens


@dataclass(frozen=True)
class Abbreviation:
    """A short form and its long form, both normalised.

    everywhere: the long form typed also finds the short form in any text. The others find it only
    in a document's own reference: "quyết định" means 12/QĐ-UBND, not each document that cites a
    decision.
    unmarked: the short form typed without marks ("qd") means the same; false where it could be
    another word ("nd": nội dung, nhân dân).
    """

    short: str
    long: tuple[str, ...]
    everywhere: bool = False
    unmarked: bool = True


def _entry(
    short: str, long: str, *, everywhere: bool = False, unmarked: bool = True
) -> Abbreviation:
    return Abbreviation(short, tuple(long.split()), everywhere, unmarked)


def abbreviation(short: str, long: str) -> Abbreviation | None:
    """The abbreviation that an office writes so; None where the short form is not one word, or the
    long form not several.

    A long form of three words says enough to find its short form in any text; what is shipped is
    known with all that is known of it.
    """
    shorts, longs = tokens(short), tuple(tokens(long))
    if len(shorts) != 1 or len(longs) < 2:
        return None
    known = (one for one in ABBREVIATIONS if (one.short, one.long) == (shorts[0], longs))
    return next(known, Abbreviation(shorts[0], longs, everywhere=len(longs) > 2))


ABBREVIATIONS = (
    _entry("bb", "biên bản"),
    _entry("bc", "báo cáo"),
    _entry("ct", "chỉ thị"),
    _entry("cv", "công văn"),
    _entry("gm", "giấy mời"),
    _entry("hd", "hướng dẫn"),
    _entry("kh", "kế hoạch"),
    _entry("nđ", "nghị định", unmarked=False),
    _entry("nq", "nghị quyết"),
    _entry("qđ", "quyết định"),
    _entry("tb", "thông báo"),
    _entry("tt", "thông tư"),
    _entry("ttg", "thủ tướng"),
    _entry("ttr", "tờ trình"),
    _entry("vp", "văn phòng"),
    _entry("antt", "an ninh trật tự", everywhere=True),
    _entry("atgt", "an toàn giao thông", everywhere=True),
    _entry("attp", "an toàn thực phẩm", everywhere=True),
    _entry("bhxh", "bảo hiểm xã hội", everywhere=True),
    _entry("bhyt", "bảo hiểm y tế", everywhere=True),
    _entry("cchc", "cải cách hành chính", everywhere=True),
    _entry("cntt", "công nghệ thông tin", everywhere=True),
    _entry("gcn", "giấy chứng nhận", everywhere=True),
    _entry("gcnqsdđ", "giấy chứng nhận quyền sử dụng đất", everywhere=True),
    _entry("gpmb", "giải phóng mặt bằng", everywhere=True),
    _entry("hđnd", "hội đồng nhân dân", everywhere=True),
    _entry("kbnn", "kho bạc nhà nước", everywhere=True),
    _entry("kntc", "khiếu nại tố cáo", everywhere=True),
    _entry("mttq", "mặt trận tổ quốc", everywhere=True),
    _entry("nsnn", "ngân sách nhà nước", everywhere=True),
    _entry("ntm", "nông thôn mới", everywhere=True),
    _entry("pccc", "phòng cháy chữa cháy", everywhere=True),
    _entry("pctn", "phòng chống tham nhũng", everywhere=True),
    _entry("qlnn", "quản lý nhà nước", everywhere=True),
    _entry("qppl", "quy phạm pháp luật", everywhere=True),
    _entry("qsdđ", "quyền sử dụng đất", everywhere=True),
    _entry("tnmt", "tài nguyên và môi trường", everywhere=True),
    _entry("tthc", "thủ tục hành chính", everywhere=True),
    _entry("ubnd", "ủy ban nhân dân", everywhere=True),
    _entry("vsmt", "vệ sinh môi trường", everywhere=True),
)
