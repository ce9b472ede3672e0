"""What may stand in an address, and how one is built."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlsplit

from flask import Flask, has_request_context, request
from werkzeug.routing import IntegerConverter, Map

from app.core.errors import NotFound
from app.core.text import LARGEST_ID, typed_id

REMEMBERED_AT_MOST = 8_192
MOST_TICKED = 100
"""No page of a list has more rows."""

UrlFor = Callable[..., str]


class IdConverter(IntegerConverter):
    """A number that a row may have. An address with a larger one leads nowhere."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_ID, **options})


def with_value(address: str, name: str, value: object) -> str:
    """The same address with one value more: cheaper than url_for where a page has hundreds."""
    text = str(value)
    plain = text if text.isascii() and text.isalnum() else quote_plus(text)
    return f"{address}{'&' if '?' in address else '?'}{name}={plain}"


def asked_id(name: str) -> int | None:
    """The id that this address names by this word, if it says anything by it.

    Raises NotFound for what no row can have: nothing is done with less than was asked.
    """
    text = request.args.get(name)
    found = typed_id(text)
    if text and found is None:
        raise NotFound
    return found


def ticked_ids() -> list[int]:
    """The rows ticked in a list, or named in the address. Raises NotFound for what none can be."""
    texts = dict.fromkeys(request.values.getlist("ids"))
    ids = [found for text in texts if (found := typed_id(text)) is not None]
    if len(ids) < len(texts) or len(ids) > MOST_TICKED:
        raise NotFound
    return ids


def here() -> str:
    """This request's own address without the host."""
    return request.full_path.rstrip("?")


def safe_address(address: str | None) -> str | None:
    """The address if it is one of this office's own pages, else None."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    if any(sign in address for sign in "\\\r\n\t"):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def back_address() -> str | None:
    """The page of ours that the person came from."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host:
        return None
    return safe_address(parts.path + (f"?{parts.query}" if parts.query else ""))


def init_addresses(app: Flask) -> None:
    """Before any route is added."""
    app.url_map.converters["int"] = IdConverter
    app.url_for = _remembering(app.url_for)  # type: ignore[method-assign]


def _remembering(build: UrlFor) -> UrlFor:
    """The same url_for, which builds an address once: pages ask for the same ones all day."""

    @lru_cache(maxsize=REMEMBERED_AT_MOST, typed=True)
    def known(_root: str, _blueprint: str | None, endpoint: str, /, **values: Any) -> str:
        return build(endpoint, **values)

    def url_for(endpoint: str, /, **values: Any) -> str:
        if not has_request_context() or values.get("_external") or values.get("_scheme"):
            return build(endpoint, **values)
        blueprint = request.blueprint if endpoint.startswith(".") else None
        try:
            return known(request.root_path, blueprint, endpoint, **values)
        except TypeError:  # a list of values has no hash
            return build(endpoint, **values)

    return url_for
