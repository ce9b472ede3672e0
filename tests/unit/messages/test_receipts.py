"""What gateways answer: their documented words, and what stands in between."""

import pytest

from app.messages.gateways.receipts import NotSent, Rejected, Uncertain, provider_id

TAKEN = [
    ('{"id": "7"}', "7"),
    ('\ufeff{"id": 7}', "7"),
    ('{"CodeResult": "100", "CountRegenerate": "0", "SMSID": "ab-1"}', "ab-1"),
    ('{"status": "success", "code": "00", "data": {"tranId": 31, "totalPrice": 250}}', "31"),
    ('{"RPLY": {"ERROR": "0", "ERROR_DESC": "success"}}', ""),
    ('{"messages": [{"message-id": "0A", "status": "0"}]}', "0A"),
    ('{"sid": "SM1", "status": "queued", "error_code": null}', "SM1"),
    ('{"message": "SUCCESS", "result": 1}', ""),
    ('{"id": "7", "errors": []}', "7"),
    ("0: Accepted for delivery", ""),
    ("3: Queued for later delivery\n", ""),
    ("Sent.", ""),
    ("OK", ""),
]
REFUSED = [
    '{"CodeResult": "101", "ErrorMessage": "Authorize Failed"}',
    '{"CodeResult": "1", "ErrorMessage": "wrong"}',
    '{"status": "error", "code": "007", "message": "Balance not enough"}',
    '{"RPLY": {"ERROR": "102", "ERROR_DESC": "CONTENT_NOT_MATCH_TEMPLATE"}}',
    '{"message": "Authenticate failed", "result": 0, "error": 1}',
    '{"error": 1008, "error_description": "invalid session"}',
    '{"messages": [{"message-id": "0A", "status": "4", "error-text": "Bad Credentials"}]}',
    '{"id": "7", "status": "failed"}',
    '{"id": "7", "errors": ["not a mobile number"]}',
    '{"success": false}',
    '{"statusCode": 500, "id": "7"}',
    "4: Bad number",
    "Authorization failed for sendsms",
    "0: Accepted, but 4: Bad number",
]
SAYS_NOTHING = [
    "",
    "  ",
    "{}",
    "[]",
    "null",
    "true",
    "7",
    '{"id": null}',
    '{"id": ""}',
    '{"message": "hello"}',
    '{"message": "Authenticate failed", "result": 0}',
    '{"request_id": "urgent:1:1", "message": "Insufficient balance"}',
    "<html><body>0: Accepted for delivery</body></html>",
    "<?xml version='1.0'?><fault>no</fault>",
]


@pytest.mark.parametrize(("body", "given"), TAKEN)
@pytest.mark.parametrize("status", [200, 201, 202])
def test_what_says_that_it_was_taken_was_taken(body: str, given: str, status: int) -> None:
    assert provider_id(status, body) == given


@pytest.mark.parametrize("body", REFUSED)
@pytest.mark.parametrize("status", [200, 202])
def test_a_refusal_in_words_is_one_whatever_the_status(body: str, status: int) -> None:
    with pytest.raises(NotSent, match=f"HTTP {status}: "):
        provider_id(status, body)


@pytest.mark.parametrize("body", SAYS_NOTHING)
def test_what_says_nothing_leaves_it_uncertain(body: str) -> None:
    with pytest.raises(Uncertain):
        provider_id(200, body)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        *[(status, Rejected) for status in (400, 413, 415, 422)],
        *[(status, NotSent) for status in (301, 302, 303, 307, 308, 401, 402, 403, 404, 429, 503)],
        *[(status, Uncertain) for status in (500, 502, 504)],
    ],
)
def test_no_receipt_counts_with_another_status(status: int, verdict: type[Exception]) -> None:
    with pytest.raises(verdict):
        provider_id(status, '{"id": "7"}')


def test_what_stands_in_a_page_is_told_without_its_marks() -> None:
    page = f"<html><body><h1>Bad\n gateway</h1>{'<p>so long</p>' * 100}</body></html>"
    with pytest.raises(Uncertain, match=r"^HTTP 502: Bad gateway so long") as told:
        provider_id(502, page)
    assert len(str(told.value)) < 230


def test_nested_without_end_is_read_as_words() -> None:
    with pytest.raises(NotSent):
        provider_id(200, "[" * 60_000)
