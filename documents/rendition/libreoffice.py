"""LibreOffice as converter: one profile for each process, no macros, no network, no waiting."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
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
    """Runs `soffice` for one file at a time in a process, killed when it takes too long."""

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
        if media_type not in _FILTERS:
            raise ConversionFailed(f"no filter for {media_type}")
        with self._one_at_a_time, tempfile.TemporaryDirectory(prefix="convert-") as folder:
            source = Path(folder) / f"source{EXTENSIONS[media_type]}"
            shutil.copyfile(path, source)
            errors = self._run(source, *_FILTERS[media_type])
            target = source.with_suffix(".pdf")
            if not target.is_file():
                raise ConversionFailed(errors or "no PDF was made")
            return target.read_bytes()

    def _run(self, source: Path, source_filter: str, pdf_filter: str) -> str:
        """Run LibreOffice to its end and give what it complained of."""
        profile = self._profile()
        process = subprocess.Popen(
            [
                str(self._executable),
                f"-env:UserInstallation={profile.as_uri()}",
                *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
                f"--infilter={source_filter}",
                *("--convert-to", f"pdf:{pdf_filter}:{_FILTER_OPTIONS}"),
                *("--outdir", str(source.parent), str(source)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _, errors = process.communicate(timeout=self._timeout)
        except subprocess.TimeoutExpired:
            _kill(process)
            # A profile whose owner was killed may keep its lock or be half written.
            shutil.rmtree(profile, ignore_errors=True)
            raise ConversionFailed(f"no result within {self._timeout:g} seconds") from None
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
