"""Adding a feature is adding its folder, its templates, its migration and one line.

The feature of tests/invented/ stands in no list of the office, and no other file knows it: it is
built with `FEATURES.and_also(...)`, the one line, and taken through the office on both databases.
"""

import os
import re
import subprocess
import sys

import pytest

from config import ROOT
from tests.conftest import DATABASES

STEPS = "tests/invented/taken_through.py"


@pytest.mark.parametrize("database", DATABASES)
def test_an_invented_feature_goes_through_the_office(database: str) -> None:
    """In a process of its own: what it maps and installs cannot be taken back."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", STEPS],
        cwd=ROOT,
        env={**os.environ, "CONGVAN_TEST_DATABASES": database},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) >= 13


def test_nothing_of_the_office_knows_it() -> None:
    knowing = [
        str(path.relative_to(ROOT))
        for folder in ("app", "templates", "migrations")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".html") and "petition" in path.read_text().lower()
    ]
    assert knowing == []
