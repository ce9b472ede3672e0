"""A grade of state secrecy is told from words that merely sound like one, however it is written.

The titles follow real ones: subjects of district and commune offices, names of files they send.
"""

import unicodedata

import pytest

from app.core.secrecy import grade_borne, grade_in, grade_in_name

GRADED = [
    "MẬT",
    "Mật",
    "TỐI MẬT",
    "Tối mật",
    "TUYỆT MẬT",
    "Tuyệt Mật",
    "V/v gửi tài liệu Tối mật",
    "V/v gửi tài liệu tối mật về Bộ Chỉ huy Quân sự tỉnh",
    "V/v bảo quản tài liệu Tối mật",
    "V/v cung cấp hồ sơ tuyệt mật phục vụ thanh tra",
    "V/v tiếp nhận văn bản mật của Công an tỉnh",
    "Về việc chuyển công văn mật số 12",
    "V/v xử lý văn bản Mật của Ban Chỉ huy Quân sự",
    "Quản lý văn bản Mật năm 2026",
    "Báo cáo (Mật) tình hình an ninh nông thôn",
    "Kế hoạch (TUYỆT MẬT)",
    "Kế hoạch diễn tập khu vực phòng thủ [MẬT]",
    "Kế hoạch diễn tập khu vực phòng thủ - MẬT",
    "Kế hoạch diễn tập khu vực phòng thủ. Mật",
    "MẬT - Kế hoạch tác chiến phòng thủ",
    "MẬT/KHẨN",
    "Kế hoạch Tuyệt-mật của Ban Chỉ huy",
    "Mật: Kế hoạch bảo vệ mục tiêu A",
    "TỐI MẬT: kế hoạch diễn tập",
    "KẾ HOẠCH TÁC CHIẾN (TỐI MẬT)",
    "TÀI LIỆU MẬT CỦA BAN CHỈ HUY QUÂN SỰ",
    "Phát hành MẬT kế hoạch huy động lực lượng",
    "Công văn MẬT về công tác cán bộ",
    "Báo cáo có độ Mật về tình hình biên giới",
    "Phương án mật bảo vệ bầu cử",
    "Độ mật: Tối mật. Kế hoạch sơ tán",
    "Danh sách cán bộ, độ mật: Mật",
    "Mức độ mật: TUYỆT MẬT",
    "Chuyển bì mật cho Thường trực Huyện ủy",
    "Văn bản đóng dấu “Mật” của Tỉnh ủy",
    "V/v tài liệu thuộc danh mục bí mật nhà nước độ Tối mật",
    "M Ậ T",
    "T Ố I  M Ậ T",
    "TUYÖT MËT",
    "Tèi mËt",
    "TUYEÄT MAÄT",
    "Tài liệu toái maät",
    "V/v gui tai lieu toi mat",
    "tài\u00a0liệu\u00a0Tối\u00a0mật",
    "Tối mật\u200b",
]
NOT_GRADED = [
    "TĂNG CƯỜNG BẢO MẬT HỆ THỐNG",
    "Tăng cường bảo mật hệ thống thông tin",
    "V/v bảo vệ bí mật nhà nước",
    "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Triển khai Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
    "V/v ban hành Danh mục bí mật nhà nước thuộc lĩnh vực Nội vụ",
    "Danh mục bí mật nhà nước độ Tuyệt mật và Tối mật trong ngành Y tế",
    "Quyết định về danh mục bí mật nhà nước độ Mật của ngành Thống kê",
    "Tập huấn công tác bảo vệ bí mật nhà nước năm 2026",
    "V/v tăng cường quản lý văn bản mật",
    "QUY CHẾ QUẢN LÝ VĂN BẢN MẬT",
    "V/v cấp sổ đăng ký văn bản mật",
    "V/v xác định độ mật của văn bản",
    "Độ mật: Thường",
    "V/v giải mật hồ sơ, tài liệu lưu trữ lịch sử",
    "V/v đổi mật khẩu thư công vụ",
    "ĐỔI MẬT KHẨU TÀI KHOẢN IOFFICE",
    "Thông báo mật độ dân số các xã",
    "Báo cáo mật độ xây dựng khu trung tâm",
    "BÁO CÁO MẬT ĐỘ XÂY DỰNG",
    "V/v nuôi ong lấy mật",
    "MÔ HÌNH NUÔI ONG LẤY MẬT",
    "Đề án phát triển thương hiệu mật ong bạc hà",
    "ĐỀ ÁN MẬT ONG BẠC HÀ",
    "V/v khám sàng lọc bệnh gan, mật",
    "Thành lập Khoa Gan - Mật - Tụy",
    "Phẫu thuật nội soi cắt túi mật",
    "V/v tuyển dụng nhân viên mật mã",
    "Kế hoạch mật mã dân sự",
    "Tạo mối quan hệ mật thiết với Nhân dân",
    "Gặp mặt thân mật nhân ngày 27/7",
    "THƯ MỜI GẶP MẶT THÂN MẬT",
    "Giải quyết đơn của ông Nguyễn Văn Mật",
    "V/v nâng cấp đường Mật Sơn",
    "Thông báo tuyển sinh Trường Mầm non Mật Sơn",
    "V/v phòng chống tin nhắn mật danh",
    "Hướng dẫn bảo mật thông tin cá nhân",
    "Cam kết bảo mật",
    "V/v bầu cử theo hình thức bỏ phiếu kín, bảo đảm bí mật",
    "V/v sản xuất chuối mật, mía mật",
    "V/v công tác cơ yếu, cơ mật viện triều Nguyễn",
    "Hội nghị gặp mặt doanh nghiệp",
    "Don trinh bao toi mat giay to",
    "V/v bao mat he thong",
    "Kế hoạch tối ưu hệ thống",
    "",
]


