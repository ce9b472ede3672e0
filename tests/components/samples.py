# ruff: noqa: E501, RUF005  (invented subjects are as long as real ones)
"""Invented people and documents, short, long and empty, for the gallery."""

from dataclasses import replace
from pathlib import Path

from app.web.listing import (
    Action,
    Cell,
    Check,
    Chip,
    Choice,
    Column,
    Cover,
    Difference,
    DocumentHead,
    Empty,
    Fact,
    Figure,
    FilePage,
    FileView,
    Given,
    HolderBar,
    Line,
    ListPage,
    NavItem,
    Pager,
    Position,
    Quote,
    Row,
    Sheet,
    SheetColumn,
    SheetRow,
    Shell,
    Step,
    Tab,
    TableRow,
    Tile,
    TimeEntry,
    Upload,
    Version,
    sheets_of,
)

ROOT = Path(__file__).resolve().parents[2]


def shell(theme: str) -> Shell:
    nav = (
        NavItem("Bàn làm việc", "journal-text", "/desk", in_bar=True),
        NavItem("Văn bản đến", "inbox", "/list", 14, current=True, in_bar=True),
        NavItem("Văn bản đi", "send", "#di"),
        NavItem("Trình ký", "pen", "/approve", 3, in_bar=True),
        NavItem("Hồ sơ công việc", "folder2", "#hs", group_start=True),
        NavItem("Yêu cầu, trả lời", "arrow-left-right", "#yc", 5),
        NavItem("Lịch công tác", "calendar3", "#lich", in_bar=True),
        NavItem("Thông báo", "megaphone", "#tb", 2),
        NavItem("Một cửa", "shop-window", "#mc"),
        NavItem("Thống kê", "bar-chart", "#tk"),
        NavItem("Sổ đăng ký", "book", "/sheet", group_start=True),
    )
    return Shell(
        agency_name="UBND phường Tân Khê",
        person_name="Lưu Đình Thuận",
        post_title="Chủ tịch UBND phường",
        initials="LT",
        theme=theme,
        nav=nav,
        notice_count=4,
        notices_href="#notices",
        search_action="/list",
        suggestions_url="/suggestions",
        can_search=True,
        home_href="/desk",
        posts=(
            Choice("Chủ tịch UBND phường", "1", True),
            Choice("Trưởng Ban Chỉ huy phòng chống thiên tai", "2"),
        ),
        post_action="/act",
        language_action="/act",
        theme_action="/theme",
        password_href="#password",
        settings_href="#settings",
        sign_out_action="/act",
        session_url="/session",
        signin_url="/signin",
    )


