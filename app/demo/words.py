"""Words from which invented people, bodies and documents are made."""

import random

SURNAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Nông",
    "Lò",
    "Giàng",
    "Ma",
    "Tạ",
    "Lương",
    "Đinh",
    "Trịnh",
    "Hà",
    "Cao",
    "Đàm",
)
MIDDLES = (
    "Văn",
    "Thị",
    "Đức",
    "Minh",
    "Ngọc",
    "Quang",
    "Thu",
    "Xuân",
    "Hữu",
    "Thanh",
    "Bích",
    "Đình",
    "Khánh",
    "Hồng",
    "Vĩnh",
    "Gia",
)
GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Hạnh",
    "Hiếu",
    "Hoa",
    "Hùng",
    "Hương",
    "Khoa",
    "Lan",
    "Liên",
    "Linh",
    "Long",
    "Mai",
    "Nam",
    "Nga",
    "Nghĩa",
    "Phúc",
    "Phương",
    "Quân",
    "Quỳnh",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắng",
    "Thủy",
    "Tuấn",
    "Tùng",
    "Vân",
    "Vinh",
    "Yến",
)

PROVINCE = "Hà Sơn"
DISTRICT = "Khê Sơn"
COMMUNES = (
    "Tân Khê",
    "Bắc Khê",
    "Nam Khê",
    "Khê Thượng",
    "Khê Hạ",
    "Phú Lâm",
    "Phú Thịnh",
    "Hòa Lạc",
    "Hòa Bình",
    "Đồng Tâm",
    "Đồng Tiến",
    "Quang Minh",
    "Quang Trung",
    "An Lạc",
    "An Hòa",
    "Vĩnh Sơn",
    "Vĩnh Phong",
    "Thanh Vân",
    "Thanh Lương",
    "Minh Tân",
    "Yên Định",
    "Yên Thái",
    "Xuân Lộc",
    "Long Giang",
)
DEPARTMENTS = (
    ("Văn phòng HĐND và UBND", "VP"),
    ("Phòng Nội vụ", "NV"),
    ("Phòng Tài chính - Kế hoạch", "TCKH"),
    ("Phòng Tư pháp", "TP"),
    ("Phòng Văn hóa và Thông tin", "VHTT"),
    ("Phòng Giáo dục và Đào tạo", "GDĐT"),
    ("Phòng Y tế", "YT"),
    ("Phòng Lao động - Thương binh và Xã hội", "LĐTBXH"),
    ("Phòng Tài nguyên và Môi trường", "TNMT"),
    ("Phòng Kinh tế và Hạ tầng", "KTHT"),
    ("Phòng Nông nghiệp và Phát triển nông thôn", "NN"),
    ("Thanh tra huyện", "TTr"),
    ("Ban Quản lý dự án đầu tư xây dựng", "BQLDA"),
)
ISSUERS = (
    ("UBND tỉnh Hà Sơn", "UBND", "VX"),
    ("UBND tỉnh Hà Sơn", "UBND", "KT"),
    ("Sở Nội vụ", "SNV", "CCHC"),
    ("Sở Tài chính", "STC", "QLNS"),
    ("Sở Y tế", "SYT", "NVY"),
    ("Sở Xây dựng", "SXD", "HTĐT"),
    ("Sở Nông nghiệp và Môi trường", "SNNMT", "QLĐĐ"),
    ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", "VP"),
    ("Sở Giáo dục và Đào tạo", "SGDĐT", "VP"),
    ("Sở Tư pháp", "STP", "PBGDPL"),
    ("Sở Công Thương", "SCT", "QLTM"),
    ("Thanh tra tỉnh", "TTT", "NV1"),
    ("Công an tỉnh", "CAT", "PV01"),
    ("Bảo hiểm xã hội tỉnh", "BHXH", "QLT"),
    ("Kho bạc Nhà nước khu vực VI", "KBNN", "KSC"),
    ("Ban Chỉ đạo chuyển đổi số tỉnh", "BCĐ", "CĐS"),
    ("Hội Người cao tuổi tỉnh", "HNCT", ""),
)
VERBS = (
    "báo cáo kết quả",
    "rà soát, lập danh sách",
    "tăng cường",
    "triển khai thực hiện",
    "đôn đốc",
    "cung cấp thông tin, số liệu về",
    "góp ý dự thảo quy định về",
    "phối hợp thực hiện",
    "đề xuất kinh phí",
    "hướng dẫn",
    "kiểm tra, chấn chỉnh",
    "tổng hợp vướng mắc trong",
)
MATTERS = (
    "công tác tiếp công dân, giải quyết khiếu nại, tố cáo",
    "cải cách hành chính và chỉ số hài lòng của người dân",
    "chi trả trợ cấp hưu trí xã hội cho người cao tuổi",
    "phòng, chống thiên tai và tìm kiếm cứu nạn trong mùa mưa bão",
    "cấp giấy chứng nhận quyền sử dụng đất lần đầu cho hộ gia đình, cá nhân",
    "giải phóng mặt bằng dự án đường nối quốc lộ 3 với khu công nghiệp Bắc Khê",
    "tiêm vắc xin phòng bệnh cho đàn gia súc, gia cầm",
    "an toàn thực phẩm tại các chợ, trường học",
    "hệ thống thoát nước và các điểm ngập úng đô thị",
    "thu ngân sách nhà nước trên địa bàn",
    "giải ngân vốn đầu tư công",
    "số hóa hồ sơ, giấy tờ tại bộ phận một cửa",
    "tuyển sinh đầu cấp và cơ sở vật chất trường học",
    "phòng, chống dịch sốt xuất huyết",
    "quản lý trật tự xây dựng",
    "bảo vệ rừng, phòng cháy, chữa cháy rừng",
    "hỗ trợ hộ nghèo, hộ cận nghèo sửa chữa nhà ở",
    "làm sạch dữ liệu hộ tịch, dữ liệu dân cư",
    "phong trào Toàn dân đoàn kết xây dựng đời sống văn hóa",
    "thu gom, xử lý rác thải sinh hoạt",
    "phổ cập kỹ năng số cho người dân vùng nông thôn",
    "tổ chức Ngày hội Đại đoàn kết toàn dân tộc",
)
TAILS = (
    "trên địa bàn huyện",
    "6 tháng đầu năm 2026",
    "quý III năm 2026",
    "giai đoạn 2026-2030",
    "tại các xã ven sông Khê",
    "theo chỉ đạo của Chủ tịch UBND tỉnh",
    "trước ngày khai giảng",
    "năm 2026 và phương hướng năm 2027",
    "theo Nghị quyết của Hội đồng nhân dân tỉnh",
    "",
)
DIRECTIVES = (
    "Giao chủ trì, phối hợp các đơn vị liên quan tham mưu, trình trước hạn.",
    "Nghiên cứu, đề xuất, báo cáo Thường trực.",
    "Khẩn trương rà soát, tổng hợp số liệu; không để trễ hạn.",
    "Tham mưu văn bản trả lời đúng thời gian yêu cầu.",
    "Để biết, theo dõi, thực hiện theo chức năng, nhiệm vụ.",
    "Đôn đốc các xã báo cáo; tổng hợp chung của huyện.",
)


class Words:
    """Invented words, the same ones for the same seed."""

    def __init__(self, seed: int = 2026) -> None:
        self.random = random.Random(seed)
        self._user_names: dict[str, int] = {}

    def person(self) -> str:
        pick = self.random.choice
        return f"{pick(SURNAMES)} {pick(MIDDLES)} {pick(GIVEN)}"

    def subject(self, prefix: str = "V/v") -> str:
        pick = self.random.choice
        return " ".join(f"{prefix} {pick(VERBS)} {pick(MATTERS)} {pick(TAILS)}".split())

    def phone(self) -> str:
        return f"09{self.random.randrange(10**8):08d}"

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.random.random() < share
