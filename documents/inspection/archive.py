"""Zip files: every member is named, measured and inspected; none keeps its own name on disk."""

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from documents.errors import N_, BadFile, FileProblem
from documents.inspection.findings import Content, Inspection, Member, Subject
from documents.inspection.names import clean_filename, extension_of
from documents.inspection.unpacking import too_much
from documents.zips import (
    ZIP_ERRORS,
    Budget,
    TooManyEntries,
    UnpackLimit,
    copy_member,
    files_in,
    is_encrypted,
    is_unsafe,
    member_name,
    open_zip,
)

_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_DAMAGED = N_("The zip file “%(name)s” is damaged.")
_TOO_MANY = N_("The zip file “%(name)s” holds more than %(limit)s files.")

InspectMember = Callable[[Subject], Inspection]


def check_zip(subject: Subject, inspect_member: InspectMember) -> Content:
    """Inspect every member of a zip; raise BadFile with the problems of all of them."""
    if not any(map(subject.starts_with, _MARKS)):
        subject.refuse_mismatch(".zip")
    try:
        with open_zip(subject.path) as archive:
            return Content(members=_Walk(subject, archive, inspect_member).members())
    except TooManyEntries:
        subject.refuse("zip_too_many_files", _TOO_MANY, limit=subject.limits.max_members)
    except ZIP_ERRORS:
        subject.refuse("zip_damaged", _DAMAGED)


class _Walk:
    """One pass over the members, gathering what is accepted and every problem."""

    def __init__(
        self, subject: Subject, archive: zipfile.ZipFile, inspect_member: InspectMember
    ) -> None:
        self._subject = subject
        self._archive = archive
        self._inspect = inspect_member
        self._infos = files_in(archive)
        self._problems: list[FileProblem] = []
        self._accepted: list[Member] = []

    def members(self) -> tuple[Member, ...]:
        self._check_number()
        sound = [info for info in self._infos if self._check_listing(info)]
        self._inspect_all(sound)
        if self._problems:
            raise BadFile(self._problems)
        return tuple(self._accepted)

    def _check_number(self) -> None:
        limit = self._subject.limits.max_members
        if not self._infos:
            self._subject.refuse("zip_empty", N_("The zip file “%(name)s” holds no files."))
        if len(self._infos) > limit:
            self._subject.refuse("zip_too_many_files", _TOO_MANY, limit=limit)

    def _check_listing(self, info: zipfile.ZipInfo) -> bool:
        """Refuse what the listing alone shows, before a byte is unpacked."""
        found = _listing_problem(self._subject, self._member(info, self._subject.path), info)
        if found:
            self._problems.append(found)
        return found is None

    def _inspect_all(self, infos: list[zipfile.ZipInfo]) -> None:
        limits = self._subject.limits
        budget = Budget(
            self._subject.path, max_bytes=limits.max_unpacked_bytes, max_ratio=limits.max_ratio
        )
        try:
            for info in infos:
                self._inspect_one(info, budget)
        except UnpackLimit as limit:
            self._problems.append(too_much(self._subject, limit))

    def _inspect_one(self, info: zipfile.ZipInfo, budget: Budget) -> None:
        with tempfile.NamedTemporaryFile(prefix="member-") as target:
            member = self._member(info, Path(target.name))
            try:
                copy_member(self._archive, info, target.file, budget)
                target.flush()
                found = self._inspect(member)
            except BadFile as refusal:
                self._problems.extend(refusal.problems)
            except ZIP_ERRORS:
                message = N_("“%(name)s” inside the zip file is damaged.")
                self._problems.append(member.problem("zip_damaged", message))
            else:
                self._accepted.append(Member(_clean_path(info), found.media_type, found.size))

    def _member(self, info: zipfile.ZipInfo, path: Path) -> Subject:
        return Subject(path, f"{self._subject.name}/{_clean_path(info)}", self._subject.limits)


def _listing_problem(
    archive: Subject, member: Subject, info: zipfile.ZipInfo
) -> FileProblem | None:
    if is_unsafe(info):
        message = N_("“%(name)s” would unpack “%(member)s” outside its folder.")
        # As written, for the cleaned name would hide what is wrong with it.
        return archive.problem("zip_unsafe_name", message, member=member_name(info)[:200])
    if extension_of(member.name).lower() == ".zip":
        message = N_("“%(name)s” is a zip file inside a zip file.")
        return member.problem("zip_nested", message)
    if is_encrypted(info):
        message = N_("“%(name)s” is protected by a password. Send a copy without one.")
        return member.problem("file_encrypted", message)
    return None


def _clean_path(info: zipfile.ZipInfo) -> str:
    parts = member_name(info).replace("\\", "/").split("/")
    return "/".join(clean_filename(part) for part in parts if part)
