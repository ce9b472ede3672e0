"""The one list of what waits for nobody: every kind, how long, and where to help."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.access.models import Account
from app.core import clock
from app.core.policy import Actor
from app.organisation.models import Post
from app.work.service import Receiver
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import post_of, sent
from tests.integration.work.making import directed, person, unit


def test_lines_units_and_drafts_stand_in_one_list_the_longest_held_first(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    now = clock.now()
    with clock.stopped_at(now - timedelta(days=9)):
        document, _lines = directed(session, office, Receiver(unit(office.economy_id), "lead"))
    with clock.stopped_at(now - timedelta(days=5)):
        sent(session, office, MemoryStorage())
    with clock.stopped_at(now - timedelta(days=2)):
        due = now - timedelta(days=1)
        directed(session, office, Receiver(person(office.officer), "lead", due))
    session.get_one(Account, office.head.person_id).disabled_at = clock.now()
    for actor in (office.officer, office.economy_head):
        post = session.get_one(Post, post_of(actor))
        post.valid_from = post.valid_to = clock.today() - timedelta(days=1)
    session.commit()
    admin = client_of(office.admin)
    page = admin.get("/admin/stranded").get_data(as_text=True)
    rows = re.findall(r'<tr role="row">(.*?)</tr>', page.split("<tbody")[1], re.S)
    texts = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert len(rows) == 3
    assert texts[0].startswith(f"1 việc đang mở văn bản đến số {document.number:02d} ngày")
    assert f'href="/admin/organisation/{office.agency_id}#u{office.economy_id}"' in rows[0]
    assert "không có trưởng đơn vị đăng nhập được" in texts[0]
    assert "Dự thảo: Công văn" in texts[1]
    assert "không có tài khoản đang dùng" in texts[1]
    assert "1 việc đang mở, 1 quá hạn" in texts[2]
    assert f'href="/admin/persons/{office.officer.person_id}"' in rows[2]
    assert document.subject not in page
    desk = admin.get("/").get_data(as_text=True)
    assert re.search(r"Việc không có người làm</span><strong>3</strong>", desk)
