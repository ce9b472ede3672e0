"""What was recalled says so where one would go on with it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.core.policy import Actor, agency_token
from app.outgoing import service as outgoing
from app.records.rules import BEFORE, Ground
from app.records.service import let_read
from documents.storage import MemoryStorage
from tests.factories.office import Office
from tests.integration.drafting.making import make_draft
from tests.integration.outgoing.making import issue, request_of, signed
from tests.reading import found

pytestmark = pytest.mark.usefixtures("monday")


def test_a_recalled_reply_is_seen_at_its_draft_and_asked_by_no_more(
    session: Session, office: Office, client_of: Callable[[Actor], FlaskClient]
) -> None:
    storage = MemoryStorage()
    answered = request_of(session, office).id
    draft = make_draft(session, office, storage, answers_id=answered)
    reply = issue(session, office, signed(session, office, storage, answers_id=answered), storage)
    draft.state, draft.document_id = "issued", reply.id
    let_read(session, draft.record_id, [agency_token(office.agency_id)], Ground(BEFORE))
    session.commit()
    leader, shown = client_of(office.leader), f"/documents/{answered}"
    here, asking = f"/documents/{reply.id}", f"/requests/ask/{reply.id}"
    session.rollback()
    drafts = found('id="drafts".*?</section>', leader.get(shown).text).group()
    assert "Đã phát hành" in drafts
    assert "hu hồi" not in drafts
    outgoing.recall(session, office.clerk, reply, "Sai số liệu", reply.version)
    session.commit()
    drafts = found('id="drafts".*?</section>', leader.get(shown).text).group()
    assert "Đã phát hành, đã thu hồi" in drafts
    refused = leader.get(asking)
    assert refused.status_code == 422
    assert "đã thu hồi: không hỏi bằng văn bản này được nữa" in refused.text
    assert f'href="{here}"' in refused.text
