"""Forms and uploads in a real browser: nothing is sent twice, nothing typed is lost."""

from playwright.sync_api import Dialog, Page, Route, expect

from tests.components.test_behaviour import pdf

# -- Forms ----------------------------------------------------------------------------------------


def test_a_double_click_acts_once(page: Page, state: dict) -> None:
    page.goto("/document")
    page.route("**/act", lambda route: route.continue_())
    page.get_by_role("button", name="Báo xong").dblclick(no_wait_after=True)
    page.wait_for_url("**/list")
    assert state["acts"] == 1


def test_a_form_that_came_back_from_the_past_can_be_sent_again(page: Page, state: dict) -> None:
    page.goto("/document")
    page.get_by_role("button", name="Báo xong").click()
    page.wait_for_url("**/list")
    page.go_back()
    page.get_by_role("button", name="Báo xong").click()
    page.wait_for_url("**/list")
    assert state["acts"] == 2


def test_an_action_that_asks_first_waits_for_yes(page: Page, state: dict) -> None:
    page.goto("/document")
    page.get_by_role("button", name="Đôn đốc Công an phường").first.click()
    page.get_by_role("button", name="Không, quay lại").click()
    assert state["acts"] == 0
    page.get_by_role("button", name="Đôn đốc Công an phường").first.click()
    page.get_by_role("button", name="Đồng ý").click()
    page.wait_for_url("**/list")
    assert state["acts"] == 1


def test_refusals_are_listed_with_links_and_what_was_typed_stays(page: Page) -> None:
    page.goto("/register")
    page.get_by_label("Ký hiệu").fill("UBND-VX")
    page.get_by_role("button", name="Lưu", exact=True).click()
    refused = page.locator("[data-refused]")
    expect(refused).to_be_focused()
    expect(refused.get_by_role("listitem")).to_have_count(5)
    expect(page.get_by_label("Ký hiệu")).to_have_value("UBND-VX")
    refused.get_by_role("link", name="Trích yếu").click()
    assert page.url.endswith("#subject")
    expect(page.get_by_label("Trích yếu")).to_have_attribute("aria-invalid", "true")


def test_ctrl_enter_presses_the_primary_button(page: Page, state: dict) -> None:
    page.goto("/register")
    page.get_by_label("Số", exact=False).and_(page.locator("#number")).fill("807")
    page.locator("#issuer").fill("UBND tỉnh")
    page.locator("#subject").fill("V/v rà soát")
    page.locator("#subject").press("Enter")
    page.locator("#number").press("Enter")
    page.locator("#subject").press("Control+Enter")
    page.wait_for_url("**/list")
    assert state["saved"][0]["then"] == ["next"]
    assert len(state["saved"]) == 1, "Enter alone sends none of several fields"


def test_leaving_a_form_with_something_typed_is_asked_about(page: Page) -> None:
    page.goto("/register")
    page.locator("#subject").press_sequentially("x")
    asked = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.get_by_role("link", name="Để sau").click()
    page.wait_for_url("**/list")
    assert asked == ["beforeunload"]


