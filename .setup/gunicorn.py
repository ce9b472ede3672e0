"""What every web process of the office keeps to: `gunicorn --config .setup/gunicorn.py`."""

import html
from typing import Any

from gunicorn import util

worker_class = "app.web_worker.PatientWorker"
"""Threads that wait for no slow client; `--threads` says how many."""

limit_request_line = 8190
"""The most gunicorn takes: a search of 460 Vietnamese letters is 4,100 bytes in an address."""

forwarder_headers = ""
"""The office stands at the root of its address: who asks does not say where it stands."""

WHAT = {
    411: ("Yêu cầu không nói rõ độ dài", "The request does not say how long it is"),
    414: ("Địa chỉ quá dài", "The address is too long"),
    507: ("Ổ đĩa của hệ thống đã đầy hoặc không ghi được", "The office has no room to take this"),
    431: ("Trình duyệt gửi quá nhiều thông tin", "The browser sent too much beside the request"),
}
OTHERWISE = ("Không hiểu được yêu cầu này", "This request cannot be understood")
PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{vi}</title></head>
<body><h1>{vi}</h1><p lang="en">{en}</p><p>{reason}</p></body></html>
"""


def write_error(sock: Any, status_int: int, reason: str, mesg: str) -> None:
    """What cannot be read as a request has no reader whose language were known: both are said."""
    vi, en = WHAT.get(status_int, OTHERWISE)
    page = PAGE.format(vi=vi, en=en, reason=html.escape(f"{status_int} {reason}")).encode()
    head = (
        f"HTTP/1.1 {status_int} {reason}\r\nConnection: close\r\n"
        f"Content-Type: text/html; charset=utf-8\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("latin-1") + page)


util.write_error = write_error
