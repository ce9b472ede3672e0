"""Gateways as offices describe them: what is asked for, and every reason why a file is none."""

from pathlib import Path

import pytest

from app.messages.gateways import HttpGateway
from app.messages.gateways.description import Unusable, filled, read_descriptions, words_for
from app.messages.gateways.protocol import TextMessage
from app.messages.gateways.receipts import NotSent, Rejected, provider_id

MARKED = TextMessage("urgent:1:1+", "84912345678", "Khẩn <1&2>")
PLAIN = TextMessage("urgent:1:1", "84912345678", "KHAN")

NESTED = """
[[gateway]]
name = "nested"
url = "https://sms.example.vn/api"
basic = ["office", "env:PASS"]
taken = '"ERROR"\\s*:\\s*"0"'
message_id = '"ID"\\s*:\\s*"([^"]+)"'
refused = 'NOT_A_NUMBER'
[gateway.fields.RQST]
name = "send"
PARAMS = [{ NUM = "1", CONTENT = "{text}" }]
APIPASS = "env:PASS"

[[gateway]]
name = "soap"
url = "http://127.0.0.1/ws"
send = "xml"
body = "<Receiver>{phone}</Receiver><Content>{text}</Content>"
report = { state = "d", delivered = [1], failed = ["2", "16"] }
"""


@pytest.fixture
def described(tmp_path: Path) -> Path:
    path = tmp_path / "sms.toml"
    path.write_text(NESTED, encoding="utf-8")
    return path


def test_places_are_filled_however_deep_they_lie(described: Path) -> None:
    nested, soap = read_descriptions(described, {"PASS": "s3"})
    words = words_for(MARKED, "http://here/?id=1")
    assert filled(nested.fields, words) == {
        "RQST": {"name": "send", "PARAMS": [{"NUM": "1", "CONTENT": "Khẩn <1&2>"}], "APIPASS": "s3"}
    }
    assert "<Content>Khẩn &lt;1&amp;2&gt;</Content>" in filled(soap.body, words, is_xml=True)
    assert (words["coding"], words["local_phone"]) == ("2", "0912345678")
    assert words_for(PLAIN, "")["coding"] == "0"
    assert soap.report is not None
    assert soap.report.delivered == {"1"}


def test_what_it_answers_is_read_as_described(described: Path) -> None:
    answer = read_descriptions(described, {"PASS": "s3"})[0].answer
    assert provider_id(200, '{"RPLY": {"ERROR": "0", "ID": "x7"}}', answer) == "x7"
    with pytest.raises(NotSent):
        provider_id(200, '{"RPLY": {"ERROR": "11", "ID": "x7"}}', answer)
    with pytest.raises(Rejected):
        provider_id(200, '{"RPLY": {"ERROR": "5", "ERROR_DESC": "NOT_A_NUMBER"}}', answer)


def test_secrets_come_from_the_environment(described: Path) -> None:
    with pytest.raises(Unusable, match="the environment holds no PASS"):
        read_descriptions(described, {})


BROKEN = """
[[gateway]]
name = "Cổng 1"
url = "sms.example.vn"
method = "GET"
send = "json"
colour = "red"
fields = "text"
taken = "("
basic = "office"
report = { state = "d" }
timeout_seconds = 900
headers = { X = "{telephone}" }

[[gateway]]
name = "two"
url = "https://a.example.vn"
send = "pigeon"

[[gateway]]
name = "two"
url = "https://b.example.vn"
"""


def test_every_reason_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "sms.toml"
    path.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        read_descriptions(path, {})
    told = "\n".join(refused.value.problems)
    for reason in (
        "unknown: colour",
        "name is to be",
        "url is to begin",
        "method of json is POST or PUT",
        "fields is to be a table",
        "taken is no regular expression",
        "basic is a pair",
        "report says state, delivered and failed",
        "timeout_seconds is between",
        "nothing stands for {telephone}",
        "send is one of json, form, query, xml",
        "two gateways are named two",
    ):
        assert reason in told, told


@pytest.mark.parametrize("content", [b"", b"[gateway]\nname='a'", b"\xff\xfe", b"[[gateway"])
def test_a_file_that_describes_nothing_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sms.toml"
    path.write_bytes(content)
    with pytest.raises(Unusable):
        read_descriptions(path, {})


def test_a_report_s_address_names_the_message_whatever_its_id_holds(tmp_path: Path) -> None:
    path = tmp_path / "sms.toml"
    path.write_text(
        '[[gateway]]\nname = "k"\nurl = "http://127.0.0.1:9/"\nsend = "query"\nmethod = "GET"\n'
        'fields = { "dlr-url" = "{report_url}&d=%d" }\nreports_at = "http://office.vn/"\n',
        encoding="utf-8",
    )
    (one,) = read_descriptions(path)
    asked = HttpGateway(one, "t0k").request(MARKED)
    assert (
        asked.url.params["dlr-url"] == "http://office.vn/sms/report/k/t0k?id=urgent%3A1%3A1%2B&d=%d"
    )
