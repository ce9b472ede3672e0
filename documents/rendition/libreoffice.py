"""LibreOffice as converter: one profile for each process, no macros, no network, no waiting."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from documents.media import DOC, DOCX, EXTENSIONS, XLSX
from documents.rendition.converter import ConversionFailed

#: Reading and writing filters; without the first, LibreOffice prints any bytes as plain text.
_FILTERS = {
    DOCX: ("MS Word 2007 XML", "writer_pdf_Export"),
    DOC: ("MS Word 97", "writer_pdf_Export"),
    XLSX: ("Calc MS Excel 2007 XML", "calc_pdf_Export"),
}
#: Content controls are places to fill in before issuing, not fields of the PDF.
_FILTER_OPTIONS = '{"ExportFormFields":{"type":"boolean","value":"false"}}'
_SETTINGS_FILE = Path("user/registrymodifications.xcu")
#: A closed port of this machine as proxy: whatever a file links to stays unreachable.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Calc/Content/Update", "Link", "2"),
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


class LibreOffice:
    """Runs one `soffice` at a time in a process, killed when it takes too long."""

    def __init__(self, executable: Path, profile_root: Path, timeout_seconds: float = 60) -> None:
        self._executable = executable
        self._profile_root = profile_root
        self._timeout = timeout_seconds
        self._one_at_a_time = threading.Lock()

    @classmethod
    def find(cls, profile_root: Path, timeout_seconds: float = 60) -> "LibreOffice | None":
        """Give the LibreOffice of this machine, or None where there is none."""
        found = shutil.which("soffice") or shutil.which("libreoffice")
        return cls(Path(found), profile_root, timeout_seconds) if found else None

    def to_pdf(self, path: Path, media_type: str) -> bytes:
        """Convert a .docx, .doc or .xlsx; raise ConversionFailed."""
        made, errors = self._convert([path], media_type)
        if path not in made:
            raise ConversionFailed(errors or "no PDF was made")
        return made[path]

    def to_pdfs(self, paths: Sequence[Path], media_type: str) -> dict[Path, bytes]:
        """Convert several in one run: starting LibreOffice takes far longer than a file."""
        with suppress(ConversionFailed):
            return self._convert(paths, media_type)[0]
        return {}

    def _convert(self, paths: Sequence[Path], media_type: str) -> tuple[dict[Path, bytes], str]:
        """Give the PDF of each file that has one, and what LibreOffice complained of."""
        if media_type not in _FILTERS:
            raise ConversionFailed(f"no filter for {media_type}")
        with self._one_at_a_time, tempfile.TemporaryDirectory(prefix="convert-") as folder:
            sources = {Path(folder, f"{n}{EXTENSIONS[media_type]}"): p for n, p in enumerate(paths)}
            for source, path in sources.items():
                shutil.copyfile(path, source)
            errors = self._run(Path(folder), list(sources), *_FILTERS[media_type])
            made = {path: _whole_pdf(source) for source, path in sources.items()}
            return {path: pdf for path, pdf in made.items() if pdf is not None}, errors

    def _run(
        self, folder: Path, sources: Sequence[Path], source_filter: str, pdf_filter: str
    ) -> str:
        """Run LibreOffice to its end and give what it complained of."""
        profile = self._profile()
        process = subprocess.Popen(
            [
                str(self._executable),
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
                f"--infilter={source_filter}",
                *("--convert-to", f"pdf:{pdf_filter}:{_FILTER_OPTIONS}"),
                *("--outdir", str(folder), *map(str, sources)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _, errors = process.communicate(timeout=self._timeout)
        except BaseException as interruption:
            _kill(process)
            # A profile whose owner was killed may keep its lock or be half written.
            shutil.rmtree(profile, ignore_errors=True)
            if isinstance(interruption, subprocess.TimeoutExpired):
                raise ConversionFailed(f"no result within {self._timeout:g} seconds") from None
            raise
        return errors.decode(errors="replace").strip()[-500:]

    def _profile(self) -> Path:
        """Give this process's own profile: two runs on one profile spoil each other."""
        profile = self._profile_root.absolute() / f"libreoffice-{os.getpid()}"
        settings = profile / _SETTINGS_FILE
        if not settings.exists():
            self._profile_root.mkdir(parents=True, exist_ok=True)
            profile.mkdir(mode=0o700, exist_ok=True)
            settings.parent.mkdir(exist_ok=True)
            settings.write_text(_settings_xml())
        return profile


def _whole_pdf(source: Path) -> bytes | None:
    """The PDF made of this file; None when LibreOffice made none, or fell over in the middle."""
    target = source.with_suffix(".pdf")
    pdf = target.read_bytes() if target.is_file() else b""
    return pdf if pdf.rstrip().endswith(b"%%EOF") else None


def _kill(process: "subprocess.Popen[bytes]") -> None:
    # soffice is a script that starts another process; the whole group must go.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _settings_xml() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {_NAMESPACES}>{items}</oor:items>'
