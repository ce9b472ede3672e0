"""What an officer types into the pages of drafts."""

from collections.abc import Callable

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.core.policy import Actor
from tests.factories.office import Office
from tests.integration.drafting.making import (
    post_of,
)

ClientOf = Callable[[Actor], FlaskClient]


def form(office: Office, **changes: str) -> MultiDict[str, str]:
    """What the editor posts."""
    values = {
        "type_code": "CV",
        "urgency": "0",
        "subject": "Trả lời về cải cách hành chính",
        "addressees": "Sở Nội vụ",
        "body": "Đến nay đã có 347 hồ sơ.",
        "r_name": "UBND xã Hữu Lũng",
        "r_reply": "1",
        "r_due": "30/11/2026",
        "filing_unit": "VHXH",
        "signer_post_id": str(post_of(office.leader)),
        "do": "save",
        **changes,
    }
    return MultiDict(values)
