"""The statutory books: the same rows on paper, in Excel and in Word."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core import clock
from app.core.policy import Actor
from app.features import FEATURES
from app.outgoing.models import OutgoingDocument, Recipient
from app.records.rules import ENTERED, Ground
from app.records.service import let_read
from app.registers.models import NumberSeries
from app.registers.rules import written
from app.registers.service import reserve, void_next
from app.work.service import Receiver, direct
from tests.factories.office import Office
from tests.integration.incoming.making import registered
from tests.statements import statements

SignIn = Callable[[Actor], FlaskClient]


def paper_rows(page: str) -> list[list[str]]:
    """The cells of every body row of the printed sheets."""
    bodies = "".join(re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL))
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", bodies, re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


def plain(cell: Any) -> Any:
    """What a cell of Excel was written from."""
    return cell.date() if isinstance(cell, datetime) else cell


def sheet_in(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).active


def excel_rows(content: bytes) -> list[list[Any]]:
    """The lines between the numbers of the columns and the closing."""
    rows = [[cell.value for cell in row] for row in sheet_in(content)]
    assert rows[4] == [f"({n})" for n in range(1, 11)]
    return rows[5:-7]


def word_rows(content: bytes) -> list[list[str]]:
    [table] = docx.Document(io.BytesIO(content)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1] == [f"({n})" for n in range(1, 11)]
    return rows[2:]


@pytest.fixture
def filled(session: Session, office: Office) -> None:
    """Three documents, one given out, and numbers that no document bears."""
    series = session.get_one(NumberSeries, office.arrival_series_id)
    first = registered(session, office.clerk, subject="=1+1", issuer="@Sở", note="-x", urgency=3)
    direct(
        session, office.leader, first.id, "Xử lý", [Receiver(f"u{office.culture_id}", "lead", None)]
    )
    reserve(session, office.clerk, series, clock.today().year, 1, "Họp chiều")
    void_next(session, office.clerk, series, clock.today().year, "Ghi hỏng")
    registered(
        session,
        office.clerk,
        number="2",
        subject="Văn bản hai",
        presented_to_id=office.leader.person_id,
    )
    registered(session, office.clerk, number="", symbol="", without_number=True, issued_on=None)
    session.commit()


@pytest.mark.usefixtures("filled")
def test_the_three_forms_hold_the_same_rows(client_of: SignIn, office: Office) -> None:
    client = client_of(office.clerk)
    url = f"/registers/{office.incoming_register_id}/book"
    paper = paper_rows(client.get(url).get_data(as_text=True))
    excel = excel_rows(client.get(f"{url}.xlsx").data)
    word = word_rows(client.get(f"{url}.docx").data)
    today = clock.today().strftime("%d/%m")
    assert paper == word
    columns = FEATURES.books["incoming"].columns
    assert [list(written(columns, [plain(cell) for cell in row])) for row in excel] == paper
    assert [row[1] for row in paper] == ["01", "02", "03", "04", "05"]
    assert paper[0][0] == today
    assert paper[0][6:8] == ["Phòng Văn hóa - Xã hội", today]
    assert paper[0][9] == "Hỏa tốc; -x"
    assert paper[1][5].startswith("Số 02 giữ lại: Họp chiều. Người ghi: Phùng Thị Lụa")
    assert paper[2][9] == "Bỏ trống"
    assert paper[3][6] == "Lưu Đình Thuận"
    assert paper[4][3] == "Không số"


@pytest.mark.usefixtures("filled")
def test_no_cell_is_taken_for_a_formula(client_of: SignIn, office: Office) -> None:
    content = (
        client_of(office.clerk).get(f"/registers/{office.incoming_register_id}/book.xlsx").data
    )
    cells = [cell for row in sheet_in(content) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}, "words, numbers, days: no formula"
    assert not any(cell.quotePrefix for cell in cells), "no apostrophe is seen"
    [cell] = [cell for cell in cells if cell.value == "@Sở"]
    assert cell.number_format == "@", "nor does it become a formula when somebody edits it"


@pytest.mark.usefixtures("filled")
def test_the_sheet_is_closed_with_total_place_and_name(client_of: SignIn, office: Office) -> None:
    page = client_of(office.clerk).get(f"/registers/{office.incoming_register_id}/book")
    text = page.get_data(as_text=True)
    for words in (
        "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
        "ỦY BAN NHÂN DÂN PHƯỜNG TÂN KHÊ",
        f"Năm {clock.today().year}",
        "Số đến 01 đến 05",
        "Cộng: 3 văn bản, 2 số bỏ trống hoặc giữ lại có lý do.",
        "VĂN THƯ",
        "Trang 2/3",
        "Trang 3/3",
        "(10)",
        "Từ số 01 đến số 05",
        "Quyển số:",
        "Mã đối chiếu của trang:",
    ):
        assert words in text


MARCH = datetime(2026, 3, 5, 9, tzinfo=UTC)


def closing_lines(content: bytes) -> list[str]:
    return [row[7].value for row in sheet_in(content).iter_rows() if row[7].value][-3:]


def test_days_and_numbers_are_such_in_excel_and_the_book_is_signed_there(
    client_of: SignIn, session: Session, office: Office
) -> None:
    with clock.stopped_at(MARCH):
        registered(session, office.clerk)
        session.commit()
        url = f"/registers/{office.incoming_register_id}/book"
        client = client_of(office.clerk)
        content, word = client.get(f"{url}.xlsx").data, client.get(f"{url}.docx").data
    sheet = sheet_in(content)
    assert sheet.title == "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"
    [line] = excel_rows(content)
    assert line[0] == datetime(2026, 3, 5)
    assert line[1] == 1
    assert (sheet["A6"].number_format, sheet["B6"].number_format) == ("dd/mm", "00")
    signed = ["Tân Khê, ngày 05 tháng 3 năm 2026", "VĂN THƯ", office.clerk.name]
    assert closing_lines(content) == signed
    assert sheet.oddFooter.right.text == "Trang &P/&N"
    document = docx.Document(io.BytesIO(word))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[-3:] == signed
    body = list(document.element.body)
    assert body.index(document.tables[0]._tbl) < len(body) - 4, "the closing stands under the rows"
    assert sheet.row_dimensions[6].height > 30, "as high as its text"
    assert texts.count("Năm: 2026") == 2, "on the cover and on the first page"
    fields = document.sections[0].footer._element.xpath(".//w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_range_of_days_shows_its_own_lines(
    client_of: SignIn, session: Session, office: Office
) -> None:
    today = clock.today()
    before = today - timedelta(days=40)
    registered(session, office.clerk, arrived_on=before, issued_on=before, number="1")
    registered(session, office.clerk, number="2")
    url = f"/registers/{office.incoming_register_id}/book?year={today.year}"
    client = client_of(office.clerk)
    recent = f"{url}&first={(today - timedelta(days=3)):%d/%m/%Y}&last={today:%d/%m/%Y}"
    assert [row[1] for row in paper_rows(client.get(recent).get_data(as_text=True))] == ["02"]
    wrong = client.get(f"{url}&first=31/02/2026")
    assert "Không có ngày “" in wrong.get_data(as_text=True)


def test_the_outgoing_book_has_signers_and_receivers(
    client_of: SignIn, session: Session, office: Office
) -> None:
    document = OutgoingDocument(
        agency_id=office.agency_id,
        type_code="QD",
        subject="Về việc thành lập tổ công tác",
        issuer="UBND phường Tân Khê",
        reference="12/QĐ-UBND",
        issued_on=clock.today(),
        issued_at=clock.now(),
        signer_name="Lưu Đình Thuận",
        archive_copy="VT, VHXH",
        copies=15,
        state="issued",
        register_id=office.outgoing_register_id,
        year=clock.today().year,
        number=12,
        created_by_id=office.clerk.person_id,
    )
    session.add(document)
    session.flush()
    for name in ("Sở Nội vụ", "UBND xã Hữu Lũng Thượng"):
        session.add(Recipient(document_id=document.id, name=name, channel="paper", state="sent"))
    let_read(session, document.id, [f"a{office.agency_id}"], Ground(ENTERED))
    session.commit()
    url = f"/registers/{office.outgoing_register_id}/book"
    client = client_of(office.clerk)
    [row] = paper_rows(client.get(url).get_data(as_text=True))
    assert row[:7] == [
        "12/QĐ-UBND",
        clock.today().strftime("%d/%m/%Y"),
        "Quyết định: Về việc thành lập tổ công tác",
        "Lưu Đình Thuận",
        "Sở Nội vụ; UBND xã Hữu Lũng Thượng",
        "VT, VHXH",
        "15",
    ]
    book, total = word_rows(client.get(f"{url}.docx").data)
    assert book == row
    assert (total[0], total[6]) == ("Cộng", "15")
    assert excel_rows(client.get(f"{url}.xlsx").data)[-1][6] == 15


def test_a_book_of_any_length_costs_the_same_statements(
    client_of: SignIn, session: Session, office: Office
) -> None:
    client = client_of(office.clerk)
    url = f"/registers/{office.incoming_register_id}/book"
    registered(session, office.clerk)
    client.get(url)
    with statements() as few:
        client.get(url)
    for number in range(2, 40):
        document = registered(session, office.clerk, number=str(number))
        direct(
            session,
            office.leader,
            document.id,
            "Xử lý",
            [Receiver(f"u{office.culture_id}", "lead", None)],
        )
    session.commit()
    with statements() as many:
        page = client.get(url).get_data(as_text=True)
    assert len(paper_rows(page)) == 39
    assert page.count("<article") >= 3
    assert len(many) == len(few)
