"""One letter of each type, as an office would write it."""

from dataclasses import replace
from datetime import date

from documents.drafting import Letter, Signature, Urgency, invitation_body, parse_body

DEPUTY = Signature(("TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"), "Nguyễn Thị Hồng Nhung")

DECISION = Letter(
    type_code="QĐ",
    superior="",
    agency="Ủy ban nhân dân xã Tân Phú",
    symbol="QĐ-UBND",
    place="Tân Phú",
    year=2026,
    subject="Thành lập Tổ công tác cải cách hành chính giai đoạn 2026 - 2030",
    legal_bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025.",
        "căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;",
        "Theo đề nghị của Chánh Văn phòng",
    ),
    body=parse_body(
        """Điều 1. Thành lập Tổ công tác cải cách hành chính.
        Điều 2. Nhiệm vụ của Tổ công tác
        1. Tham mưu xây dựng kế hoạch.
        a) Kế hoạch năm;
        b) Kế hoạch quý.
        Điều 3. Quyết định này có hiệu lực kể từ ngày ký."""
    ),
    recipients=("Như Điều 3", "- UBND tỉnh;"),
    filing_unit="VP",
    signature=DEPUTY,
)

OFFICIAL_LETTER = Letter(
    type_code="CV",
    superior="UBND tỉnh Đồng Nai",
    agency="Ủy ban nhân dân xã Tân Phú",
    symbol="UBND-VP",
    place="Tân Phú",
    number="7",
    day=date(2026, 2, 5),
    subject="Tăng cường phòng, chống cháy nổ",
    addressees=("Công an xã", "Ban Chỉ huy Quân sự xã;", "Các ấp"),
    body=parse_body("Ủy ban nhân dân xã yêu cầu các đơn vị triển khai thực hiện."),
    recipients=("Chủ tịch, các PCT UBND xã",),
    filing_unit="VP",
    urgency=Urgency.EXPRESS,
    drafter_initials="nva",
    copies=15,
    address_lines=("Địa chỉ: Số 12, đường Lê Lợi", "Điện thoại: 0251 3 123 456"),
    signature=DEPUTY,
)

NOTICE = replace(
    DECISION,
    type_code="TB",
    symbol="TB-UBND",
    subject="Về việc nghỉ Tết Nguyên đán năm 2027",
    legal_bases=(),
    body=parse_body("Ủy ban nhân dân xã thông báo lịch nghỉ Tết như sau."),
)
REPORT = replace(
    NOTICE,
    type_code="BC",
    symbol="BC-UBND",
    subject="Kết quả giải quyết thủ tục hành chính quý IV năm 2026",
    addressees=("Ủy ban nhân dân tỉnh Đồng Nai",),
    recipients=(),
    body=parse_body("Phần I\nKẾT QUẢ ĐẠT ĐƯỢC\nXã tiếp nhận 1.234 hồ sơ."),
)
PROPOSAL = replace(
    REPORT,
    type_code="TTr",
    symbol="TTr-UBND",
    subject="Phê duyệt dự toán sửa chữa đường liên ấp",
    body=parse_body("Ủy ban nhân dân xã kính trình phê duyệt dự toán."),
)
PLAN = replace(
    NOTICE,
    type_code="KH",
    symbol="KH-UBND",
    subject="Chuyển đổi số năm 2027",
    body=parse_body(
        "I. MỤC ĐÍCH\n1. Nâng cao chất lượng phục vụ.\nII. TỔ CHỨC THỰC HIỆN\nGiao Văn phòng."
    ),
)
INVITATION = replace(
    NOTICE,
    type_code="GM",
    symbol="GM-UBND",
    subject="Họp giao ban tháng 12 năm 2026",
    body=invitation_body(
        host="Ủy ban nhân dân xã",
        guests=("các Trưởng ấp",),
        meeting="Họp giao ban tháng 12.",
        chair="Chủ tịch Ủy ban nhân dân xã.",
        time="08 giờ 00, ngày 05 tháng 12 năm 2026.",
        place="Phòng họp số 1.",
    ),
)
LETTERS = (OFFICIAL_LETTER, DECISION, NOTICE, REPORT, PROPOSAL, PLAN, INVITATION)
