"""Words of administrative Vietnamese that decide where a line may break."""

import re

#: A name reads best when a line begins with the place or the next member of a list.
GOOD_STARTS = frozenset({"xã", "phường", "tỉnh", "thành", "quận", "huyện", "đặc", "và"})
#: Words that belong to the following one; a line must not end with them.
BAD_ENDS = frozenset({"đặc", "và", "của", "các", "số", "ngày", "tháng", "năm"})

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
#: Words of two syllables; a clerk never parts one.
COMPOUNDS = frozenset(re.split(r",\s+", _COMPOUNDS.strip()))
