"""What may stand in an address."""

from typing import Any
from urllib.parse import quote_plus

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
"""No table of ours counts further; a database asked for more would not even understand."""


class IdConverter(IntegerConverter):
    """A number that a row may have. An address with a larger one leads nowhere."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST_ID, **options})


def with_value(address: str, name: str, value: object) -> str:
    """The same address with one value more: cheaper than url_for where a page has hundreds."""
    text = str(value)
    plain = text if text.isascii() and text.isalnum() else quote_plus(text)
    return f"{address}{'&' if '?' in address else '?'}{name}={plain}"


def init_addresses(app: Flask) -> None:
    """Before any route is added."""
    app.url_map.converters["int"] = IdConverter
