"""Which refusals of a mail server are of the address for good, as pure functions (RFC 3463)."""

import re

NO_SUCH_BOX = (550, 551, 553, 556)
_STATUS = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
_OF_ADDRESS = {("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")}
"""No such box, no such domain, no address at all, moved away, a domain without mail, closed."""


def takes_none(code: int, said: str) -> bool:
    """Whether the address takes no mail at all, of what a server answers to the recipient.

    What is refused for its sender or its content (5.7.x), or because the box is full (5.2.2), says
    nothing of the address. Without such a status the code alone has to do.
    """
    status = _STATUS.search(said)
    if status is None:
        return code in NO_SUCH_BOX
    return status.groups() in _OF_ADDRESS
