"""The closed list of what may be asked: each task reads files and answers in plain values.

This module is loaded by the server alone; whoever asks never imports what reads foreign bytes.
"""

import errno
import resource
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from documents.bundles import names_inside, taken_out
from documents.checking.check import check_file
from documents.drafting.compare import compare
from documents.drafting.takingapart import take_apart, with_symbol
from documents.errors import BadFile, EngineError, FileProblem
from documents.extraction.data import plain_data
from documents.extraction.extract import pages_of
from documents.inspection.inspect import inspect
from documents.inspection.limits import Limits
from documents.mark import Mark
from documents.modern.modern import modernised
from documents.rendition.converter import ConversionUnavailable
from documents.rendition.html import docx_to_html
from documents.rendition.libreoffice import LibreOffice
from documents.rendition.pages import image_preview, page_count, page_image
from documents.rendition.printing import print_pdf, print_together
from documents.sandbox.limits import LIMITS, MAX_MARKS, MAX_PAGES
from documents.sandbox.problems import LimitExceeded
from documents.sandbox.wire import write_frame
from documents.settling import paragraphs_of
from documents.settling.leaving import cleaned, marks_of

#: How a child says by its end that a limit ended it.
EXIT_OF = {"too_long": 78, "too_much_memory": 77, "too_large": 79}
Arguments = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """Where a task writes what it found, piece by piece: what is written stays if it is ended."""

    stream: BinaryIO

    def add(self, value: Any, blob: bytes = b"") -> None:
        write_frame(self.stream, value, blob)


Task = Callable[[Answer, Sequence[Path], Arguments], None]


def perform(task: str, files: Sequence[Path], arguments: Arguments, stream: BinaryIO) -> int:
    """Do one task to its end; give the exit code. What is wrong with a file is an answer too."""
    answer = Answer(stream)
    try:
        TASKS[task](answer, files, arguments)
    except BadFile as refusal:
        answer.add({"refused": list(map(_told, refusal.problems))})
    except EngineError as failure:
        if _was_out_of_time(task):
            return EXIT_OF["too_long"]
        if isinstance(failure.__cause__, MemoryError):
            return EXIT_OF["too_much_memory"]
        answer.add({"failed": _told(failure.problem)})
    except MemoryError:
        return EXIT_OF["too_much_memory"]
    except OSError as failure:
        if failure.errno is not None and _is_too_large(failure):
            return EXIT_OF["too_large"]
        answer.add({"broken": f"{type(failure).__name__}: {failure}"[:500]})
    # Readers of hostile bytes stumble over anything; to the office all of it means the same.
    except Exception as failure:
        answer.add({"broken": f"{type(failure).__name__}: {failure}"[:500]})
    return 0


def _told(problem: FileProblem) -> dict[str, Any]:
    params = {
        name: value if isinstance(value, int) else str(value)[:500]
        for name, value in problem.params.items()
    }
    return {"code": problem.code, "message": problem.message, "params": params}


