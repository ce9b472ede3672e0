"""Finding what a page says."""

import re


def found(pattern: str, text: str) -> re.Match[str]:
    """Where the pattern stands, over lines too; without it the test fails and shows the text."""
    match = re.search(pattern, text, re.S)
    assert match, f"no {pattern} in {text}"
    return match
