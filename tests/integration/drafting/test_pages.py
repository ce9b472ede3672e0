"""Pages of drafting, from a request to its signature."""

from collections.abc import Callable

from flask.testing import FlaskClient

from app.core.policy import Actor
from tests.factories.office import Office

ClientOf = Callable[[Actor], FlaskClient]


def test_new_draft_page_offers_the_form(client_of: ClientOf, office: Office) -> None:
    page = client_of(office.officer).get("/drafts/new")
    assert page.status_code == 200
    assert "Lưu Đình Thuận" in page.text