def _was_out_of_time(task: str) -> bool:
    """A program that was started here hit the limit that this process did not."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime >= LIMITS[task].cpu_seconds


def _is_too_large(failure: OSError) -> bool:
    return failure.errno in (errno.EFBIG, errno.ENOSPC)


def _inspect(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    limits = Limits(**arguments["limits"])
    answer.add(asdict(inspect(files[0], arguments["filename"], limits)))


def _page_count(answer: Answer, files: Sequence[Path], _arguments: Arguments) -> None:
    answer.add(page_count(files[0]))


def _page_image(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    answer.add(None, page_image(files[0], arguments["number"], arguments["width"]))


def _image_preview(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    answer.add(None, image_preview(files[0], arguments["width"]))


def _docx_to_html(answer: Answer, files: Sequence[Path], _arguments: Arguments) -> None:
    answer.add(docx_to_html(files[0]))


def _names_inside(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    answer.add(names_inside(files[0], arguments["media_type"], arguments["most"]))


def _taken_out(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    answer.add(*taken_out(files[0], arguments["media_type"], arguments["number"]))


def _extract_text(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    """Answer page by page; an old kind inside a zip is handed back, to be made modern first."""

    def hand_back(path: Path, media_type: str) -> Iterator[str]:
        answer.add({"convert": media_type}, path.read_bytes())
        return iter(())

    for found in pages_of(files[0], read_old=hand_back, **arguments):
        answer.add(found if isinstance(found, str) else {"remark": _told(found)})


def _plain_data(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    answer.add({"data": plain_data(files[0], arguments["kind"])})


def _paragraphs(answer: Answer, files: Sequence[Path], _arguments: Arguments) -> None:
    answer.add(_words(files[0]))


def _changes(answer: Answer, files: Sequence[Path], _arguments: Arguments) -> None:
    old, new = map(_words, files)
    answer.add([asdict(change) for change in compare(old, new)])


def _words(path: Path) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in paragraphs_of(path)]


def _marks(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    """Answer with those of each file inside by themselves; an old kind there is handed back."""

    def hand_back(path: Path, media_type: str, inside: str) -> Iterator[Mark]:
        answer.add({"convert": media_type, "inside": inside}, path.read_bytes())
        return iter(())

    found = marks_of(files[0], arguments["media_type"], hand_back)
    answer.add([asdict(mark) for mark in found[:MAX_MARKS]])


def _clean(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    moment = datetime.fromisoformat(arguments["moment"])
    media_type, accept = arguments["media_type"], arguments["accept"]
    answer.add(None, cleaned(files[0], media_type, moment, accept=accept))


def _layout(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    answer.add([asdict(point) for point in check_file(files[0], **arguments)])


def _symbol(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    answer.add(*with_symbol(files[0], arguments["symbol"]))


def _take_apart(answer: Answer, files: Sequence[Path], _arguments: Arguments) -> None:
    found = take_apart(files[0])
    if found is not None:
        head = {"main": found.main_name, "places": found.places}
        answer.add({**head, "symbol": found.symbol, "lines": found.lines})
        for piece in found.pieces:
            answer.add(None, piece)
        for name, content in found.parts:
            answer.add(name, content)


def _to_pdf(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    folder = Path(tempfile.mkdtemp())
    media_type, office = arguments["media_type"], _office(arguments)
    made, remarks = print_pdf(files[0], media_type, office, folder, MAX_PAGES)
    if page_count(made) > MAX_PAGES:
        raise LimitExceeded("too_many_pages", limit=MAX_PAGES)
    answer.add({"remarks": list(map(_told, remarks))}, made.read_bytes())


def _to_pdfs(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    folder = Path(tempfile.mkdtemp())
    media_type, office = arguments["media_type"], _office(arguments)
    if office is None:
        raise ConversionUnavailable
    for number, made, remarks in print_together(files, media_type, office, folder, MAX_PAGES):
        with suppress(EngineError):
            if page_count(made) <= MAX_PAGES:
                told = {"number": number, "remarks": list(map(_told, remarks))}
                answer.add(told, made.read_bytes())


def _modernise(answer: Answer, files: Sequence[Path], arguments: Arguments) -> None:
    folder = Path(tempfile.mkdtemp())
    media_type, made = arguments["media_type"], arguments["made"]
    path = modernised(files[0], media_type, _office(arguments), folder, MAX_PAGES, made)
    answer.add(None, path.read_bytes())


def _office(arguments: Arguments) -> LibreOffice | None:
    found = arguments["office"]
    return LibreOffice(Path(found), Path(arguments["profiles"])) if found else None


TASKS: dict[str, Task] = {
    "inspect": _inspect,
    "page_count": _page_count,
    "page_image": _page_image,
    "image_preview": _image_preview,
    "docx_to_html": _docx_to_html,
    "names_inside": _names_inside,
    "taken_out": _taken_out,
    "extract_text": _extract_text,
    "plain_data": _plain_data,
    "paragraphs": _paragraphs,
    "changes": _changes,
    "marks": _marks,
    "clean": _clean,
    "layout": _layout,
    "symbol": _symbol,
    "take_apart": _take_apart,
    "to_pdf": _to_pdf,
    "to_pdfs": _to_pdfs,
    "modernise": _modernise,
}
assert TASKS.keys() == LIMITS.keys()
