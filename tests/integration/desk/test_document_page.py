"""The page of a document and the list of work, through the browser's requests."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.incoming import service as incoming
from app.messages.models import Notice, SmsMessage
from app.messages.service import notify
from app.outgoing import service as outgoing
from app.records.models import RecordOpening
from app.records.service import link
from app.work import service
from app.work.models import Assignment
from app.work.service import Receiver
from tests.integration.incoming.making import registered
from tests.integration.outgoing.making import issue, signed
from tests.integration.work.making import directed, make_document, person, unit
from tests.reading import found

IN_GIVEN = "list=%2Fwork%3Fscope%3Dgiven"


@pytest.fixture
def writing(database):
    """A session of its own whose work is committed before the pages are asked for."""
    with Session(database.engine, expire_on_commit=False) as session:
        yield session


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.get_data(as_text=True)
    return unescape(response.get_data(as_text=True))


def stored(database, model, *where):
    with Session(database.engine) as session:
        return list(session.scalars(select(model).where(*where)))


def main_part(page):
    return page[page.index("<main") :]


def test_opening_is_noted_once_and_for_whoever_opened(client_of, office, writing, database):
    document, (line, told) = directed(
        writing,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(person(office.deputy), "information"),
    )
    writing.commit()
    address = f"/documents/{document.id}"
    text_of(client_of(office.leader), address)
    by_id = {one.id: one for one in stored(database, Assignment)}
    assert (by_id[line.id].opened_at, by_id[told.id].state) == (None, "open")
    client = client_of(office.deputy)
    text_of(client, address)
    text_of(client, address)
    by_id = {one.id: one for one in stored(database, Assignment)}
    assert (by_id[line.id].opened_at, by_id[told.id].state) == (None, "done")
    openings = stored(database, RecordOpening, RecordOpening.record_id == document.id)
    assert {one.person_id for one in openings} == {office.leader.person_id, office.deputy.person_id}


@pytest.mark.parametrize(
    ("role", "offered", "hidden"),
    [
        ("leader", ["Bút phê thêm", "Rút lại", "Đổi hạn"], ["Hoàn thành", "Chuyển tiếp"]),
        ("deputy", ["Bút phê thêm", "Thôi giao", "Đổi hạn"], ["Hoàn thành", "Rút lại"]),
        ("head", ["Chuyển tiếp", "Hoàn thành", "Trả lại"], ["Bút phê", "Thôi giao", "Đổi hạn"]),
        ("clerk", ["Đóng"], ["Bút phê thêm", "Hoàn thành", "Thôi giao", "Rút lại"]),
    ],
)
def test_only_what_is_allowed_is_offered(client_of, office, writing, role, offered, hidden):
    document, _lines = directed(writing, office)
    writing.commit()
    page = main_part(text_of(client_of(getattr(office, role)), f"/documents/{document.id}"))
    buttons = set(re.findall(r"<span>([^<]+)</span>(?:</a>|</button>)", page))
    assert set(offered) <= buttons
    assert not set(hidden) & buttons


def test_every_part_that_counts_has_its_tab(client_of, office, writing):
    """The trail too, though another feature adds to its part what it does not count."""
    document, _lines = directed(writing, office)
    writing.commit()
    page = main_part(text_of(client_of(office.leader), f"/documents/{document.id}"))
    assert re.search(r'href="#work".*href="#linked".*href="#trail"', page, re.S)


@pytest.mark.parametrize(
    "role", ["officer", "economy_head", "admin", "other_leader", "other_clerk"]
)
def test_whoever_has_nothing_to_do_with_it_finds_nothing(client_of, office, writing, role):
    document, (line,) = directed(writing, office)
    writing.commit()
    client = client_of(getattr(office, role))
    expected = 403 if role == "admin" else 404
    assert client.get(f"/documents/{document.id}").status_code == expected
    assert client.get(f"/lines/{line.id}/finish").status_code == expected
    assert client.post(f"/lines/{line.id}/recall").status_code in (403, 404)


def test_the_question_shows_the_answer_and_the_answer_the_question(client_of, office, writing):
    question, _lines = directed(writing, office)
    answer = make_document(writing, office, reference="27/BC-TYT", subject="Báo cáo kết quả")
    link(writing, answer.id, question.id, "reply", office.clerk)
    writing.commit()
    client = client_of(office.leader)
    assert "27/BC-TYT" in text_of(client, f"/documents/{question.id}")
    page = text_of(client, f"/documents/{answer.id}")
    assert question.reference in page
    assert "được văn bản này trả lời" in page


def test_a_signed_answer_shows_its_question_before_it_is_issued(app, client_of, office, writing):
    storage = app.extensions["engines"].storage
    question, _lines = directed(writing, office)
    answer = signed(writing, office, storage, answers_id=question.id)
    lone = signed(writing, office, storage)
    writing.commit()
    page = main_part(text_of(client_of(office.clerk), f"/documents/{answer.id}"))
    assert "sẽ được văn bản này trả lời" in page
    assert question.subject in page
    page = main_part(text_of(client_of(office.clerk), f"/documents/{lone.id}"))
    assert "Không liên quan văn bản nào khác." in page


# -- Verbs through their dialogs --------------------


def test_a_directive_that_is_refused_keeps_what_was_typed(client_of, office, writing, database):
    document = make_document(writing, office)
    writing.commit()
    sent = {
        "text": "Giao Phòng VH-XH.",
        "receiver": [unit(office.culture_id), person(office.officer)],
        "role": ["cohandler", "cohandler"],
        "due": ["31/02/2027", "26/11/2036"],
    }
    client = client_of(office.leader)
    response = client.post(f"/documents/{document.id}/directive", data=sent)
    page = unescape(response.get_data(as_text=True))
    assert response.status_code == 422
    assert "Không có ngày “31/02/2027”" in page
    assert "Giao Phòng VH-XH." in page
    assert f'value="{unit(office.culture_id)}"' in page
    assert 'value="26/11/2036"' in page
    sent["due"] = ["", ""]
    response = client.post(f"/documents/{document.id}/directive", data=sent)
    assert "Chưa có nơi chủ trì" in unescape(response.get_data(as_text=True))
    assert stored(database, Assignment) == []


@pytest.mark.parametrize(
    ("due_at", "opens_with"),
    [
        (datetime(2036, 12, 25, 10, tzinfo=UTC), "25/12/2036"),
        (datetime(2020, 1, 6, 10, tzinfo=UTC), ""),
        (None, ""),
    ],
)
def test_a_directive_opens_with_the_due_date_of_the_document(
    client_of, office, writing, due_at, opens_with
):
    document = make_document(writing, office, due_at=due_at)
    writing.commit()
    dialog = text_of(client_of(office.leader), f"/documents/{document.id}/directive")
    assert found(r'id="due" value="([^"]*)"', dialog)[1] == opens_with


def test_a_double_click_gives_the_work_out_once(client_of, office, writing, database):
    document = make_document(writing, office)
    writing.commit()
    sent = {
        "text": "Giao xử lý.",
        "receiver": unit(office.culture_id),
        "role": "lead",
        "due": "",
        "_once": "the-same-key",
    }
    client = client_of(office.leader)
    answers = [client.post(f"/documents/{document.id}/directive", data=sent) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert len(stored(database, Assignment)) == 1


def test_finishing_says_every_reason_beside_its_field(client_of, office, writing):
    _document, (line,) = directed(writing, office, reply_required=True)
    writing.commit()
    client = client_of(office.head)
    dialog = text_of(client, f"/lines/{line.id}/finish")
    assert "Lý do không có văn bản trả lời" in dialog
    response = client.post(
        f"/lines/{line.id}/finish", data={"outcome": "", "version": line.version}
    )
    page = unescape(response.get_data(as_text=True))
    assert response.status_code == 422
    assert "Hãy ghi kết quả đã làm." in page
    assert "hãy phát hành văn bản trả lời hoặc nêu lý do" in page


def test_a_stale_dialog_names_who_was_quicker(client_of, office, writing):
    _document, (line,) = directed(writing, office)
    writing.commit()
    first, second = client_of(office.leader), client_of(office.deputy)
    sent = {"due": "26/11/2036", "reason": "Theo tỉnh.", "version": line.version}
    assert first.post(f"/lines/{line.id}/due", data=sent).status_code == 302
    response = second.post(
        f"/lines/{line.id}/withdraw", data={"reason": "Nhầm.", "version": line.version}
    )
    assert response.status_code == 409
    assert office.leader.name in response.get_data(as_text=True)


def test_the_head_names_who_has_the_lead_in_hand(client_of, office, writing):
    document, (lead, *_others) = directed(writing, office)
    writing.commit()
    client = client_of(office.leader)

    def head():
        page = text_of(client, f"/documents/{document.id}")
        return found(r'<header class="cv-doc">.*?</header>', page)[0]

    assert '<a href="#work">Chủ trì: Phòng Văn hóa - Xã hội</a>' in head()
    below = [Receiver(person(office.officer), "lead")]
    service.pass_on(writing, office.head, lead.id, "", below)
    writing.commit()
    assert f'<a href="#work">Chủ trì: {office.officer.name}</a>' in head()


def test_the_page_tells_what_became_of_the_text_messages(client_of, office, writing):
    document, _lines = directed(writing, office)
    for number, state in enumerate(("sent", "sent", "delivered")):
        values = {"person_id": office.head.person_id, "phone": "84912345678", "text": "KHAN"}
        sms = {**values, "segments": 1, "state": state, "record_id": document.id}
        writing.add(SmsMessage(key=f"k{number}", **sms))
    writing.commit()
    page = text_of(client_of(office.leader), f"/documents/{document.id}")
    assert "2 đã chuyển tổng đài, 1 đã đến máy" in page


def test_the_lead_stands_first_in_whatever_order_the_work_was_given(client_of, office, writing):
    receivers = [
        Receiver(person(office.clerk), "information"),
        Receiver(unit(office.economy_id), "cohandler"),
        Receiver(unit(office.culture_id), "lead"),
    ]
    document, _lines = directed(writing, office, *receivers)
    writing.commit()
    page = text_of(client_of(office.leader), f"/documents/{document.id}")
    tree = found(r'<ul class="cv-tree".*?</ul>', page)[0]
    names = ("Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị", office.clerk.name)
    assert sorted(names, key=tree.index) == list(names)


def test_only_roles_that_may_be_given_are_offered(client_of, office, writing):
    document, (lead, cohandler, informed) = directed(
        writing,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "cohandler"),
        Receiver(person(office.clerk), "information"),
    )
    fresh = make_document(writing, office)
    writing.commit()

    def offered(actor, address):
        page = text_of(client_of(actor), address)
        blank = found(r"<template data-picker-row>.*?</template>", page)[0]
        return re.findall(r'<option value="(\w+)"(?: selected)?>', blank)

    everything = ["lead", "cohandler", "information"]
    assert offered(office.leader, f"/documents/{fresh.id}/directive") == everything
    assert offered(office.leader, f"/documents/{document.id}/directive") == everything, (
        "it passes on"
    )
    assert offered(office.head, f"/lines/{lead.id}/pass-on") == everything
    assert offered(office.economy_head, f"/lines/{cohandler.id}/pass-on") == everything[1:]
    assert informed.role == "information"


def test_what_came_back_stands_first_on_the_desk_of_whoever_gave_it(client_of, office, writing):
    document, (lead,) = directed(writing, office)
    service.return_line(writing, office.head, lead.id, "Không thuộc chức năng.")
    writing.commit()
    page = text_of(client_of(office.leader), "/")
    first = found(r'<h2 id="h-first">.*?</section>', page)[0]
    assert document.subject in first
    assert "Không thuộc chức năng." in first


def test_undo_takes_the_directive_back(client_of, office, writing, database):
    _document, (line,) = directed(writing, office)
    writing.commit()
    client = client_of(office.leader)
    assert client.post(f"/directives/{line.directive_id}/recall").status_code == 302
    assert [one.state for one in stored(database, Assignment)] == ["recalled"]


# -- Finish one, get the next --------------------


def test_after_acting_the_next_of_the_same_list_opens(client_of, office, writing):
    made = [directed(writing, office) for _n in range(3)]
    writing.commit()
    client = client_of(office.head)
    page = text_of(client, "/work?role=lead")
    hrefs = re.findall(r'class="cv-subj" href="([^"]+)"', page)
    assert len(hrefs) == 3
    oldest = made[0][1][0]
    document_page = text_of(client, hrefs[0])
    assert "1 trong 3" in document_page
    finish = found(rf'href="(/lines/{oldest.id}/finish[^"]*)"', document_page)[1]
    sent = {"outcome": "Xong.", "version": oldest.version}
    response = client.post(finish, data=sent)
    assert response.status_code == 302
    assert response.location.startswith(f"/documents/{made[1][0].id}?")
    assert "1 trong 2" in text_of(client, response.location)


def test_the_forms_of_a_line_that_ended_say_so_instead_of_asking(client_of, office, writing):
    document, (line,) = directed(writing, office)
    service.finish(writing, office.head, line.id, "Xong.")
    writing.commit()
    for who, ways in (
        (office.head, ("finish", "return", "pass-on")), (office.leader, ("due", "withdraw")),
    ):  # fmt: skip
        for way in ways:
            page = text_of(client_of(who), f"/lines/{line.id}/{way}", 422)
            assert "Không còn làm được nữa" in page
            assert 'name="version"' not in page
    document.state, document.closed_at = "closed", clock.now()
    writing.commit()
    assert text_of(client_of(office.leader), f"/documents/{document.id}/directive", 403)


@pytest.mark.parametrize(
    ("what", "sent"),
    [
        ("recall", {}),
        ("due", {"due": "26/11/2036", "reason": "Theo tỉnh."}),
        ("withdraw", {"reason": "Nhầm."}),
    ],
)
def test_a_change_to_the_work_of_others_is_seen_where_it_was_made(
    client_of, office, writing, what, sent
):
    (_document, _lines), (document, (line,)) = directed(writing, office), directed(writing, office)
    writing.commit()
    client = client_of(office.leader)
    address = f"/lines/{line.id}/{what}?{IN_GIVEN}&line={line.id}"
    response = client.post(address, data={**sent, "version": line.version})
    assert response.location == f"/documents/{document.id}?{IN_GIVEN}&line={line.id}#work"
    assert text_of(client, response.location)


def test_at_the_end_of_the_list_one_is_back_in_it(client_of, office, writing):
    document, (line,) = directed(writing, office)
    writing.commit()
    client = client_of(office.head)
    address = f"/lines/{line.id}/finish?list=%2Fwork%3Frole%3Dlead&line={line.id}"
    response = client.post(address, data={"outcome": "Xong.", "version": "1"})
    assert response.location == "/work?role=lead"
    assert text_of(client, response.location)
    assert document.id


def test_paging_goes_both_ways_without_losing_or_repeating_a_row(client_of, office, writing):
    for _number in range(67):
        directed(writing, office)
    writing.commit()
    client = client_of(office.head)
    seen: list[list[str]] = []
    following: str | None = "/work"
    while following:
        page = text_of(client, following)
        seen.append(re.findall(r'class="cv-subj" href="/documents/(\d+)\?', page))
        following = next(iter(re.findall(r'rel="next" href="([^"]+)"', page)), None)
    assert [len(rows) for rows in seen] == [30, 30, 7]
    assert len({row for rows in seen for row in rows}) == 67
    back = found(r'rel="prev" href="([^"]+)"', page)[1]
    assert re.findall(r'class="cv-subj" href="/documents/(\d+)\?', text_of(client, back)) == seen[1]


@pytest.mark.parametrize(
    "address",
    ["/work?colour=pink&scope=all&unit=x&before=y", "/work?unit=99999999999", "/work?after=5"],
)
def test_odd_addresses_are_read_as_far_as_they_make_sense(client_of, office, writing, address):
    directed(writing, office)
    writing.commit()
    assert text_of(client_of(office.head), address)


def test_an_officer_does_not_see_the_whole_agencys_work(client_of, office, writing):
    directed(writing, office)
    writing.commit()
    page = text_of(client_of(office.economy_officer), "/work?scope=agency")
    assert 'class="cv-subj"' not in page


# -- The people picker --------------------


def test_units_are_ticked_where_no_script_makes_rows_of_them(client_of, office, writing, database):
    document = make_document(writing, office)
    writing.commit()
    client, address = client_of(office.leader), f"/documents/{document.id}/directive"
    culture, economy = unit(office.culture_id), unit(office.economy_id)
    page = text_of(client, address)
    assert [page.count(f'name="unit" value="{one}"') for one in (culture, economy)] == [1, 1]
    assert "Phòng Văn hóa - Xã hội</b>" in page
    refused = client.post(address, data={"text": "Làm.", "unit": [culture, economy]})
    assert "Chưa có nơi chủ trì" in unescape(refused.text)
    assert refused.text.count('data-picker-id="u') == 2, "it asks of these"
    forged = client.post(address, data={"text": "Làm.", "unit": ["-1"]})
    assert (forged.status_code, stored(database, Assignment)) == (422, [])
    client.post(address, data={"text": "Làm.", "unit": [culture, culture]})
    (lead,) = stored(database, Assignment)
    assert (lead.holder, lead.role) == (culture, "lead")
    assert "Phòng Văn hóa - Xã hội đang chủ trì" in text_of(client, address)
    client.post(address, data={"text": "Giúp.", "unit": [economy], "seen_lead": str(lead.id)})
    assert {(one.holder, one.role, one.state) for one in stored(database, Assignment)} == {
        (culture, "lead", "open"), (economy, "cohandler", "open"),
    }, "who leads goes on leading, as long as nobody says otherwise"  # fmt: skip


def test_the_picker_knows_names_loads_and_reach(client_of, office, writing):
    _document, (line,) = directed(writing, office)
    writing.commit()
    address = f"/assignments/receivers.json?record={line.record_id}"
    everyone = client_of(office.leader).get(address).get_json()
    by_id = {one["id"]: one for one in everyone}
    assert by_id[unit(office.culture_id)]["open"] == 1
    assert by_id[person(office.officer)]["folded"].startswith("le thi nhuan")
    assert person(office.other_leader) not in by_id
    first = {token for token, one in by_id.items() if one["first"]}
    assert first == {person(office.leader), person(office.deputy)}, "units stand beside them"
    below = client_of(office.head).get(f"/assignments/receivers.json?line={line.id}").get_json()
    assert all(one["first"] for one in below)
    officers = {person(office.officer), person(office.second_officer)}
    assert {one["id"] for one in below} == officers, "nobody passes their line on to themselves"
    assert (
        client_of(office.officer).get(f"/assignments/receivers.json?line={line.id}").status_code
        == 404
    )


def test_the_head_says_where_a_document_stands_and_why(app, client_of, office, writing):
    waits = registered(writing, office.clerk)
    closed = registered(writing, office.clerk, number="2")
    incoming.close(writing, office.clerk, closed, "Trùng với văn bản số 1")
    storage = app.extensions["engines"].storage
    recalled = issue(writing, office, signed(writing, office, storage), storage)
    replaced = issue(writing, office, signed(writing, office, storage), storage)
    for sent in (recalled, replaced):
        outgoing.recall(writing, office.clerk, sent, "Sai số liệu", sent.version)
    newer = signed(writing, office, storage, replaces_id=replaced.id)
    issue(writing, office, newer, storage)
    writing.commit()
    client = client_of(office.clerk)
    for document_id, words in (
        (waits.id, "Chờ bút phê"),
        (closed.id, "Đã đóng: Trùng với văn bản số 1"),
        (recalled.id, "Đã thu hồi: Sai số liệu"),
        (replaced.id, f"Đã bị thay thế bởi {newer.reference} ngày"),
    ):
        page = text_of(client, f"/documents/{document_id}")
        head = page.split('class="cv-doc"')[1].split("</header>")[0]
        assert words in head
        assert "Nơi gửi đã thu hồi" not in head


def test_a_recalled_document_is_replaced_by_a_paper_one_from_its_page(
    app, client_of, office, writing
):
    storage = app.extensions["engines"].storage
    recalled = issue(writing, office, signed(writing, office, storage), storage)
    outgoing.recall(writing, office.clerk, recalled, "Sai số liệu", recalled.version)
    writing.commit()
    address = f"/documents/{recalled.id}"
    assert f"/outgoing/enter?replaces={recalled.id}" in text_of(client_of(office.clerk), address)
    assert "/outgoing/enter" not in text_of(client_of(office.officer), address)
    undo = f"/outgoing/{recalled.id}/recall/undo"
    assert undo in text_of(client_of(office.clerk), address)
    assert client_of(office.clerk).post(undo).status_code == 302
    assert undo not in text_of(client_of(office.clerk), address), "it holds again"


def test_opening_the_page_reads_what_one_was_told_of_it(client_of, office, writing, database):
    document, _lines = directed(writing, office)
    other = make_document(writing, office, reference="9/KH", number=99)
    people = {office.head.person_id, office.leader.person_id}
    for record_id in (document.id, other.id):
        notify(writing, people, f"told:{record_id}", "x", f"/documents/{record_id}", record_id)
    writing.commit()
    address = f"/documents/{document.id}"
    assert "/" in text_of(client_of(office.head), address)
    read = stored(database, Notice, Notice.read_at.is_not(None))
    assert [(one.person_id, one.record_id) for one in read] == [
        (office.head.person_id, document.id)
    ]


def test_slash_leads_to_search_where_there_is_no_box(client_of, office, writing):
    document, _lines = directed(writing, office)
    writing.commit()
    page = text_of(client_of(office.leader), f"/documents/{document.id}")
    assert "data-search " not in page
    assert '<body data-search-at="/search"' in page


def test_what_was_answered_says_so_and_has_no_time_running(client_of, office, writing):
    due = datetime(2026, 12, 31, 10, tzinfo=UTC)
    owed = {"reply_required": True, "due_at": due}
    document, _lines = directed(
        writing,
        office,
        Receiver(unit(office.culture_id), "lead"),
        Receiver(unit(office.economy_id), "cohandler"),
        **owed,
    )
    writing.commit()
    address, client = f"/documents/{document.id}", client_of(office.leader)
    page = main_part(text_of(client, address))
    assert "Cần trả lời" in page
    assert "Hạn 31/12/2026" in page
    reply = make_document(writing, office, reference="27/BC-UBND", number=98)
    link(writing, reply.id, document.id, "reply", office.clerk)
    service.answered(writing, office.clerk, document.id, reply.reference)
    writing.commit()
    for shown in (text_of(client, address), text_of(client, "/incoming")):
        row = main_part(shown)
        assert "rả lời bằng 27/BC-UBND" in row
    page = main_part(text_of(client, address))
    assert "Cần trả lời" not in page
    assert "Hạn 31/12/2026" not in page


def test_a_return_that_was_taken_back_says_who_did_what(client_of, office, writing):
    document, (line,) = directed(writing, office)
    service.return_line(writing, office.head, line.id, "Sai đơn vị.")
    service.settle(writing, office.leader, line.id)
    writing.commit()
    page = main_part(text_of(client_of(office.leader), f"/documents/{document.id}"))
    assert f"Trả lại vì: Sai đơn vị. {office.leader.name} đã nhận lại." in page
    assert "Thôi giao" not in page


def test_lines_that_end_with_their_document_are_not_done(client_of, office, writing):
    document, _lines = directed(writing, office)
    incoming.close(writing, office.leader, document, "Chỉ lưu.")
    writing.commit()
    page = main_part(text_of(client_of(office.leader), f"/documents/{document.id}"))
    assert "Đóng theo văn bản" in page
    assert "Xong đúng hạn" not in page
