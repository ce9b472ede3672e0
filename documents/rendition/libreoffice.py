"""LibreOffice as converter: one profile for each that runs, no macros, no network.

It is started inside the sandbox, whose limits end it with everything it started.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from documents.media import (
    DOC,
    DOCX,
    EXTENSIONS,
    HTML,
    ODP,
    ODS,
    ODT,
    PDF,
    PPT,
    PPTX,
    RTF,
    SLIDES,
    XLS,
    XLSX,
)
from documents.rendition.converter import ConversionFailed

#: Without the name of a filter for reading, LibreOffice prints any bytes as plain text.
_READ = {
    DOCX: "MS Word 2007 XML",
    DOC: "MS Word 97",
    RTF: "Rich Text Format",
    ODT: "writer8",
    HTML: "HTML (StarWriter)",
    XLSX: "Calc MS Excel 2007 XML",
    XLS: "MS Excel 97",
    ODS: "calc8",
    PPTX: "Impress MS PowerPoint 2007 XML",
    PPT: "MS PowerPoint 97",
    ODP: "impress8",
}
_PRINT = {DOCX: "writer_pdf_Export", XLSX: "calc_pdf_Export"}
_PRINT |= dict.fromkeys(SLIDES, "impress_pdf_Export")
#: What of LibreOffice draws slides, a package of its own.
_IMPRESS = "libsdlo.so"
#: Content controls are places to fill in before issuing, not fields of the PDF. One page more
#: than may be tells that there are too many, and no more are written.
_FILTER_OPTIONS = (
    '{"ExportFormFields":{"type":"boolean","value":"false"},'
    '"PageRange":{"type":"string","value":"1-%d"}}'
)
_SETTINGS_FILE = Path("user/registrymodifications.xcu")
_IN_USE = Path("in-use")
#: A closed port of this machine as proxy: whatever a file links to stays unreachable.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
    ("org.openoffice.Setup/L10N", "ooSetupSystemLocale", "vi-VN"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
_NAMESPACES = (
    'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
)


def find_office() -> Path | None:
    """The LibreOffice of this machine, or None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


class LibreOffice:
    """Runs `soffice` once, for one file or several of a kind, and waits for it."""

    def __init__(self, executable: Path, profile_root: Path) -> None:
        self._executable = executable
        self._profile_root = profile_root

    @property
    def draws_slides(self) -> bool:
        """Whether Impress is there too."""
        return self._executable.resolve().with_name(_IMPRESS).exists()

    def convert(
        self, path: Path, media_type: str, target: str, folder: Path, max_pages: int = 0
    ) -> Path:
        """Make a file of the target's type in the folder; of a PDF, one page more than may be.

        Raises ConversionFailed with what LibreOffice said, also for a type that has no filter.
        """
        [made], errors = self.convert_all([path], media_type, target, folder, max_pages)
        if made is None:
            raise ConversionFailed(errors or "nothing was made of it")
        return made

    def convert_all(
        self, paths: Sequence[Path], media_type: str, target: str, folder: Path, max_pages: int = 0
    ) -> tuple[list[Path | None], str]:
        """The same of several by one start, None where none came of it; and what was said."""
        if media_type not in _READ:
            raise ConversionFailed(f"no filter for {media_type}")
        sources = [folder / f"{n}{EXTENSIONS[media_type]}" for n in range(len(paths))]
        for path, source in zip(paths, sources, strict=True):
            shutil.copyfile(path, source)
        writing = _READ.get(target, "")
        if target == PDF:
            writing = f"{_PRINT[media_type]}:{_FILTER_OPTIONS % (max_pages + 1)}"
        with self._profile() as profile:
            errors = self._run(profile, sources, f"{EXTENSIONS[target][1:]}:{writing}", media_type)
        all_made = [folder / "made" / f"{source.stem}{EXTENSIONS[target]}" for source in sources]
        return [made if _is_whole(made, target) else None for made in all_made], errors

    def _run(self, profile: Path, sources: Sequence[Path], target: str, media_type: str) -> str:
        done = subprocess.run(
            [
                str(self._executable),
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
                f"--infilter={_READ[media_type]}",
                *("--convert-to", target),
                *("--outdir", str(sources[0].parent / "made"), *map(str, sources)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        return done.stderr.decode(errors="replace").strip()[-500:]

    @contextmanager
    def _profile(self) -> Iterator[Path]:
        """Give a profile that nobody else uses meanwhile: two runs on one spoil each other."""
        self._profile_root.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, lock = self._free_place()
        try:
            profile = self._profile_root.absolute() / f"profile-{number}"
            # One whose user was killed may be half written.
            if (profile / _IN_USE).exists():
                shutil.rmtree(profile, ignore_errors=True)
            settings = profile / _SETTINGS_FILE
            profile.mkdir(mode=0o700, exist_ok=True)
            settings.parent.mkdir(exist_ok=True)
            settings.write_text(_settings_xml())
            (profile / _IN_USE).touch()
            yield profile
            (profile / _IN_USE).unlink()
        finally:
            os.close(lock)

    def _free_place(self) -> tuple[int, int]:
        """The first profile that is free, and the lock on it, which ends with this process."""
        number = 0
        while True:
            name = self._profile_root / f"profile-{number}.lock"
            lock = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
                number += 1
            else:
                return number, lock


def _is_whole(made: Path, media_type: str) -> bool:
    """Whether LibreOffice made it, and did not fall over in the middle of a PDF."""
    if not made.is_file():
        return False
    return media_type != PDF or made.read_bytes().rstrip().endswith(b"%%EOF")


def _settings_xml() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {_NAMESPACES}>{items}</oor:items>'
