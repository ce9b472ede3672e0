"""The letter that corrects an issued document: drafted from its page, with both wordings."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.correspondence.rules import corrected_in
from app.drafting.models import Draft
from app.drafting.rules.content import Details, Wording
from app.outgoing import service as outgoing
from documents.storage import Storage
from tests.factories.office import Office
from tests.integration.drafting.pages.typed import ClientOf
from tests.integration.outgoing.making import issue, scan, signed, to_other_agency

WRONG = {"place": "Điều 2", "wrong": "30 ngày", "right": "20 ngày"}


def test_the_letter_says_both_wordings_to_whoever_received_the_document(
    client_of: ClientOf, office: Office, session: Session, storage: Storage
) -> None:
    to = (to_other_agency(office, name="UBND xã Hữu Lũng"),)
    made = signed(session, office, storage, main=scan(storage), recipients=to)
    document = issue(session, office, made, storage)
    session.commit()
    officer, address = client_of(office.officer), f"/drafts/correct/{document.id}"
    assert f'href="{address}"' in officer.get(f"/documents/{document.id}").text
    for bad in ({"place": "Điều 2", "wrong": "", "right": ""}, WRONG | {"right": "30 ngày"}, {}):
        refused = officer.post(address, data=bad)
        assert refused.status_code == 422
        assert bad.get("place", "") in refused.text, "what was typed is kept"
    saved = officer.post(address, data=WRONG)
    draft = session.scalars(select(Draft)).one()
    assert saved.headers["Location"] == f"/drafts/{draft.id}/edit"
    assert draft.corrects_id == document.id
    assert draft.subject.startswith(f"Đính chính Công văn số {document.reference} ngày")
    version = draft.versions[0]
    (passage,) = corrected_in(Wording.from_json(version.fields or {}).body)
    assert (passage.place, passage.wrong, passage.right) == ("Điều 2", "30 ngày", "20 ngày")
    names = [one.name for one in Details.from_json(version.details).recipients]
    assert names == ["UBND xã Hữu Lũng"]

    # Who reads the document sees that it is being corrected; who begins another is told.
    begun, drafted = f"Đang soạn đính chính ({office.officer.name})", f"/drafts/{draft.id}"
    shown = f"/documents/{document.id}"
    session.rollback()
    assert begun in officer.get(shown).text
    assert f'<a href="{drafted}">{begun}' in officer.get(address).text
    read = client_of(office.clerk).get(shown).text
    assert (begun in read, f'href="{drafted}"' in read) == (True, False)
    outgoing.recall(session, office.clerk, document, "Sai", document.version)
    session.commit()
    gone = officer.get(address)
    assert gone.status_code == 422
    assert "đã thu hồi" in gone.text
    assert f'href="{shown}"' in gone.text
    assert officer.post(address, data=WRONG).status_code == 422, "it is not valid any more"
    assert f'href="{address}"' not in officer.get(f"/documents/{document.id}").text
