"""Short ways to say documents and requests."""

from datetime import date
from typing import Any

from search_index import IndexedDocument, SearchBackend, SearchRequest

CLERK = frozenset({"agency:1"})


def document(identity: int, subject: str = "", **changes: Any) -> IndexedDocument:
    """A document that the clerk may read, newer the greater its id."""
    values: dict[str, Any] = {
        "id": identity,
        "version": 1,
        "kind": "incoming",
        "readers": CLERK,
        "reference": "",
        "subject": subject,
        "issuer": "",
        "people": "",
        "body": "",
        "issued_on": None,
        "sort_key": identity,
        "agency_id": 1,
        "year": 2026,
    }
    return IndexedDocument(**values | changes)


def hits(backend: SearchBackend, text: str, **changes: Any) -> dict[int, tuple[str, ...]]:
    """Ids of the first page, in order, and what each lacks."""
    asked: dict[str, Any] = {"text": text, "readers": CLERK, "limit": 100, **changes}
    request = SearchRequest(**asked)
    return {hit.id: hit.missing for hit in backend.search(request).hits}


def ids(backend: SearchBackend, text: str, **changes: Any) -> list[int]:
    """Ids of the documents on the first page that hold all that was asked for, in order."""
    return [one for one, missing in hits(backend, text, **changes).items() if not missing]


OFFICE = (
    document(
        1,
        "Về việc quản lý đất đai trên địa bàn thành phố Hà Nội",
        reference="0807/UBND-VX",
        issuer="Ủy ban nhân dân thành phố Hà Nội",
        people="Nguyễn Thị Hoà",
        body="Căn cứ Luật Đất đai, Ủy ban nhân dân thành phố thông báo kế hoạch sử dụng đất 2026.",
        issued_on=date(2026, 3, 15),
        kind="outgoing",
    ),
    document(
        2,
        "Quyết định về việc thành lập hội đồng thẩm định",
        reference="12/QĐ-UBND",
        issuer="UBND huyện Hòa Vang",
        people="Trần Văn Quý",
        body="QUYẾT ĐỊNH: Điều 1. Thành lập hội đồng thẩm định giá đất.",
        issued_on=date(2026, 4, 1),
        kind="outgoing",
    ),
    document(
        3,
        "bao cao cong tac cai cach hanh chinh quy I",
        reference="45/BC-SNV",
        issuer="So Noi vu",
        people="Le Thi Thuy",
        body="Thuc hien cong van so 0807/UBND-VX, So Noi vu bao cao ket qua.",
        issued_on=date(2025, 12, 31),
        year=2025,
    ),
    document(
        4,
        "Báo cáo kết quả cải cách hành chính năm 2025",
        reference="46/BC-SNV",
        issuer="Sở Nội vụ",
        people="Lê Thị Thuỷ",
        body="Thủ tục hành chính được rà soát; TTHC trực tuyến đạt 80%. HĐND tỉnh giám sát.",
        issued_on=date(2026, 1, 10),
    ),
    document(
        5,
        "Tờ trình xin kinh phí phòng cháy, chữa cháy",
        reference="1711-TTr/CAT",
        issuer="Công an tỉnh",
        people="Phạm Hồng Hà",
        body="Kính trình Hội đồng nhân dân tỉnh xem xét. Thông tư 45/2025/TT-BTС của Bộ Tài chính.",
        issued_on=date(2026, 5, 5),
    ),
    document(
        6,
        "Giấy mời họp hoàn thiện đề án chuyển đổi số",
        reference="99/GM-VP",
        issuer="Văn phòng",
        people="Huỳnh Thuý Nga",
        body="Trân trọng kính mời dự họp tại hội trường. Dự án nhà ở xã hội; ma túy; mã số thuế: "
        "1.500.000 đ, chậm nhất ngày 04 tháng 5 năm 2026.",
    ),
    document(
        7,
        "Kế hoạch bí mật về thanh tra",
        reference="07/KH-TTr",
        issuer="Thanh tra tỉnh",
        body="quyết định thanh tra đất đai",
        readers=frozenset({"person:9"}),
    ),
    document(
        8,
        "Thông báo kết luận của Thủ tướng Chính phủ",
        reference="102/2026/TB-VPCP",
        issuer="Văn phòng Chính phủ",
        body="Về xoá nhà tạm, nhà dột nát; khoẻ mạnh; luỹ kế; quý I. Nghị định số 15/2026/NĐ-CP.",
        issued_on=date(2026, 6, 30),
        facts=frozenset({("type", "Thông báo kết luận"), ("state", "open"), ("state", "late")}),
    ),
)
"""Documents of an office; the clerk may read all but 7."""
