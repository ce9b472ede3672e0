"""Files within a file: the members of a zip, what came with a mail."""

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from documents.errors import N_, EngineError, FileProblem
from documents.mail.read import read_mail
from documents.media import MAILS
from documents.zips import Budget, copy_member, files_in, is_encrypted, member_name, open_zip

_MAX_UNPACKED_BYTES = 300 * 1024 * 1024
_MAX_RATIO = 200


class NoSuchMember(EngineError):
    """The file holds no file of this number."""

    def __init__(self) -> None:
        super().__init__(FileProblem("no_such_member", N_("There is no such file inside.")))


def names_inside(path: Path, media_type: str, most: int) -> list[str]:
    """Name the files inside, at most so many; none when the whole is damaged."""
    try:
        if media_type in MAILS:
            return [one.name for one in read_mail(path, media_type).attached][:most]
        with open_zip(path) as archive:
            return [member_name(info) for info in files_in(archive)][:most]
    except MemoryError:
        raise
    # Readers of damaged files raise whatever they stumble over; all of it means the same.
    except Exception:
        return []


def taken_out(path: Path, media_type: str, number: int) -> tuple[str, bytes]:
    """Give the name and content of the file of this place (the first is 1); raise NoSuchMember."""
    for name, member in islice(unpacked(path, media_type), max(number, 1) - 1, number):
        return name, member.read_bytes()
    raise NoSuchMember


def unpacked(path: Path, media_type: str) -> Iterator[tuple[str, Path]]:
    """Give the name of each file inside and one with its content, gone at the next step."""
    if media_type in MAILS:
        for one in read_mail(path, media_type).attached:
            with tempfile.NamedTemporaryFile(prefix="member-") as target:
                target.write(one.content)
                target.flush()
                yield one.name, Path(target.name)
        return
    budget = Budget(path, max_bytes=_MAX_UNPACKED_BYTES, max_ratio=_MAX_RATIO)
    with open_zip(path) as archive:
        for info in files_in(archive):
            if is_encrypted(info):
                continue
            with tempfile.NamedTemporaryFile(prefix="member-") as target:
                copy_member(archive, info, target.file, budget)
                target.flush()
                yield member_name(info), Path(target.name)
