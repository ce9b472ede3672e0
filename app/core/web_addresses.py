"""Addresses of this office, as people outside may reach it. Pure."""

import ipaddress
from urllib.parse import urlsplit


def public_address(asked_at: str) -> str:
    """The address by which a telephone outside could reach this office, as it was asked itself;
    empty for names and numbers that are known inside alone."""
    parts = urlsplit(asked_at)
    host = parts.hostname or ""
    try:
        is_public = ipaddress.ip_address(host).is_global
    except ValueError:
        is_public = "." in host and not host.endswith((".local", ".localhost", ".lan", ".internal"))
    return f"{parts.scheme}://{parts.netloc}" if is_public else ""
