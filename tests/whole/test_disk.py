"""A full disk and a read-only one: told in words, nothing half-written, over when it is over."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.live import ROOT

ALONE = ["unshare", "--mount"]


def _may_mount(folder: Path) -> bool:
    probe = [*ALONE, "mount", "-t", "tmpfs", "tmpfs", str(folder)]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("disk")
    if not _may_mount(folder):
        pytest.skip("mounting a small disk needs more rights than these tests have here")
    command = [*ALONE, sys.executable, "-m", "tests.whole.disk_office", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize(("when", "words"), [("full", "đã đầy"), ("read-only", "không ghi được")])
def test_nothing_can_be_saved_and_it_is_said(seen: dict[str, Any], when: str, words: str) -> None:
    tried = seen["tried"][when]
    assert tried["read"] == 200
    assert tried["write"] == 507
    assert words in tried["page"]
    assert "Kính chuyển" in tried["page"], "what was typed is on the page"
    status, told = tried["upload"]
    assert status == 507
    said = " ".join(json.loads(told)["problems"]) if told.startswith("{") else told
    assert words in said


@pytest.mark.parametrize("when", ["before", "room again", "writable again"])
def test_when_there_is_room_everything_works_by_itself(seen: dict[str, Any], when: str) -> None:
    tried = seen["tried"][when]
    assert (tried["read"], tried["write"], tried["upload"][0]) == (200, 302, 201)
    assert not tried["warned"]


def test_the_page_of_the_system_says_it(seen: dict[str, Any]) -> None:
    assert seen["tried"]["full"]["warned"]
    assert seen["tried"]["read-only"]["warned"]


def test_nothing_half_written_stays(seen: dict[str, Any]) -> None:
    assert seen["unfinished"] == 0