def test_days_are_completed_and_chips_set_them(page: Page) -> None:
    page.goto("/directive")
    due = page.locator("#due")
    due.fill("5-1-27")
    due.press("Tab")
    expect(due).to_have_value("05/01/2027")
    page.get_by_role("button", name="3 ngày, 27/11").click()
    expect(due).to_have_value("27/11/2026")
    expect(page.get_by_role("button", name="3 ngày, 27/11")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_phrase_goes_in_at_the_caret_with_its_gap_selected(page: Page) -> None:
    page.goto("/directive")
    box = page.locator("#yk")
    box.fill("Đầu. Cuối.")
    box.evaluate("e => e.setSelectionRange(5, 5)")
    page.get_by_role("button", name="Giao … chủ trì").click()
    page.keyboard.type("Phòng Tư pháp")
    expect(box).to_have_value("Đầu. Giao Phòng Tư pháp chủ trì, Cuối.")


def test_sms_parts_are_counted(page: Page) -> None:
    page.goto("/directive")
    page.get_by_label("Gửi tin khẩn").check()
    out = page.locator("[data-count='#smst']")
    page.locator("#smst").fill("a" * 161)
    expect(out).to_have_text("161 ký tự, 2 phần tin")
    page.locator("#smst").fill("ạ" * 71)
    expect(out).to_have_text("71 ký tự, 2 phần tin, 1 phần nếu bỏ dấu")


def test_lines_come_and_go_and_the_last_one_stays_last(page: Page) -> None:
    page.goto("/lines")
    kinds, days = page.locator("[name=kind]"), page.locator("ol [name=until]")
    page.get_by_role("button", name="Thêm bước").click()
    expect(kinds).to_have_count(3)
    expect(kinds.nth(1)).to_be_focused()
    assert [kind.input_value() for kind in kinds.all()] == ["opinion", "opinion", "sign"]
    days.nth(1).fill("2-12-26")
    days.nth(1).press("Tab")
    expect(days.nth(1)).to_have_value("02/12/2026")
    expect(page.locator("ol .cv-date")).to_have_count(3)
    page.get_by_role("button", name="Lên một bậc").nth(1).click()
    expect(days.nth(0)).to_have_value("02/12/2026")
    page.get_by_role("button", name="Bỏ").nth(1).click()
    assert [day.input_value() for day in days.all()] == ["02/12/2026", ""]


def test_a_part_of_a_form_answers_while_one_types(page: Page) -> None:
    page.goto("/lines")
    page.locator("#word").fill("họp")
    page.locator("#word").press("Tab")
    answer = page.locator("[data-live] b")
    expect(answer).to_contain_text("('word', 'họp')")
    expect(answer).to_contain_text("('year', '2026')")


def test_an_answer_about_older_words_says_that_it_is_old(page: Page) -> None:
    page.goto("/lines")
    part = page.locator("[data-live]")
    held: list[Route] = []
    page.route("**/echo?*", lambda route: held.append(route))
    page.locator("#word").fill("họp")
    expect(part).to_contain_text("Đang soát lại")
    page.locator("#word").press("Tab")
    while not held:
        page.title()  # lets what the browser reports come in
    held[-1].fulfill(status=503)
    page.unroute("**/echo?*")
    expect(part).to_contain_text("Chưa soát lại được")
    part.get_by_role("button", name="Soát lại").click()
    expect(part).to_contain_text("('word', 'họp')")
    expect(part).not_to_contain_text("oát lại")


def test_an_answer_that_says_the_same_keeps_what_was_ticked_in_it(page: Page) -> None:
    """Answers come late: what somebody ticked meanwhile was in reply to the same words."""

    def ask(word: str) -> None:
        with page.expect_response("**/echo?*") as answer:
            page.locator("#word").fill(word)
            page.locator("#word").press("Tab")
        answer.value.finished()
        page.evaluate("new Promise(done => setTimeout(done))")

    page.goto("/lines")
    known = page.get_by_label("Đã biết")
    ask("họp")
    known.check()
    ask("họp ")
    expect(known).to_be_checked()
    ask("nghỉ")
    expect(known).not_to_be_checked()


# -- Uploads --------------------------------------------------------------------------------------


def test_files_are_sent_at_once_and_preview(page: Page, state: dict) -> None:
    page.goto("/register")
    page.set_input_files(
        "#files", [pdf("scan.pdf"), pdf("mo.pdf"), pdf("virus.exe"), pdf("big.pdf")]
    )
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(2)
    expect(page.get_by_text("Không nhận tệp chương trình.")).to_be_visible()
    expect(page.get_by_text("Trang 2 mờ, nên quét lại.")).to_be_visible()
    expect(page.get_by_text("Tệp lớn hơn 50 MB")).to_be_visible()
    expect(page.locator("#scan-view .cv-page").first).to_be_visible()
    expect(page.locator("#symbol")).to_have_value("SXD-HTĐT")
    page.get_by_role("button", name="Bỏ virus.exe").click()
    expect(page.locator(".cv-up")).to_have_count(3)
    for field, text in (
        ("#number", "1947"),
        ("#issuer", "Sở Xây dựng"),
        ("#subject", "V/v thoát nước"),
    ):
        page.locator(field).fill(text)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Có tệp không được nhận.")).to_be_visible()
    refused = page.get_by_role("button", name="Bỏ big.pdf")
    expect(refused).to_be_focused()
    refused.click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.wait_for_url("**/list")
    assert len(state["saved"][0]["uploads"]) == 2


def test_what_needs_a_file_is_offered_while_there_is_one(page: Page) -> None:
    page.goto("/register")
    add = page.get_by_text("Thêm tệp này vào 1283")
    expect(page.get_by_text("Mở số đến 1283")).to_be_visible()
    expect(add).to_be_hidden()
    page.set_input_files("#files", [pdf("virus.exe")])
    expect(page.locator(".cv-up.bad")).to_be_visible()
    expect(add).to_be_hidden()
    page.set_input_files("#files", [pdf("scan.pdf")])
    expect(add).to_be_visible()
    page.get_by_role("button", name="Bỏ scan.pdf").click()
    expect(add).to_be_hidden()
    page.goto("/register?given=1")
    expect(page.get_by_text("Thêm tệp này vào 1283")).to_be_visible()


def test_the_document_itself_is_read_whichever_of_its_files_arrives_first(page: Page) -> None:
    page.goto("/register")
    held: list[Route] = []
    page.route("**/upload", lambda route: held.append(route))
    page.set_input_files("#files", [pdf("scan.pdf"), pdf("phu-luc.pdf")])

    def next_one() -> Route:
        """One file is on its way at a time."""
        while not held:
            page.title()  # lets what the browser reports come in
        assert len(held) == 1
        return held.pop()

    def arrives(token: str) -> None:
        answer = {"token": token, "size": "1 kB", "preview_url": f"/preview/{token}"}
        next_one().fulfill(json=answer)
        expect(page.locator(f"#scan-view [data-token={token}]")).to_be_visible()

    next_one().abort()
    arrives("annex")
    page.get_by_role("button", name="Gửi lại").click()
    arrives("itself")
    page.get_by_role("button", name="Bỏ scan.pdf").click()
    expect(page.locator("#scan-view [data-token=annex]")).to_be_visible()
    page.get_by_role("button", name="Bỏ phu-luc.pdf").click()
    expect(page.locator("#scan-view")).to_be_empty()


def test_a_busy_office_is_asked_again_a_few_times_and_then_one_thing_is_said(page: Page) -> None:
    page.goto("/register")
    page.clock.install()
    asked: list[Route] = []

    def refuse(route: Route) -> None:
        asked.append(route)
        route.fulfill(status=503)

    page.route("**/upload", refuse)
    page.set_input_files("#files", [pdf("scan.pdf")])
    while not page.locator(".cv-up.bad").count():
        page.clock.run_for(5000)
    assert len(asked) == 4
    for field in ("#number", "#issuer", "#subject"):
        page.locator(field).fill("1947")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("hãy gửi lại sau giây lát")).to_have_count(2)
    expect(page.get_by_text("Hãy bỏ tệp")).to_have_count(0)
    expect(page.get_by_role("button", name="Gửi lại")).to_be_focused()


