"""Files that come with an answer itself: uploaded in its form, read from the board."""

import io
from collections.abc import Callable

import pytest
from docx import Document as open_docx
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.policy import Actor, person_token, unit_token
from app.files.models import RecordFile
from app.organisation.models import Unit
from app.records.models import RecordReader
from app.records.rules import LINE, Ground
from app.records.service import end_ground, let_read
from app.requests import service
from app.requests.models import RequestLine
from app.requests.queries import boards
from app.requests.rules import Holder
from app.requests.service import Asking
from documents.storage import Storage
from tests.documents.document_files import pdf_bytes
from tests.factories.office import Office
from tests.integration.outgoing.making import request_of
from tests.reading import found
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("monday", "storage")


@pytest.fixture
def lines(session: Session, office: Office) -> list[RequestLine]:
    """The economy unit, the other agency and one outside are asked; each sees the others' words."""
    asking = Asking(request_of(session, office).id, "V/v báo cáo", office.leader.person_id)
    holders = [
        Holder("Phòng Kinh tế", unit_id=office.economy_id),
        Holder("UBND xã", agency_id=office.other_agency_id),
        Holder("Sở Y tế"),
    ]
    asked = service.ask(session, office.leader, asking, holders)
    service.change(session, office.leader, asked[0].request_id, "", None, True)
    session.commit()
    return asked


def sent(*files: tuple[bytes, str], **values: object) -> dict[str, object]:
    return {"files": [(io.BytesIO(content), name) for content, name in files], **values}


BIEU, LIST = (pdf_bytes("Biểu"), "bieu-02.pdf"), (pdf_bytes("Danh sách"), "danh-sach.pdf")


def test_an_answer_brings_files_of_its_own(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
) -> None:
    line, request_id = lines[0].id, lines[0].request_id
    session.rollback()
    here, answering = f"/requests/{request_id}", f"/requests/lines/{line}/answer"
    leader, economy = client_of(office.leader), client_of(office.economy_head)
    bad = economy.post(answering, data=sent(BIEU, (b"MZ", "virus.pdf"), text="kèm biểu"))
    assert bad.status_code == 422
    assert "bieu-02.pdf" in bad.text  # what was sound need not be sent again
    token = found(r'name="uploads" value="([^"]+)"', bad.text).group(1)
    answered = economy.post(answering, data=sent(LIST, uploads=token))  # files alone answer too
    assert answered.status_code == 302

    # Read in place and downloaded by whoever asked and whoever gave it, from the board.
    board = leader.get(here).text
    page = found(r'href="(/records/\d+\?file=(\d+))">bieu-02\.pdf', board)
    for reader in (leader, economy):
        assert "bieu-02.pdf" in reader.get(here).text
        assert "Trả lời của Phòng Kinh tế" in reader.get(page.group(1)).text
        got = reader.get(f"/files/{page.group(2)}")
        assert got.data == BIEU[0]
        assert reader.get(f"/files/{page.group(2)}/all").status_code == 200
    for other in (office.other_leader, office.second_officer):
        stranger = client_of(other)
        assert stranger.get(page.group(1)).status_code == 404
        assert stranger.get(f"/files/{page.group(2)}").status_code == 404
    shared = client_of(office.other_leader).get(here).text
    assert "Phòng Kinh tế" in shared
    assert "bieu-02.pdf" not in shared

    # Named in what is merged.
    sheet = load_workbook(io.BytesIO(leader.get(f"{here}/answers.xlsx").data)).active
    assert sheet is not None
    names = "bieu-02.pdf; danh-sach.pdf"
    assert names in [cell.value for row in sheet.iter_rows() for cell in row]
    report = open_docx(io.BytesIO(leader.get(f"{here}/answers.docx").data))
    assert f"Kèm tệp: {names}" in [one.text for one in report.paragraphs]
    assert names in leader.get(f"/drafts/new?gathers={request_id}").text

    # Answering anew begins with what was sent: one is kept, the other is not.
    kept = str(int(page.group(2)) + 1)
    assert f'value="{kept}"' in economy.get(answering).text
    again = economy.post(answering, data={"text": "chỉ danh sách", "kept": kept})
    assert again.status_code == 302
    with statements() as asked:
        (first, *_rest) = boards.board(session, office.leader, request_id)
    session.rollback()
    assert len(asked) == 3
    assert [[one.name for one in answer.files] for answer in first.answers] == [
        ["danh-sach.pdf"], ["bieu-02.pdf", "danh-sach.pdf"],
    ]  # fmt: skip
    foreign = economy.post(answering, data={"text": "x", "kept": "999999"})
    assert foreign.status_code == 422


