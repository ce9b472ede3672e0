"""A database that does not answer is said plainly, and nothing more is asked of it."""

import re

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError


@pytest.fixture
def out_of_reach(monkeypatch):
    def refuse(*_args, **_options):
        raise OperationalError("SELECT", {}, Exception("connection refused"))

    return lambda: monkeypatch.setattr(Engine, "connect", refuse)


def test_a_page_says_so_in_vietnamese(client_of, office, out_of_reach):
    client = client_of(office.leader)
    out_of_reach()
    for answer in (client.get("/"), client.post("/incoming/register", data={"subject": "V/v"})):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert "Chưa kết nối được cơ sở dữ liệu" in answer.get_data(as_text=True)


def test_the_page_that_says_so_has_its_styles(client_of, office, out_of_reach):
    client = client_of(office.leader)
    out_of_reach()
    answer = client.get("/")
    addresses = re.findall(r'(?:href|src)="(/static/[^"#]+)"', answer.get_data(as_text=True))
    assert any(address.endswith("theme.css") for address in addresses)
    for address in addresses:
        assert client.get(address).status_code == 200


def test_a_script_gets_the_words_alone(client_of, office, out_of_reach):
    client = client_of(office.leader)
    out_of_reach()
    answer = client.get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json == {"title": "Hệ thống tạm thời chưa trả lời", "problems": []}


def test_the_office_goes_on_when_it_answers_again(client_of, office, monkeypatch, out_of_reach):
    client = client_of(office.leader)
    out_of_reach()
    assert client.get("/").status_code == 503
    monkeypatch.undo()
    assert client.get("/").status_code == 200
