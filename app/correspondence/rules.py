"""What makes two references the same, and how references are written."""

import re

_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХУЅІЈаеорсухіј", "ABEKMHOPCTXYSIJaeopcyxij")
_NUMBER = re.compile(r"\d+")

URGENCIES = (0, 1, 2, 3)
"""normal, urgent (khẩn), very urgent (thượng khẩn), flash (hỏa tốc)"""


def reference_key(reference: str) -> str:
    """The reference without what people write differently: case, spaces, zero padding, Cyrillic.

    >>> reference_key(" 0807 / ubnd - VX")
    '807/UBND-VX'
    """
    joined = "".join(reference.translate(_LOOK_ALIKES).split()).upper()
    return _NUMBER.sub(lambda digits: str(int(digits.group())), joined)


def padded(number: int) -> str:
    """A number below 10 is written with a zero before it (Decree 30/2020, annex I)."""
    return f"{number:02d}"


def reference_of(number: int, abbreviation: str | None, agency_symbol: str, unit_symbol: str) -> str:
    """ "12/QĐ-UBND" for a named type; "807/UBND-VX" for a công văn, which names its drafting unit."""
    if abbreviation:
        return f"{padded(number)}/{abbreviation}-{agency_symbol}"
    symbol = f"{agency_symbol}-{unit_symbol}" if unit_symbol else agency_symbol
    return f"{padded(number)}/{symbol}"
