"""How often something was tried out in vain from one address, lately; kept by the process alone.

For what anybody may ask without signing in: a wrong guess must not cost a write.
"""

from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address
from threading import Lock

from app.core import clock


class Tries:
    """No more than `most` misses of one address `within` a span, beginning with the first."""

    MOST_ADDRESSES = 10_000

    def __init__(self, most: int, within: timedelta) -> None:
        self._most, self._within = most, within
        self._misses: dict[str, tuple[datetime, int]] = {}
        self._lock = Lock()

    def is_over(self, address: str) -> bool:
        """Whether this address is to wait before it is told anything again."""
        since, count = self._misses.get(_line_of(address), (clock.now(), 0))
        return count >= self._most and clock.now() - since < self._within

    def miss(self, address: str) -> None:
        now, line = clock.now(), _line_of(address)
        with self._lock:
            since, count = self._misses.pop(line, (now, 0))
            if now - since >= self._within:
                since, count = now, 0
            self._misses[line] = since, count + 1
            if len(self._misses) > self.MOST_ADDRESSES:
                del self._misses[next(iter(self._misses))]


_HOSTS = 64
"""Bits of a sixth-version address that whoever holds the line chooses as they like."""


def _line_of(address: str) -> str:
    """Of IPv6 the network, or one household would have more addresses than there are codes."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address) or found.ipv4_mapped is not None:
        return address
    return f"{int(found) >> _HOSTS:x}::"