def test_files_can_be_dropped(page: Page) -> None:
    page.goto("/register")
    data = page.evaluate_handle(
        """() => { const held = new DataTransfer();
        held.items.add(new File(['%PDF'], 'tha.pdf', {type: 'application/pdf'}));
        return held; }"""
    )
    page.dispatch_event(".cv-file", "drop", {"dataTransfer": data})
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)


def test_what_was_typed_by_hand_is_not_overwritten_by_a_proposal(page: Page) -> None:
    page.goto("/register")
    page.locator("#symbol").press_sequentially("TAY")
    page.set_input_files("#files", [pdf("scan.pdf")])
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)
    expect(page.locator("#symbol")).to_have_value("TAY")


def test_uploads_of_a_refused_form_travel_on(page: Page) -> None:
    page.goto("/register?given=1")
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(2)
    page.get_by_role("link", name="Xem").click()
    expect(page.locator("#scan-view [data-token=old1]")).to_be_visible()


def test_the_same_file_twice_is_said_in_its_row_and_kept_once(page: Page) -> None:
    page.goto("/register")
    page.route(
        "**/upload", lambda route: route.fulfill(json={"token": "t", "size": "", "sum": "a"})
    )
    page.set_input_files("#files", [pdf("scan.pdf"), pdf("scan (1).pdf")])
    rows = page.locator("[data-upload-list] .cv-up")
    expect(rows.nth(1).locator(".cv-same")).to_have_text("Trùng với tệp “scan.pdf”: chỉ giữ một.")
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)
    page.get_by_role("button", name="Bỏ scan.pdf").click()
    expect(rows.locator(".cv-same")).to_have_text("")
    expect(page.locator("input[name=uploads]:enabled")).to_have_count(1)
