"""Words of administrative Vietnamese that decide where a line may break."""

import re

#: Kinds of places: a name follows.
PLACES = frozenset({"xã", "phường", "tỉnh", "phố", "quận", "huyện", "ấp", "thôn"})
#: A name reads best when a line begins with the place or the next member of a list.
GOOD_STARTS = PLACES - {"phố"} | {"thành", "đặc", "và"}
#: Words that belong to the following one; a line must not end with them.
BAD_ENDS = PLACES - {"phố"} | frozenset({"đặc", "và", "của", "các", "số", "ngày", "tháng", "năm"})

_COMPOUNDS = """
an ninh, an sinh, an toàn, ban hành, báo cáo, bảo đảm, bảo hiểm, bảo vệ, biên chế, bổ nhiệm,
cán bộ, cải cách, chỉ đạo, chỉ huy, chính phủ, chính quyền, chính sách, chủ tịch, chủ trương,
chuyên môn, chuyển đổi, chương trình, công an, công bố, công chức, công dân, công nghệ, công
tác, công trình, cơ quan, cơ sở, dân cư, dân sự, danh mục, doanh nghiệp, dự án, dự thảo, dự
toán, đại biểu, đại hội, đào tạo, đất đai, đầu tư, địa bàn, địa phương, điện tử, điều hành, đô
thị, đơn vị, đoàn thể, đồng chí, giai đoạn, giải quyết, giám sát, giáo dục, giao thông, hành
chính, hoạt động, hồ sơ, hội đồng, hội nghị, hỗ trợ, kế hoạch, kết quả, khai thác, khen
thưởng, kiểm tra, kinh phí, kinh tế, lao động, lãnh đạo, liên quan, lĩnh vực, môi trường, mục
tiêu, nâng cao, nhân dân, nhân sự, nhiệm vụ, nông dân, nông nghiệp, nông thôn, nội vụ, pháp
luật, phát triển, phê duyệt, phòng cháy, phòng chống, phối hợp, phụ nữ, quân sự, quản lý, quốc
gia, quốc phòng, quy chế, quy định, quy hoạch, quyết định, sửa chữa, tài chính, tài nguyên,
tài sản, tăng cường, thanh tra, thanh niên, thành lập, thành phố, thành viên, thẩm định, thi
đua, thông báo, thông tin, thủ tục, thực hiện, thương mại, thường trực, tiếp nhận, tiêu chuẩn,
tổ chức, trách nhiệm, trật tự, triển khai, trung tâm, trung ương, trưởng phòng, tuyên truyền,
ủy ban, ứng dụng, văn bản, văn hóa, văn phòng, văn thư, vận động, vệ sinh, việc làm, xã hội,
xây dựng, y tế
"""
#: What agencies and their units are called.
_AGENCIES = """
an toàn giao thông, an toàn thực phẩm, ban chấp hành, ban chỉ huy, ban chỉ đạo, ban dân tộc, ban
quản lý, ban quản lý dự án, ban thường vụ, bình đẳng giới, bảo hiểm xã hội, bảo trợ xã hội, bệnh
viện, chi cục, chuyển đổi số, chính quyền địa phương, chăn nuôi, công an nhân dân, công nghệ thông
tin, công ty, cơ quan điều tra, cải cách hành chính, cấp nước, cổ phần, cục thuế, cứu nạn cứu hộ,
du lịch, dân tộc, dịch vụ công, giải phóng mặt bằng, giảm nghèo, hành chính công, hải quan, học
viện, hội chữ thập đỏ, hội cựu chiến binh, hội liên hiệp, hội nông dân, hội đồng nhân dân, hữu
hạn, kho bạc nhà nước, khoa học, khu vực, khuyến nông, khí tượng thủy văn, kinh tế trọng điểm,
kiểm lâm, liên đoàn lao động, mầm non, mặt trận tổ quốc, một cửa, một thành viên, ngân hàng nhà
nước, ngân sách, người cao tuổi, nhà nước, phát triển quỹ đất, phòng cháy chữa cháy, phòng chống
thiên tai, phòng giao dịch, phương tiện, phổ thông, phục vụ, quốc hội, quỹ đất, sự nghiệp, thi
hành án, thi hành án dân sự, thú y, thể thao, thị trấn, thống kê, thủ tục hành chính, thủy lợi,
thủy sản, thủy văn, tiểu học, trung học, trung học cơ sở, trung học phổ thông, truyền thông, trách
nhiệm hữu hạn, trường học, trẻ em, trồng trọt, tìm kiếm cứu nạn, tín dụng, tòa án nhân dân, tôn
giáo, tư pháp, tổng cục, tổng hợp, viện kiểm sát nhân dân, văn phòng đăng ký, xuất nhập khẩu, đa
khoa, điện lực, đoàn đại biểu, đại học, đảng bộ, đảng ủy, đồng bằng, ủy ban mặt trận tổ quốc, ủy
ban nhân dân
"""
#: Words and names of several syllables; a clerk never parts one.
COMPOUNDS = frozenset(re.split(r",\s+", " ".join(f"{_COMPOUNDS.strip()}, {_AGENCIES}".split())))
LONGEST = max(len(compound.split()) for compound in COMPOUNDS)
"""In syllables."""
