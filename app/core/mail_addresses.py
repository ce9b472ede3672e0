"""E-mail addresses as mail servers take them. Pure."""

import re

from app.core.text import N_

_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){_ATOMS}(?:\.{_ATOMS})*@(?:{_LABEL}\.)+{_LABEL}")


def email_problem(text: str) -> str | None:
    """A message id: why no mail can go to this address, or None where one can.

    Letters with marks are refused: few servers carry them (RFC 6531), and they are nearly always
    a slip of the keyboard.
    """
    if _ADDRESS.fullmatch(text):
        return None
    if "@" in text and not text.isascii():
        return N_("An e-mail address has no marks and no spaces: an.nguyen@hason.gov.vn.")
    return N_("This is no e-mail address.")
