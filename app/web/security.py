"""Headers that keep a page to itself, cookies that keep to this site, proxies that are believed."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_talisman import Talisman
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.errors import Forbidden, Problem
from app.core.text import N_
from app.web.errors import error_page

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}

SANDBOX = "default-src 'none'; sandbox"


def sandbox() -> None:
    """The answer of this request is somebody's file: whatever it is, it runs nothing here."""
    g.is_sandboxed = True


def _put_in_sandbox(response: Response) -> Response:
    if g.get("is_sandboxed"):
        response.headers["Content-Security-Policy"] = SANDBOX
    return response


def ask_again_always(response: Response) -> None:
    """Kept by this reader's browser alone, and never shown again without asking us first."""
    response.headers["Cache-Control"] = "private, no-cache"


def _keep_no_page(response: Response) -> Response:
    """A page that was read by right is gone from the browser when the right is: it keeps none."""
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def says_where_it_comes_from() -> bool:
    """Whether the browser tells which site's page sent this request: today's do for every form."""
    return "Sec-Fetch-Site" in request.headers or "Origin" in request.headers


def _comes_from_elsewhere() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def _refuse_foreign_forms() -> None:
    """What a page of another site sends is not even looked at, whatever tokens it brings.

    The token of a form stops most of this already, but not a neighbour in our own domain, who can
    plant a cookie and the token that goes with it (and so sign the reader in as somebody else).
    """
    if request.method not in ("GET", "HEAD", "OPTIONS") and _comes_from_elsewhere():
        g.refused_as = "elsewhere"
        raise Forbidden(Problem(N_("A page outside this office sent this. Nothing was done.")))


LONGEST_QUERY = 6_000
"""Bytes behind the question mark: well within what gunicorn lets through to us (8,190 a line)."""
NOT_A_CHARACTER = "\ufffd"


def _refuse_what_cannot_be_read() -> Response | None:
    """An address longer than any of ours, and text whose bytes are no UTF-8: werkzeug would put
    a sign for each of these, which then stands in the record for good."""
    if len(request.query_string) > LONGEST_QUERY:
        return error_page(414)
    if any(NOT_A_CHARACTER in text for pair in request.form.items(multi=True) for text in pair):
        message = N_("Some of this text did not arrive as it was written. Nothing was done.")
        return error_page(400, (Problem(message),))
    return None


def init_security(app: Flask) -> None:
    """Before the check of the forms' tokens, so that foreign forms do not come as far as that."""
    app.before_request(_refuse_foreign_forms)
    app.before_request(_refuse_what_cannot_be_read)
    app.after_request(_put_in_sandbox)  # registered first, so it has the last word
    app.after_request(_keep_no_page)
    Talisman(
        app,
        force_https=False,
        strict_transport_security=app.config["SESSION_COOKIE_SECURE"],
        session_cookie_secure=app.config["SESSION_COOKIE_SECURE"],
        session_cookie_samesite="Lax",
        content_security_policy=CONTENT_SECURITY_POLICY,
        referrer_policy="same-origin",
        permissions_policy={},
    )


def trust_proxies(app: Flask, count: int) -> None:
    """Believe what so many proxies of our own say of the reader's address and of HTTPS.

    Anyone may send these headers: with no proxy none is believed, with one only its own word is,
    whatever the reader had put before it.
    """
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
