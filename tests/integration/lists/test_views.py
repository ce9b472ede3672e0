"""Views that people keep of lists: theirs alone, limited, and honest when they can't be read."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries import actor_of
from app.core.errors import NotFound, Refused
from app.core.lists.filters import declared
from app.core.policy import Actor
from app.features import FEATURES
from app.lists import service
from app.lists.models import SavedView
from app.lists.queries import all_views
from app.lists.rules import LONGEST_ADDRESS, LONGEST_NAME, MOST_VIEWS, ViewEntry
from app.organisation.models import Post
from app.web.access import OPEN
from tests.factories.office import Office

SignIn = Callable[[Actor], FlaskClient]
WORK = FEATURES.lists["work.index"]
SAVED = sorted(FEATURES.asked_pages)


def views(session: Session) -> list[SavedView]:
    """All that are kept; nothing stays locked for the pages that are asked next."""
    session.expire_all()
    found = list(session.scalars(select(SavedView).order_by(SavedView.id)))
    session.commit()
    return found


def keep(session: Session, actor: Actor, name: str, **args: str) -> SavedView:
    return service.keep(session, actor, WORK, args, ViewEntry(name))


def some_words_of(name: str) -> dict[str, str]:
    """An address of this list that says something."""
    for field, _usual in declared(FEATURES.asked_pages[name].filter).values():
        for typed in (*map(str, field.known), "7", "24/11/2026", "1"):
            if field.name != "sort" and typed and field.parse(typed) is not None:
                return {field.name: typed}
    raise AssertionError(name)


@pytest.mark.parametrize("name", SAVED)
def test_every_list_keeps_views(name: str, office: Office, client_of: SignIn) -> None:
    """Kept from the menu of its own page, found there again, and its address shows the same."""
    client, address = reader_of(name, office, client_of)
    said = some_words_of(name)
    page = client.get(address, query_string=said)
    assert page.status_code == 200
    links = re.findall(r'href="(/lists/[^"]*keep\?[^"]*)"', page.text)
    assert len(links) == 1, "the menu of the list offers to keep what is asked for"
    kept = client.post(links[0].replace("&amp;", "&"), data={"name": "Việc <b>gấp</b>"})
    assert kept.status_code == 302
    again = client.get(kept.location)
    assert "Việc &lt;b&gt;gấp&lt;/b&gt;" in again.text
    assert "keep?" not in again.text, "what is kept is not offered again"
    shown = client.get("/lists/views").text
    [opens] = re.findall(r'<a href="([^"]*)">Việc &lt;b&gt;gấp', shown)
    opens = opens.replace("&amp;", "&")
    assert kept.location in (opens, client.get(opens).location)


def reader_of(name: str, office: Office, client_of: SignIn) -> tuple[FlaskClient, str]:
    actors = (office.clerk, office.leader, office.admin, office.officer)
    client = client_of(office.clerk)
    rules = {rule.endpoint: rule.rule for rule in client.application.url_map.iter_rules()}
    needed = vars(client.application.view_functions[name])["permissions"]
    if needed in OPEN:
        return client, rules[name]
    reader = next(one for one in actors if any(one.may(each) for each in needed))
    return client_of(reader), rules[name]


def test_a_view_is_its_owner_s_alone(session: Session, office: Office, client_of: SignIn) -> None:
    view = keep(session, office.leader, "Riêng lãnh đạo", scope="given")
    session.commit()
    stranger = client_of(office.clerk)
    assert "Riêng lãnh đạo" not in stranger.get("/work").text
    assert "Riêng lãnh đạo" not in stranger.get("/lists/views").text
    for path, data in (
        (f"/lists/views/{view.id}", {"name": "Của người khác"}),
        (f"/lists/views/{view.id}/remove", {}),
    ):
        assert stranger.post(path, data=data).status_code == 404
    with pytest.raises(NotFound):
        service.change(session, office.clerk, view.id, ViewEntry("Của người khác"))
    forged = {"name": "Giả", "person_id": str(office.leader.person_id)}
    assert stranger.post("/lists/work.index/keep?scope=given", data=forged).status_code == 302
    owners = [(one.person_id, one.name) for one in views(session)]
    assert owners == [
        (office.leader.person_id, "Riêng lãnh đạo"),
        (office.clerk.person_id, "Giả"),
    ]


def test_a_name_stands_once_in_a_list(session: Session, office: Office) -> None:
    first = keep(session, office.clerk, "Việc gấp", scope="given")
    for again in ("Việc gấp", "VIỆC GẤP"):
        with pytest.raises(Refused, match="of this name"):
            keep(session, office.clerk, again)
    other = keep(session, office.clerk, "Việc gap")
    with pytest.raises(Refused):
        service.change(session, office.clerk, other.id, ViewEntry("việc gấp"))
    service.change(session, office.clerk, first.id, ViewEntry("VIỆC GẤP"))
    service.keep(session, office.clerk, FEATURES.lists["incoming.index"], {}, ViewEntry("Việc gấp"))
    keep(session, office.leader, "Việc gấp")


def test_two_windows_that_give_one_name_at_once_are_told(session: Session, office: Office) -> None:
    """The second has looked before the first was written: only the constraint sees them both."""
    keep(session, office.clerk, "Việc gấp")
    with pytest.raises(Refused, match="of this name"), service._one_of_a_name(session, "Việc gấp"):
        session.add(
            SavedView(
                person_id=office.clerk.person_id,
                list_name=WORK.name,
                name="Việc gấp",
                address="scope=given",
            )
        )
    assert len(views(session)) == 1


def test_views_are_limited_in_number_and_length(session: Session, office: Office) -> None:
    for number in range(MOST_VIEWS):
        keep(session, office.clerk, f"Bộ lọc {number}")
    for number in range(MOST_VIEWS, 200):
        with pytest.raises(Refused, match=str(MOST_VIEWS)):
            keep(session, office.clerk, f"Bộ lọc {number}")
    assert len(views(session)) == MOST_VIEWS
    service.remove(session, office.clerk, views(session)[0].id)
    keep(session, office.clerk, "Một bộ lọc nữa")
    for name in ("", "ô" * (LONGEST_NAME + 1)):
        with pytest.raises(Refused):
            keep(session, office.leader, name)
    keep(session, office.leader, "ô" * LONGEST_NAME)


def test_a_very_long_address_is_refused_not_cut(session: Session, office: Office) -> None:
    accounts = FEATURES.lists["access.index"]
    kept = service.keep(session, office.admin, accounts, {"q": "ư" * 5_000}, ViewEntry("Dài"))
    assert len(kept.address) <= LONGEST_ADDRESS
    trail = FEATURES.lists["audit.index"]
    names = [field.name for field, _usual in declared(trail.filter).values()]
    with pytest.raises(Refused, match="So much"):
        service.keep(
            session, office.admin, trail, dict.fromkeys(names, "𝄞" * 5_000), ViewEntry("Dài")
        )
    session.commit()


def test_a_view_kept_under_the_old_name_of_its_tab_is_still_read(
    session: Session, office: Office, client_of: SignIn
) -> None:
    person_id, where = office.clerk.person_id, {"list_name": "incoming.index", "name": "Đã xong"}
    session.add(SavedView(person_id=person_id, address="view=done", **where))
    session.commit()
    client = client_of(office.clerk)
    menu = client.get("/incoming").text
    assert 'href="/incoming?view=done"' in menu
    assert "không còn đọc được" not in menu
    assert "keep?" not in client.get("/incoming?tab=done").text, "it is the one that is shown"


def test_a_view_that_cannot_be_read_says_so(
    session: Session, office: Office, client_of: SignIn
) -> None:
    """A field was renamed, a value or a whole list is gone: nothing wider is shown instead."""
    gone = {
        "Trường cũ": ("work.index", "owner=u7"),
        "Giá trị cũ": ("work.index", "scope=given&standing=paused"),
        "Danh sách cũ": ("petitions.index", "state=open"),
    }
    for name, (list_name, address) in gone.items():
        person_id = office.officer.person_id
        row = SavedView(person_id=person_id, list_name=list_name, name=name, address=address)
        session.add(row)
    session.commit()
    client = client_of(office.officer)
    menu = client.get("/work").text
    assert "Trường cũ (không còn đọc được)" in menu
    assert "Giá trị cũ (không còn đọc được)" in menu
    shown = client.get("/lists/views").text
    assert shown.count("Không còn đọc được") == len(gone)
    assert "một danh sách không còn nữa" in shown
    for view in views(session):
        assert client.post(f"/lists/views/{view.id}/remove").status_code == 302
    assert views(session) == []


def test_renaming_and_removing_by_the_pages(
    session: Session, office: Office, client_of: SignIn
) -> None:
    client = client_of(office.officer)
    address = "/lists/work.index/keep?scope=given&before=9&nonsense=1"
    assert "Xử lý" in client.get(address).text
    empty = client.post(address, data={"name": "  "})
    assert empty.status_code == 422
    assert "Hãy đặt tên." in empty.text
    assert client.post(address, data={"name": "Đã giao"}).location == "/work?scope=given"
    (view,) = views(session)
    assert view.address == "scope=given"
    path = f"/lists/views/{view.id}"
    assert client.post(path, data={"name": "Tôi giao"}).location == "/lists/views"
    assert "Bộ lọc: Tôi giao" in client.get("/work?scope=given").text
    assert client.post(f"{path}/remove").location == "/lists/views"
    assert client.post(f"{path}/remove").status_code == 404
    assert "Tôi giao" not in client.get("/work").text


def test_only_lists_that_open_are_kept(office: Office, client_of: SignIn) -> None:
    client = client_of(office.officer)
    for name in ("access.index", "desk.home", "nothing", "messages.index"):
        assert client.get(f"/lists/{name}/keep").status_code == 404
        assert client.post(f"/lists/{name}/keep", data={"name": "x"}).status_code == 404


def test_a_unit_sees_what_is_shared_with_it_and_copies_it(
    session: Session, office: Office, client_of: SignIn
) -> None:
    """Who made it and who heads the unit change it, nobody else; whoever leaves sees it no more,
    and it stays with the unit when its maker leaves."""
    maker, other, stranger = office.officer, office.second_officer, office.economy_officer
    client = client_of(maker)
    typed = {"name": "Việc chung", "unit_id": str(office.culture_id)}
    assert client.post("/lists/work.index/keep?scope=given", data=typed).status_code == 302
    (view,) = views(session)
    path = f"/lists/views/{view.id}"
    for seeing, actor in ((True, other), (True, office.head), (False, stranger)):
        reader = client_of(actor)
        assert ("Việc chung (Phòng" in reader.get("/work").text) is seeing
        assert ("Lê Thị Nhuần" in reader.get("/lists/views").text) is seeing
    for actor, answer in ((other, 403), (stranger, 404), (office.admin, 404)):
        for address in (path, f"{path}/remove"):
            assert client_of(actor).post(address, data={"name": "x"}).status_code == answer
    copies = client_of(other)
    [copy] = re.findall(r'href="(/lists/work.index/keep\?[^"]*)"', copies.get("/lists/views").text)
    assert copies.post(copy, data={"name": "Bản của tôi"}).status_code == 302
    strange = {"name": "Của phòng khác", "unit_id": str(office.economy_id)}
    assert client.post("/lists/work.index/keep", data=strange).status_code == 422
    entry = ViewEntry("Của phòng khác", office.economy_id)
    with pytest.raises(Refused, match="unit of your own"):
        service.change(session, maker, view.id, entry)
    gone = select(Post).where(Post.person_id == maker.person_id)
    session.scalars(gone).one().unit_id = office.economy_id
    session.commit()
    moved = actor_of(session, maker.person_id)
    assert [one.name for one in all_views(session, moved)] == []
    with pytest.raises(NotFound):
        service.change(session, moved, view.id, ViewEntry("Của tôi"))
    with pytest.raises(Refused):
        service.change(session, office.head, view.id, ViewEntry("Trả lại"))
    session.rollback()
    session.add(SavedView(person_id=maker.person_id, list_name=WORK.name, name="Riêng", address=""))
    session.commit()
    renamed = client_of(office.head).post(path, data={"name": "Riêng"})
    assert renamed.status_code == 302, "no word of what its maker keeps for themselves"
    with pytest.raises(Refused, match="of this name"):
        service.keep(session, other, WORK, {}, ViewEntry("RIÊNG", office.culture_id))
    service.change(session, office.head, view.id, ViewEntry("Việc cả phòng", office.culture_id))
    seen = [one.name for one in all_views(session, other)]
    assert seen == ["Việc cả phòng", "Bản của tôi"]
    service.remove(session, office.head, view.id)
    assert [one.name for one in all_views(session, other)] == ["Bản của tôi"]


def test_what_is_kept_may_ask_something_else(
    session: Session, office: Office, client_of: SignIn
) -> None:
    client = client_of(office.officer)
    client.post("/lists/work.index/keep?scope=given", data={"name": "Tôi giao"})
    (view,) = views(session)
    again = {"name": "", "instead_id": str(view.id)}
    assert client.post("/lists/work.index/keep?scope=agency", data=again).status_code == 302
    assert [(one.name, one.address) for one in views(session)] == [("Tôi giao", "scope=agency")]
    elsewhere = client.post("/lists/incoming.index/keep?tab=done", data=again)
    assert elsewhere.status_code == 422, "another list has no such view"
