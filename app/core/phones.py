"""Mobile numbers of Viet Nam, as people write them and as gateways want them. Pure."""

import re

from app.core.text import N_


def phone_problem(text: str) -> str | None:
    """A message id: why no text message can go to this number, or None where one can."""
    digits = re.sub(r"[\s.()-]", "", text)
    if phone_number(text):
        return None
    if re.fullmatch(r"(\+|00)(?!84)\d{7,15}", digits):
        return N_("This is a foreign number: text messages go to Vietnamese mobile numbers only.")
    if re.fullmatch(r"0[35789]\d*", digits):
        return N_("A mobile number has 10 digits, and begins with 03, 05, 07, 08 or 09.")
    return N_("This is no mobile number, such as 0912 345 678.")


def phone_number(text: str) -> str | None:
    """A Vietnamese mobile number as digits with its country code, or None when it is none.

    >>> phone_number("0912 345 678")
    '84912345678'
    """
    digits = re.sub(r"[\s.()-]", "", text).removeprefix("+")
    if re.fullmatch(r"0[35789][0-9]{8}", digits):
        return f"84{digits[1:]}"
    return digits if re.fullmatch(r"84[35789][0-9]{8}", digits) else None