def both_forms(titles: list[str]) -> list[str]:
    return [unicodedata.normalize(form, title) for title in titles for form in ("NFC", "NFD")]


@pytest.mark.parametrize("title", both_forms(GRADED))
def test_a_grade_is_found(title: str) -> None:
    assert grade_in(title)


@pytest.mark.parametrize("title", both_forms(NOT_GRADED))
def test_what_sounds_like_one_is_none(title: str) -> None:
    assert grade_in(title) == ""


def test_the_grade_is_named_as_it_stands() -> None:
    assert grade_in("V/v gửi tài liệu Tối mật") == "Tối mật"
    assert grade_in("Kế hoạch (TUYỆT MẬT)") == "TUYỆT MẬT"


@pytest.mark.parametrize(
    ("name", "is_graded"),
    [
        ("Tuyệt mật.pdf", True),
        ("Bao_cao_tuyet_mat.pdf", True),
        ("KH-TỐI-MẬT-2026.docx", True),
        ("KH_toi_mat.docx", True),
        ("cong van mat.pdf", True),
        ("12-CV-MẬT.pdf", True),
        ("MAT-KH phong thu.docx", True),
        ("Bao_mat_he_thong.docx", False),
        ("mat_khau.txt", False),
        ("Đổi mật khẩu.pdf", False),
        ("Mat do dan so.xlsx", False),
        ("Don-trinh-bao-toi-mat-giay-to.pdf", False),
        ("Mật ong Mèo Vạc.jpg", False),
        ("gan-mat-tuy.pdf", False),
        ("Mat bang quy hoach.dwg.pdf", False),
        ("scan0012.pdf", False),
    ],
)
def test_names_of_files(name: str, is_graded: bool) -> None:
    assert bool(grade_in_name(name)) == is_graded


@pytest.mark.parametrize(
    "text",
    [
        "UBND TỈNH HÀ SƠN\nMẬT\nKẾ HOẠCH",
        "Kính gửi: UBND xã\n[TỐI MẬT]\nTheo đề nghị của …",
        "Văn bản | Độ mật\n12/KH-UBND | Tối mật",
        "| 1 | Kế hoạch A | MẬT |",
        "Độ mật: Mật",
        "ĐỘ MẬT: TUYỆT MẬT",
        "Tài liệu này thuộc độ Tối mật, không sao chụp.",
        "Văn bản này có nội dung mật.",
        "* M Ậ T *",
        "TUYÖT MËT",
    ],
)
def test_a_text_that_bears_a_grade(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert grade_borne(unicodedata.normalize(form, text))


@pytest.mark.parametrize(
    "text",
    [
        "Tuyệt đối không gửi văn bản Mật, Tối mật, Tuyệt mật qua Trục liên thông.",
        "Việc soạn thảo tài liệu mật thực hiện trên máy tính độc lập.",
        "Độ mật: Thường",
        "Văn bản này thuộc thẩm quyền của UBND huyện về bảo vệ bí mật nhà nước.",
        "Tài liệu này là cơ sở để bảo mật thông tin.",
        "Sản lượng | mật | 20 lít",
        "Căn cứ Luật Bảo vệ bí mật nhà nước;",
        "Khoa Gan - Mật - Tụy",
    ],
)
def test_a_text_that_speaks_of_grades_is_taken(text: str) -> None:
    assert grade_borne(text) == ""