_ROWS = (
    (1291, "24/11", "new", "hôm nay, 17:00", "31/CĐ-UBND", "UBND tỉnh Hà Sơn", 3, "Công điện về việc tập trung ứng phó mưa lớn, nguy cơ lũ quét, sạt lở đất tại các xã, phường ven sông Khê từ đêm 24 đến hết ngày 26/11/2026", "Chờ bút phê của bạn"),
    (1290, "24/11", "new", "chưa đặt hạn", "2214/SNV-CCHC", "Sở Nội vụ", 0, "V/v báo cáo kết quả thực hiện cải cách hành chính năm 2026 và tự chấm điểm Chỉ số cải cách hành chính", "Chờ bút phê của bạn"),
    (1286, "23/11", "soon", "còn 2 ngày", "807/UBND-VX", "UBND tỉnh Hà Sơn", 1, "V/v rà soát, lập danh sách người cao tuổi, người khuyết tật đủ điều kiện hưởng trợ cấp hưu trí xã hội và đề xuất kinh phí chi trả năm 2027", "Phòng Văn hóa - Xã hội, Nông Thị Quyên"),
    (1284, "23/11", "track", "còn 8 ngày", "1530/SNNMT-QLĐĐ", "Sở Nông nghiệp và Môi trường", 0, "V/v đôn đốc đăng ký, cấp giấy chứng nhận quyền sử dụng đất lần đầu cho hộ gia đình, cá nhân", "Phòng Kinh tế, Hạ tầng và Đô thị, Tạ Hữu Phước"),
    (1279, "20/11", "late", "trễ 1 ngày", "312/TB-UBND", "UBND tỉnh Hà Sơn", 2, "Thông báo kết luận của Phó Chủ tịch UBND tỉnh tại buổi kiểm tra tiến độ giải phóng mặt bằng dự án Đường nối quốc lộ 3 với khu công nghiệp Bắc Khê, đoạn qua địa bàn phường Tân Khê và xã Hữu Lũng Thượng", "Phòng Kinh tế, Hạ tầng và Đô thị, Ngô Thị Ánh Tuyết"),
    (1271, "19/11", "late", "trễ 2 ngày", "652/BHXH-QLT", "Bảo hiểm xã hội tỉnh", 0, "V/v đối chiếu danh sách hộ cận nghèo được hỗ trợ đóng bảo hiểm y tế quý IV", "Phòng Văn hóa - Xã hội, Vũ Đức Nghiêm"),
    (1268, "18/11", "open", "không có hạn", "118/GM-SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", 0, "Giấy mời dự Hội nghị tổng kết phong trào “Toàn dân đoàn kết xây dựng đời sống văn hóa”", "Bế Thị Ngọc Diễm, Phó Chủ tịch"),
    (1262, "17/11", "done", "trước hạn 1 ngày", "44/KH-BCĐ", "Ban Chỉ đạo chuyển đổi số tỉnh", 0, "Kế hoạch phổ cập kỹ năng số cho người dân khu vực nông thôn, vùng đồng bào dân tộc thiểu số", "Văn phòng HĐND và UBND, trả lời 498/UBND-VP"),
    (1259, "17/11", "donelate", "trễ 3 ngày", "", "Ban Quản lý chợ Khê", 0, "Đơn đề nghị gia hạn hợp đồng thuê ki-ốt", ""),
)  # fmt: skip
ROWS = tuple(
    Row(
        href=f"/document?n={number}",
        subject=subject,
        state=state,
        due_text=due,
        due_title="Hạn 17:00 thứ Năm 26/11/2026",
        number=str(number),
        number_note=day,
        number_label="số đến",
        reference=reference,
        issuer=issuer,
        urgency=urgency,
        who=who,
        unread=state == "new",
        select_value=str(number),
        peek_href=f"/peek/{number}",
    )
    for number, day, state, due, reference, issuer, urgency, subject, who in _ROWS
)
DESK = ListPage(
    rows=tuple(replace(row, select_value=None, peek_href=None) for row in ROWS[:5]),
    label="Cần tôi trước",
    empty=Empty("Xong cả.", "Việc mới sẽ nằm ở đây."),
)
HIT = Row(
    href="/document",
    subject="Quyết_định_" + "rất_dài_không_có_khoảng_trắng_" * 6,
    reference="1234567/QĐ-UBND-VHXHGDĐTYT-KTHTĐT-2026",
    issuer="Trung tâm Kiểm soát bệnh tật và Phòng chống dịch bệnh nguy hiểm khu vực biên giới phía Bắc",
    excerpt=(
        ("… người cao tuổi ", False),
        ("sống một mình", True),
        (" trên địa bàn phường <b>…", False),
    ),
    marks=(Fact("trong tệp", "file-earmark-text"),),
)
NOTHING = Empty(
    "Chưa có văn bản nào trình bạn.",
    "Văn bản văn thư vào sổ và trình sẽ nằm ở đây, mới nhất trước.",
    action=Action("Vào sổ văn bản", "/register", "plus-lg", True),
)
HITS = ListPage(rows=(HIT,), label="Kết quả tìm", empty=NOTHING)
TABS = (
    Tab("Trình tôi", "#v1", 18, True),
    Tab("Đang mở", "#v7", 97),
    Tab("Chờ bút phê", "#v2", 6),
    Tab("Quá hạn", "#v3", 9),
    Tab("Chưa giao", "#v4"),
    Tab("Tôi để biết", "#v5", 31),
    Tab("Công điện, hỏa tốc", "#v6", 1),
)
CHIPS = (
    Chip("Sổ: Văn bản đến 2026", "#f", True),
    Chip("Đến từ 17/11", "#f", True),
    Chip(
        "Trạng thái",
        choices=(
            Chip("Quá hạn", "#late"),
            Chip("Sắp đến hạn", "#soon", True),
            Chip("Trong hạn", "#track"),
        ),
    ),
    Chip("Đơn vị giữ", "#f"),
    Chip("Cơ quan gửi", "#f"),
    Chip("Độ khẩn", "#f"),
)
BULK = (
    Action("Giao việc", "/directive"),
    Action("Đôn đốc", "/act", method="post"),
    Action("Đưa vào hồ sơ", "/act", method="post"),
)
TILES = (
    Tile("Chờ bút phê", "/list", 6, "new", "2 văn bản khẩn"),
    Tile("Chờ tôi ký", "/approve", 3, "open", "1 trình từ hôm qua"),
    Tile("Quá hạn", "/list", 9, "late", "5 đơn vị đang giữ"),
    Tile("Sắp đến hạn", "/list", 13, "soon", "trong 2 ngày làm việc"),
    Tile("Tôi chờ trả lời", "/list", 5, "track", "2/7 đơn vị đã gửi"),
    Tile("Một cửa trễ", "#mc", None, "new", "lúc 08:40"),
)
HOLDERS = tuple(
    HolderBar(
        name=name,
        figures=tuple(
            Figure(colour, count, "#u")
            for colour, count in zip(("late", "soon", "track", "new"), counts, strict=True)
        ),
        is_idle=not any(counts),
    )
    for name, *counts in (
        ("Phòng Kinh tế, Hạ tầng và Đô thị", 4, 3, 21, 2),
        ("Phòng Văn hóa - Xã hội", 2, 4, 17, 1),
        ("Văn phòng HĐND và UBND", 1, 2, 9, 0),
        ("Ban QLDA đầu tư xây dựng", 1, 1, 5, 3),
        ("Trạm Y tế phường", 1, 0, 4, 0),
        ("Công an phường", 0, 2, 8, 0),
        ("Trung tâm Phục vụ hành chính công", 0, 1, 6, 0),
        ("Ban Chỉ huy Quân sự phường", 0, 0, 3, 1),
        ("Trường Tiểu học Tân Khê 1", 0, 0, 0, 0),
    )
)
HEAD = DocumentHead(
    subject=_ROWS[2][7],
    reference="807/UBND-VX",
    direction="in",
    stamp_number="1286",
    stamp_date="23/11/2026",
    kind_text="Công văn ngày 17/11/2026",
    issuer="UBND tỉnh Hà Sơn",
    urgency=1,
    state="soon",
    due_text="Hạn thứ Năm 26/11, 17:00",
    due_title="còn 2 ngày làm việc",
    facts=(Fact("Chữ ký số hợp lệ", "shield-check"), Fact("Hồ sơ 04/VHXH-2026", "folder2", "#hs")),
    back=Fact("Văn bản đến", href="/list"),
)
DRAFT_HEAD = DocumentHead(
    subject="Báo cáo kết quả rà soát người cao tuổi, người khuyết tật đủ điều kiện hưởng trợ cấp hưu trí xã hội và nhu cầu kinh phí năm 2027",
    reference="Dự thảo 3",
    kind_text="Báo cáo, trả lời 807/UBND-VX",
    urgency=1,
    state="soon",
    due_text="Hạn gửi thứ Năm 26/11, 17:00",
)
ACTIONS = (
    Action("Ký duyệt dự thảo 3", "/approve", "pen", True, short="Ký dự thảo 3"),
    Action("Bút phê thêm", "/directive", "diagram-3", dialog=True),
    Action(
        "Đôn đốc Công an phường",
        "/act",
        "bell",
        method="post",
        confirm="Nhắn Mai Văn Lực, Trưởng Công an phường, ngay bây giờ?",
    ),
    Action("Hỏi ý kiến", "#ask", "chat-left-text", quiet=True),
)
POSITION = Position("3 trong 18", "/document?n=1290", "/document?n=1284")
PARTS = (
    Tab("Xử lý", "#xl", 8, True),
    Tab("Trả lời, liên quan", "#tr", 3),
    Tab("Dự thảo", "#dt", 3),
    Tab("Nhật ký", "#nk", 14),
)
DIRECTIVE = Quote(
    "Giao Phòng VH-XH chủ trì, phối hợp Công an phường, Trạm Y tế đối chiếu dữ liệu dân cư, trình trước 15 giờ ngày 25/11. "
    "Không để sót người cao tuổi sống một mình.",
    "Bút phê của Lưu Đình Thuận",
    "23/11 lúc 09:12",
)
OPINION = Quote(
    "Số liệu khớp với dữ liệu dân cư lúc 22 giờ 23/11.", "Nông Thị Quyên, xét duyệt", "08:05"
)
LINES = (
    Line(
        holder="Phòng Văn hóa - Xã hội",
        holder_note="Nông Thị Quyên, Trưởng phòng",
        role="lead",
        state="soon",
        due_text="còn 2 ngày, 26/11",
        children=(
            Line(
                holder="Lê Thị Nhuần",
                holder_note="chuyên viên, đang soạn dự thảo 3",
                role="lead",
                state="soon",
                due_text="còn 1 ngày, 25/11",
                say="Lập danh sách theo từng tổ dân phố, ghi rõ hộ sống một mình.",
                mine=True,
                why="Trưởng phòng đặt hạn 25/11, sớm hơn hạn của phòng một ngày.",
                actions=(Action("Báo xong", "/act", "check-lg", method="post"), Action("Chuyển tiếp", "/directive", dialog=True)),
            ),
            Line(holder="Vũ Đức Nghiêm", holder_note="Phó Trưởng phòng", state="done", due_text="xong 24/11, 07:35"),
        ),
    ),
    Line(
        holder="Công an phường",
        holder_note="Mai Văn Lực, Trưởng Công an",
        state="late",
        due_text="trễ 1 ngày, 23/11",
        note="Trả lại lúc 10:02 vì thiếu biểu 02; giao lại lúc 10:30.",
        children=(Line(holder="Phan Gia Bảo", holder_note="cán bộ đăng ký cư trú", state="new", due_text="25/11", say="Đối chiếu danh sách với dữ liệu dân cư."),),
    ),
    Line(
        holder="Trạm Y tế phường",
        holder_note="Quách Thị Hiền, Trạm trưởng",
        state="open",
        due_text="không có hạn",
        children=(Line(holder="Giàng Thị Say", holder_note="y sĩ, gửi 27/BC-TYT", state="donelate", due_text="trễ 1 ngày, 23/11"),),
    ),
    Line(
        holder="Trung tâm Phục vụ hành chính công",
        holder_note="Cao Thị Bích Ngà, Phó Giám đốc",
        role="information",
        state="track",
        due_text="còn 6 ngày, 02/12",
    ),
)  # fmt: skip
STEPS = (
    Step("Soạn", "Lê Thị Nhuần", "past"),
    Step("Xét duyệt", "Nông Thị Quyên", "past"),
    Step("Ký nháy", "Hoàng Mạnh Thước", "back"),
    Step("Ký duyệt", "Bạn, từ 08:20", "at"),
    Step("Phát hành", "Văn thư", "next"),
)
VERSIONS = (
    Version("Dự thảo 3", "24/11, 07:50, Lê Thị Nhuần. Thêm biểu kinh phí", "/approve", "So với 2"),
    Version("Dự thảo 2", "23/11, 16:30. Sửa theo ý kiến Trưởng phòng", "#c", "So với 1"),
    Version("Dự thảo 1", "23/11, 14:05. Từ mẫu “Báo cáo”"),
)
CHANGES = (
    Difference("Mục 1, số người", "336 người", "347 người đủ điều kiện hưởng trợ cấp"),
    Difference(
        "Mục 1, thêm câu", new="Có 29 người cao tuổi sống một mình, đề nghị chi trả tại nhà."
    ),
    Difference("Mục 2, bỏ câu", "Số liệu tạm tính."),
)
CHECKS = (
    Check(
        "Nơi nhận: dòng “Lưu” thiếu đơn vị soạn thảo.",
        False,
        "Nên ghi “Lưu: VT, VHXH”.",
        Action("Sửa giúp", "#fix"),
    ),
    Check("Quốc hiệu, tên cơ quan, lề, cỡ chữ, chữ ký, biểu kèm theo: đạt"),
)
TIMELINE = (
    TimeEntry(
        "24/11, 08:20",
        "ký nháy dự thảo 3, chuyển Chủ tịch ký duyệt.",
        "Hoàng Mạnh Thước",
        "2026-11-24T08:20",
    ),
    TimeEntry(
        "24/11, 07:40",
        "gửi 27/BC-TYT, trễ hạn 1 ngày.",
        "Trạm Y tế phường",
        "2026-11-24T07:40",
        "#27",
    ),
    TimeEntry(
        "23/11, 17:00",
        "Dòng của Công an phường quá hạn. Đã nhắn Mai Văn Lực lúc 17:01, đã đọc 17:20.",
    ),
)
_TEXT = (
    "Kính gửi: Ủy ban nhân dân các xã, phường.\nThực hiện quy định của pháp luật về trợ cấp hưu trí xã hội, Ủy ban nhân dân "
    "tỉnh yêu cầu Chủ tịch Ủy ban nhân dân các xã, phường:\n1. Tổ chức rà soát, lập danh sách người cao tuổi từ đủ 75 tuổi trở lên."
)
FILE = FileView(
    name="807-UBND-VX.pdf",
    href="/page.svg",
    size_text="312 kB",
    pages=(
        FilePage("/page.svg", text=_TEXT),
        FilePage("/page.svg?2", text="BIỂU SỐ 01\nTổng hợp số người đủ điều kiện."),
    ),
    current=True,
)
FILES = (
    FILE,
    FileView(
        name="Bieu-01-02-tong-hop-nhu-cau-kinh-phi-chi-tra-tro-cap-huu-tri-xa-hoi-nam-2027-cua-cac-xa-phuong.xlsx",
        href="#b1",
    ),
)
UPLOADS = (
    Upload(
        token="old1",
        name="scan_0043.pdf",
        size_text="1,2 MB",
        pages=2,
        preview_href="/preview/old1",
    ),
    Upload(
        token="old2",
        name="scan_0044.pdf",
        size_text="900 kB",
        problems=("Trang 2 mờ, nên quét lại.",),
    ),
)
GIVEN = (
    Given("u:1", "Ban Chỉ huy Quân sự phường", "Lò Văn Panh, Chỉ huy trưởng", "lead", "24/11/2026"),
    Given("u:2", "Công an phường", "Mai Văn Lực", "cohandler", "24/11/2026"),
    Given("u:3", "Tổ dân phố 7", "Quàng Văn Thêm", "information"),
)
PHRASES = (
    Choice("Giao … chủ trì", "Giao … chủ trì, "),
    Choice("Báo cáo trước …", "báo cáo trước … "),
    Choice("Chuyển … nghiên cứu, đề xuất", "Chuyển … nghiên cứu, đề xuất."),
    Choice("Để biết, lưu", "Để biết, lưu."),
)
DUES = (
    Choice("Hôm nay", "24/11/2026", note="17:00 thứ Ba"),
    Choice("3 ngày, 27/11", "27/11/2026"),
    Choice("Thứ Sáu", "27/11/2026"),
    Choice("Theo hạn văn bản, 26/11", "26/11/2026"),
)
_NAMES = (
    ("p:1", "Trịnh Xuân Quảng", "Phó Chủ tịch UBND phường", 7, 0, ""),
    ("p:2", "Quàng Văn Thêm", "Tổ trưởng, tổ dân phố 7", 3, 1, ""),
    ("p:3", "Nguyễn Nhật Quang", "Chuyên viên, Phòng KT, HT và ĐT", 12, 4, ""),
    (
        "p:4",
        "Bàn Thị Quang",
        "Viên chức, Trạm Y tế",
        5,
        0,
        "Nghỉ phép đến 27/11; thay: Giàng Thị Say",
    ),
    ("p:5", "Đặng Đình Đức", "Chuyên viên, Phòng Tư pháp", 0, 0, ""),
    ("u:7", "Tổ dân phố 7", "Quàng Văn Thêm", 2, 0, ""),
    ("u:9", "Phòng Văn hóa - Xã hội", "Nông Thị Quyên, Trưởng phòng", 23, 2, ""),
)
PEOPLE = [
    {
        "id": i,
        "name": n,
        "sub": s,
        "folded": "",
        "open": o,
        "late": late,
        "away": away,
        "first": i.startswith("u") or s.startswith("Phó"),
    }
    for i, n, s, o, late, away in _NAMES
] + [
    {
        "id": f"p:{i}",
        "name": f"Nguyễn Văn Số{i}",
        "sub": "Chuyên viên",
        "folded": "",
        "open": 0,
        "late": 0,
        "away": "",
    }
    for i in range(100, 1000)
]
COLUMNS = (Column("Tên"), Column("Đơn vị"), Column("Việc mở", number=True), Column("Trạng thái"))
TABLE = (
    TableRow(
        (
            Cell("Nông Thị Quyên", "#p", "Trưởng phòng"),
            "Phòng Văn hóa - Xã hội",
            "23",
            Cell(state="soon"),
        ),
        (
            Action("Sửa", "#e", "pencil", quiet=True),
            Action("Khóa", "/act", method="post", quiet=True, confirm="Khóa tài khoản này?"),
        ),
    ),
    TableRow(
        (
            Cell("Vũ Đức Nghiêm", "#p", "Phó Trưởng phòng"),
            "Phòng Văn hóa - Xã hội",
            "4",
            Cell(state="track"),
        ),
        muted=True,
    ),
)
SHEET = Sheet(
    title="SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    agency="UBND PHƯỜNG TÂN KHÊ",
    unit="VĂN PHÒNG HĐND VÀ UBND",
    volume=("Năm 2026, quyển 03", "Số đến 1286 đến 1291"),
    columns=(
        SheetColumn("Ngày đến", 15, True),
        SheetColumn("Số đến", 15, True),
        SheetColumn("Tác giả", 30),
        SheetColumn("Số, ký hiệu", 30),
        SheetColumn("Ngày tháng", 22, True),
        SheetColumn("Tên loại và trích yếu nội dung"),
        SheetColumn("Đơn vị hoặc người nhận", 31),
        SheetColumn("Ngày chuyển", 17, True),
        SheetColumn("Ký nhận", 21),
        SheetColumn("Ghi chú", 17, True),
    ),
    rows=tuple(
        SheetRow((r.number_note, r.number, r.issuer, r.reference, "19/11/2026", r.subject, r.who, r.number_note, "", ""))
        for r in reversed(ROWS)
    )
    + (SheetRow(("24/11", "1292", "", "", "", "Số bỏ trống: ghi nhầm sổ, Phùng Thị Lụa hủy 08:10", "", "", "", ""), True),),
    total_text="Cộng từ số 1259 đến số 1292: chín văn bản, một số bỏ trống.",
    place_date="Tân Khê, ngày 24 tháng 11 năm 2026",
    signer_title="VĂN THƯ",
    signer_name="Phùng Thị Lụa",
    footer_left="In từ sổ điện tử lúc 08:40 ngày 24/11/2026. Mã đối chiếu của trang: 7c1e 40d9 a813",
    footer_right="Trang 87/87",
)  # fmt: skip
COVER = Cover(
    superior="",
    agency="ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ",
    title="SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    lines=("Năm: 2026", "Từ ngày 01/01/2026 đến ngày 29/11/2026", "Từ số 01 đến số 70"),
    volume="Quyển số: .........",
)
_HOSTILE = ("Kế hoạch kiểm tra công tác văn thư, lưu trữ " * 9, "X" * 300, "", "UBND xã; " * 500)
BOOK = tuple(
    replace(page, footer_right=f"Trang {number}")
    for number, page in enumerate(
        sheets_of(
            replace(
                SHEET,
                agency="ỦY BAN NHÂN DÂN XÃ HỮU LŨNG THƯỢNG, TỈNH BÀ RỊA - VŨNG TÀU " * 3,
                sums=("", *["12"] * 9),
                rows=tuple(
                    SheetRow(
                        (*["24/11"] * 5, _HOSTILE[n % 4 if n % 9 == 0 else 2], *["Tân Khê"] * 4)
                    )
                    for n in range(70)
                ),
            )
        ),
        3,
    )
)
PAGE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1240 1754"><rect width="1240" height="1754" fill="#fffefb"/>
<g font-family="Times New Roman, Liberation Serif, serif" font-size="27" fill="#15131c"><g text-anchor="middle"><text x="330" y="150">ỦY BAN NHÂN DÂN</text>
<text x="330" y="190" font-weight="700">TỈNH HÀ SƠN</text><path d="M250 206h160M650 206h310" stroke="#15131c"/><text x="330" y="245">Số: 807/UBND-VX</text>
<text x="805" y="150" font-weight="700">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</text><text x="805" y="190" font-weight="700">Độc lập - Tự do - Hạnh phúc</text>
<text x="805" y="250" font-style="italic">Hà Sơn, ngày 17 tháng 11 năm 2026</text><text x="620" y="420">Kính gửi: Ủy ban nhân dân các xã, phường.</text></g>
<text x="230" y="490">Thực hiện quy định của pháp luật về trợ cấp hưu trí xã hội và Nghị quyết của</text><text x="180" y="530">Hội đồng nhân dân tỉnh về mức hỗ trợ thêm đối với đối tượng bảo trợ xã hội trên</text>
<text x="180" y="570">địa bàn, Ủy ban nhân dân tỉnh yêu cầu Chủ tịch Ủy ban nhân dân các xã, phường:</text><text x="230" y="630">1. Tổ chức rà soát, lập danh sách người cao tuổi từ đủ 75 tuổi trở lên;</text>
<text x="230" y="690">2. Tổng hợp nhu cầu kinh phí chi trả năm 2027 theo từng nhóm đối tượng;</text><text x="230" y="750">3. Thực hiện chi trả không dùng tiền mặt đối với người có tài khoản;</text>
<text x="230" y="810">4. Báo cáo kết quả bằng văn bản, gửi về Sở Y tế trước ngày 27/11/2026.</text><g text-anchor="middle" font-weight="700"><text x="860" y="960">TM. ỦY BAN NHÂN DÂN</text>
<text x="860" y="1000">KT. CHỦ TỊCH</text><text x="860" y="1040">PHÓ CHỦ TỊCH</text><text x="860" y="1250">Ma Thị Hiên</text></g></g></svg>"""
PAGE_OF_ROWS = ListPage(
    rows=ROWS,
    label="Danh sách văn bản đến",
    empty=NOTHING,
    pager=Pager(first="?", newer="?p=0", older="?p=2", last="?after=0"),
    total_text="1–9 trong 18",
    tabs=TABS,
    chips=CHIPS,
    order=Chip("Mới nhất", choices=(Chip("Mới nhất", "#s", on=True), Chip("Hạn gần nhất", "#s"))),
    bulk=BULK,
)
EMPTY_PAGE = ListPage(rows=(), label="Danh sách văn bản đến", empty=NOTHING, tabs=TABS[:2])