def test_files_go_with_their_line_and_with_what_was_noted(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
) -> None:
    economy, _commune, outside = (one.id for one in lines)
    request_id = lines[0].request_id
    session.rollback()
    here = f"/requests/{request_id}"
    leader, head = client_of(office.leader), client_of(office.economy_head)
    assert head.post(f"/requests/lines/{economy}/answer", data=sent(BIEU)).status_code == 302
    assert leader.post(f"/requests/lines/{outside}/answer", data=sent(LIST)).status_code == 302
    noted = boards.board(session, office.leader, request_id)[2].standing
    assert noted is not None
    record_id = noted.record_id
    session.rollback()
    assert leader.post(f"/requests/lines/{outside}/none").status_code == 302
    count = select(func.count()).select_from(RecordFile)
    live = count.where(RecordFile.record_id == record_id, RecordFile.removed_at.is_(None))
    assert session.scalar(live) == 0
    readers = select(RecordReader.token).where(RecordReader.record_id == record_id)
    assert session.scalars(readers).all() == []
    session.rollback()
    assert leader.get(f"/records/{record_id}").status_code == 404

    # Withdrawn, the unit keeps what it gave; its successor has it too.
    service.withdraw(session, office.leader, request_id, "không cần nữa")
    session.commit()
    page = found(r'href="(/records/\d+\?file=\d+)"', head.get(here).text).group(1)
    assert head.get(page).status_code == 200
    gone = session.get_one(Unit, office.economy_id)
    gone.successor_id, gone.valid_to = office.culture_id, gone.valid_from
    assert service.pass_on(session) == 1
    session.commit()
    assert client_of(office.head).get(page).status_code == 200


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_whoever_asked_entered_is_read_as_long_as_one_is_asked(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
    is_whole: bool,
) -> None:
    """Who was asked wrote nothing of it: taken off they read neither its words nor its files."""
    commune, request_id = lines[1].id, lines[1].request_id
    session.rollback()
    here = f"/requests/{request_id}"
    leader, other = client_of(office.leader), client_of(office.other_leader)
    noted = leader.post(f"/requests/lines/{commune}/answer", data=sent(BIEU, text="qua điện thoại"))
    assert noted.status_code == 302
    board = other.get(here).text
    assert "qua điện thoại" in board
    page, file = found(r'href="(/records/\d+)\?file=(\d+)">bieu-02\.pdf', board).groups()

    def opens() -> set[int]:
        return {other.get(one).status_code for one in (page, f"/files/{file}")}

    assert opens() == {200}
    if is_whole:
        service.withdraw(session, office.leader, request_id, "nhầm nơi")
    else:
        service.take_off(session, office.leader, commune, "nhầm nơi")
    session.commit()
    assert opens() == {404}
    shown = other.get(here).text
    assert "nhầm nơi" in shown
    for hidden in ("qua điện thoại", "bieu-02.pdf"):
        assert hidden not in shown
        assert hidden in leader.get(here).text
    if not is_whole:
        service.put_back(session, office.leader, commune)
        session.commit()
        assert opens() == {200}
    assert leader.get(f"/files/{file}").status_code == 200


def test_what_leaves_another_agency_is_looked_into_first(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    lines: list[RequestLine],
    storage: Storage,
) -> None:
    commune, request_id = lines[1].id, lines[1].request_id
    session.rollback()
    answering = f"/requests/lines/{commune}/answer"
    made = open_docx()
    made.core_properties.author = "Ma Văn Hiến"
    made.add_paragraph("Báo cáo của xã")
    stream = io.BytesIO()
    made.save(stream)
    other = client_of(office.other_leader)
    gave = other.post(answering, data=sent((stream.getvalue(), "bao-cao.docx")))
    assert gave.status_code == 302
    board = boards.board(session, office.leader, request_id)
    assert board[1].standing is not None
    (file,) = board[1].standing.files
    session.rollback()
    got = client_of(office.leader).get(f"/files/{file.id}").data
    assert open_docx(io.BytesIO(got)).core_properties.author == ""
    assert other.get(f"/files/{file.id}").data == got


@pytest.mark.parametrize("works_first", [True, False])
def test_who_is_asked_reads_nothing_of_the_others_for_their_work_on_it_either(
    session: Session,
    office: Office,
    client_of: Callable[[Actor], FlaskClient],
    works_first: bool,
) -> None:
    question, line = request_of(session, office).id, Ground(LINE, 999)
    workers = [unit_token(office.culture_id), person_token(office.second_officer.person_id)]
    if works_first:
        let_read(session, question, workers, line)
    asking = Asking(question, "V/v báo cáo", office.leader.person_id)
    economy = Holder("Phòng Kinh tế", unit_id=office.economy_id)
    asked = service.ask(session, office.leader, asking, [economy])[0]
    session.commit()
    sending = client_of(office.economy_head)
    sending.post(f"/requests/lines/{asked.id}/answer", data=sent(BIEU, text="mật của kinh tế"))
    culture = Holder("Phòng Văn hóa", unit_id=office.culture_id)
    later = service.ask(session, office.leader, asking, [culture])[0]
    if not works_first:
        let_read(session, question, workers, line)
    session.commit()
    given = boards.board(session, office.leader, asked.request_id)[0].standing
    assert given is not None
    pages = f"/records/{given.record_id}", f"/files/{given.files[0].id}"

    def answers(actor: Actor) -> set[int]:
        session.commit()
        return {client_of(actor).get(one).status_code for one in pages}

    for other in (office.head, office.second_officer):
        assert answers(other) == {404}
    for reader in (office.leader, office.clerk, office.economy_head):
        assert answers(reader) == {200}

    # Asked no more, they read what whoever works on it reads.
    service.take_off(session, office.leader, later.id, "không cần nữa")
    for other in (office.head, office.second_officer):
        assert answers(other) == {200}
    service.put_back(session, office.leader, later.id)
    for other in (office.head, office.second_officer):
        assert answers(other) == {404}
    end_ground(session, question, line, "recalled")
    assert answers(office.head) == {404}
