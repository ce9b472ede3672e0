"""What the office asks of the sandbox: one method for each task, in plain values.

Nothing that reads foreign bytes is imported here.
"""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from documents.checking.points import Point
from documents.drafting.compare import Change
from documents.drafting.stamping import Parts
from documents.errors import BadFile, EngineError
from documents.extraction.found import LIMIT_CHARS, ExtractedText, Found
from documents.inspection import Inspection, Limits
from documents.mark import UNSEEN, Mark
from documents.media import DOCX, EXTENSIONS, MODERN, PDF, TODAYS, UNREAD, ZIP
from documents.remarks import Remark
from documents.rendition.converter import ConversionUnavailable, Printed
from documents.sandbox import answers
from documents.sandbox.limits import PROCESS
from documents.sandbox.line import Line, Reply
from documents.sandbox.problems import LimitExceeded
from documents.sandbox.wire import Frame

#: A text is read so many times anew behind a page that cannot be read.
_UNREAD_PAGES = 3
_PROFILES = "office"


def _always() -> None:
    """Nothing forbids asking."""


class Sandbox:
    """Opens foreign files in children of a server of its own, which the first question starts.

    `folder` is where server and clients meet: all processes of an installation name the same.
    `office` is LibreOffice's program, None where there is none. `guard` is asked before every
    question and raises where none may be asked. Every method may raise LimitExceeded, which holds
    for the file, and SandboxGone, which does not.
    """

    def __init__(
        self,
        folder: Path,
        *,
        office: Path | None = None,
        guard: Callable[[], None] = _always,
        party: str = "",
    ) -> None:
        self._line = Line.to(folder)
        self._profiles = folder.absolute() / _PROFILES
        self._office = office
        self._guard = guard
        self._party = party

    def on_behalf_of(self, party: str) -> "Sandbox":
        """The same sandbox, asked by somebody: parties take turns, and share no queue."""
        folder, guard = self._line.folder, self._guard
        return Sandbox(folder, office=self._office, guard=guard, party=party)

    @property
    def converts(self) -> bool:
        """Whether there is a LibreOffice."""
        return self._office is not None

    def warm(self) -> None:
        """Start the server now and keep it, so that the first letter need not wait for it."""
        self._line.hold()

    def announce(self) -> None:
        """Say that a file will come soon: what is ready for it by then, it need not wait for."""
        self._line.announce()

    def try_out(self) -> None:
        """Have a child do next to nothing; raise SandboxGone where none can be shut in."""
        self.names_inside(Path(os.devnull), ZIP)

    # -- Tasks -------------------------------------------------------------------------------------

    def inspect(self, path: Path, filename: str, limits: Limits | None = None) -> Inspection:
        """Decide by its content what a file is; raise BadFile with every reason against it."""
        asked = {"filename": filename, "limits": asdict(limits or Limits())}
        try:
            return answers.inspection(self._value("inspect", [path], asked))
        except LimitExceeded as limit:
            raise BadFile([replace(limit.problem)]) from limit

    def page_count(self, pdf: Path) -> int:
        """Count the pages; raise EngineError."""
        return answers.whole(self._value("page_count", [pdf]))

    def page_image(self, pdf: Path, page_number: int, width_px: int) -> bytes:
        """Draw one page (the first is 1) with its stamps; raise NoSuchPage, EngineError."""
        return self._blob("page_image", pdf, {"number": page_number, "width": width_px})

    def image_preview(self, path: Path, width_px: int) -> bytes:
        """Scale a picture down to this width, upright; raise EngineError."""
        return self._blob("image_preview", path, {"width": width_px})

    def docx_to_html(self, path: Path) -> str:
        """Give the body of a .docx as a fragment of safe HTML; raise EngineError."""
        return answers.text(self._value("docx_to_html", [path]))

    def names_inside(self, path: Path, media_type: str, most: int = 200) -> list[str]:
        """Name the files in a zip or with a mail, as many as may be; none when it is damaged."""
        asked = {"media_type": media_type, "most": most}
        return answers.texts(self._value("names_inside", [path], asked))

    def taken_out(self, path: Path, media_type: str, number: int) -> tuple[str, bytes]:
        """Give one of these (the first is 1) with its name; raise EngineError."""
        asked = {"media_type": media_type, "number": number}
        found = answers.only(self._whole("taken_out", [path], asked))
        return answers.text(found.value), found.blob

    def extract_text(
        self, path: Path, media_type: str, *, limit_chars: int = LIMIT_CHARS
    ) -> ExtractedText:
        """Read the text page by page; raise EngineError when there is none to be had.

        A page that is too much for the limits is an empty one. A file of an old kind is made
        modern first, inside a zip too; without LibreOffice most of these give no pages.
        """
        if media_type in UNREAD:
            return ExtractedText.of(self._found_in_old(path, media_type))
        pages: list[str] = []
        remarks: list[Remark] = []
        exceeded: LimitExceeded | None = None
        for _ in range(_UNREAD_PAGES):
            first = len(pages) if media_type == PDF else 0
            asked = {"media_type": media_type, "first": first, "limit_chars": limit_chars}
            reply = self._ask("extract_text", [path], asked)
            for found in chain.from_iterable(map(self._found_in, reply.frames)):
                pages.append(found) if isinstance(found, str) else remarks.append(found)
            if reply.limit is None:
                break
            exceeded = reply.limit
            if media_type != PDF:
                break
            pages.append("")
        if exceeded is not None and not any(pages):
            raise exceeded
        return ExtractedText.of([*pages, *remarks])

    def plain_data(self, path: Path, kind: str) -> Any:
        """Give what a list of this kind holds ("json", or the cells of "sheets"): plain values that
        nobody has checked yet; raise BadFile, EngineError."""
        return answers.data(self._value("plain_data", [path], {"kind": kind}))

    def paragraphs(self, path: Path) -> list[str]:
        """The paragraphs of a .docx that hold text, in reading order; raise EngineError."""
        return answers.texts(self._value("paragraphs", [path]))

    def changes(self, old: Path, new: Path) -> list[Change]:
        """Paragraph by paragraph, what became of one .docx in another; raise EngineError."""
        return answers.changes(self._value("changes", [old, new]))

    def marks(self, path: Path, media_type: str = DOCX) -> list[Mark]:
        """What in a file must be settled before it is signed; raise EngineError.

        A file of an old kind is made today's first, inside a zip or with a mail too.
        """
        if media_type in TODAYS:
            with self._todays(path, media_type) as modern:
                return self.marks(modern, TODAYS[media_type])
        frames = self._whole("marks", [path], {"media_type": media_type})
        return list(chain.from_iterable(map(self._marks_in, frames)))

    def layout(self, path: Path, *, type_name: str, signer: str) -> list[Point]:
        """A .docx held against the decree, point by point; raise EngineError."""
        asked = {"type_name": type_name, "signer": signer}
        return answers.points(self._value("layout", [path], asked))

    def cleaned(
        self, path: Path, moment: datetime, media_type: str = DOCX, *, accept: bool = True
    ) -> bytes:
        """A file with its marks settled and nothing beside its words; raise EngineError.

        Of an old kind, which is as it was signed, only its authors go.
        """
        asked = {"media_type": media_type, "moment": moment.isoformat(), "accept": accept}
        return self._blob("clean", path, asked)

    def settled(self, path: Path, moment: datetime, media_type: str, *, accept: bool) -> bytes:
        """The same, of an old kind as a file of its kind in TODAYS; raise EngineError."""
        if media_type not in TODAYS:
            return self.cleaned(path, moment, media_type, accept=accept)
        with self._todays(path, media_type) as modern:
            return self.cleaned(modern, moment, TODAYS[media_type], accept=accept)

    def symbol(self, path: Path) -> str:
        """The symbol behind the number of a .docx; empty where there is none; raise EngineError."""
        return answers.text(self._value("symbol", [path], {"symbol": ""}))

    def with_symbol(self, path: Path, symbol: str) -> bytes:
        """The same .docx with this one there, empty where it has none; raise EngineError."""
        return self._blob("symbol", path, {"symbol": symbol})

    def take_apart(self, path: Path) -> Parts | None:
        """Cut a .docx where number and date belong; None where it has no such places."""
        return answers.parts(self._whole("take_apart", [path]))

    def to_pdf(self, path: Path, media_type: str) -> bytes:
        """Convert one office file; raise EngineError, ConversionUnavailable among them."""
        return self.printed(path, media_type).pdf

    def printed(self, path: Path, media_type: str) -> Printed:
        """The same, with what its reader should know."""
        return answers.printed(self._converted("to_pdf", path, media_type))

    def printed_together(self, paths: Sequence[Path], media_type: str) -> dict[int, Printed]:
        """Convert several by one start; by their places, those that came out well.

        They meet in one process, so they must be of one trust. What is missing, for one of them
        may have ended all, is to be converted alone; only then it is known why it fails.
        """
        reply = self._ask("to_pdfs", paths, self._to_convert(media_type))
        made = ((answers.place(frame, len(paths)), frame) for frame in reply.frames)
        return {number: answers.printed(frame) for number, frame in made}

    # -- Asking ------------------------------------------------------------------------------------

    def _converted(self, task: str, path: Path, media_type: str, made: str = "") -> Frame:
        asked = self._to_convert(media_type) | {"made": made}
        return answers.only(self._whole(task, [path], asked))

    def _to_convert(self, media_type: str) -> dict[str, str]:
        office = str(self._office or "")
        return {"office": office, "profiles": str(self._profiles), "media_type": media_type}

    @contextmanager
    def _todays(self, path: Path, media_type: str) -> Iterator[Path]:
        made = self._converted("modernise", path, media_type, TODAYS[media_type])
        with _temporary(made.blob, EXTENSIONS[TODAYS[media_type]]) as modern:
            yield modern

    def _marks_in(self, frame: Frame) -> list[Mark]:
        if isinstance(frame.value, list):
            return answers.marks(frame.value)
        media_type, inside = (answers.text(frame.value.get(key)) for key in ("convert", "inside"))
        try:
            with _temporary(frame.blob, EXTENSIONS.get(media_type, "")) as path:
                found = self.marks(path, media_type)
        except EngineError:
            found = [Mark(UNSEEN)]
        return [replace(mark, inside=inside) for mark in found]

    def _found_in(self, frame: Frame) -> Iterator[Found]:
        if isinstance(frame.value, str):
            yield frame.value
        elif "remark" in frame.value:
            yield answers.problem(frame.value["remark"])
        else:
            media_type = answers.text(frame.value.get("convert"))
            with _temporary(frame.blob, EXTENSIONS.get(media_type, "")) as path:
                yield from self._found_in_old(path, media_type)

    def _found_in_old(self, path: Path, media_type: str) -> Iterator[Found]:
        try:
            made = self._converted("modernise", path, media_type)
        except ConversionUnavailable:
            return
        with _temporary(made.blob, EXTENSIONS[MODERN[media_type]]) as modern:
            read = self.extract_text(modern, MODERN[media_type])
        yield from read.pages
        yield from read.remarks

    def _value(
        self, task: str, files: Sequence[Path], arguments: Mapping[str, Any] | None = None
    ) -> Any:
        return answers.only(self._whole(task, files, arguments)).value

    def _blob(self, task: str, path: Path, arguments: Mapping[str, Any]) -> bytes:
        return answers.only(self._whole(task, [path], arguments)).blob

    def _whole(
        self, task: str, files: Sequence[Path], arguments: Mapping[str, Any] | None = None
    ) -> list[Frame]:
        return self._ask(task, files, arguments or {}).whole()

    def _ask(self, task: str, files: Sequence[Path], arguments: Mapping[str, Any]) -> Reply:
        self._guard()
        with ExitStack() as opened:
            streams = [opened.enter_context(path.open("rb")) for path in files]
            descriptors = [stream.fileno() for stream in streams]
            party = self._party or f"{PROCESS}{os.getpid()}"
            return self._line.ask(task, dict(arguments), descriptors, party)


@contextmanager
def _temporary(content: bytes, suffix: str) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(content)
        file.flush()
        yield Path(file.name)
