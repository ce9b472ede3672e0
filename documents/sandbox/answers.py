"""From what a child wrote to the values of the engine: a child may have been taken over.

Its answer is checked for its shape, and nothing in it is ever run or opened.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, NoReturn, TypeVar

from documents.checking.points import Point
from documents.drafting.compare import Change, ChangeKind, Piece
from documents.drafting.stamping import Parts
from documents.errors import BadFile, EngineError, FileProblem
from documents.inspection import Inspection, Member
from documents.mark import Mark
from documents.rendition.converter import ConversionUnavailable, Printed
from documents.rendition.problems import NoSuchPage
from documents.sandbox.problems import LIMIT_CODES, LimitExceeded
from documents.sandbox.wire import Frame

T = TypeVar("T")


def checked(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Give what was found; raise what was refused or failed."""
    for frame in frames:
        if isinstance(frame.value, dict):
            _raise_told(frame.value)
        yield frame


def _raise_told(value: Mapping[str, Any]) -> None:
    if "refused" in value:
        raise BadFile([problem(told) for told in _of(list, value["refused"])])
    if "failed" in value:
        _raise_failed(problem(value["failed"]))
    if "broken" in value:
        raise LimitExceeded("broken", reason=str(value["broken"])[:500])


def _raise_failed(problem: FileProblem) -> NoReturn:
    if problem.code in LIMIT_CODES:
        raise LimitExceeded(problem.code, **problem.params)
    if problem.code == "no_such_page":
        raise NoSuchPage(*(whole(problem.params.get(name)) for name in ("number", "count")))
    if problem.code == "conversion_unavailable":
        raise ConversionUnavailable
    raise EngineError(problem)


def problem(told: Any) -> FileProblem:
    value = _of(dict, told)
    params: dict[str, object] = {
        str(name): _plain(param) for name, param in _of(dict, value.get("params")).items()
    }
    return FileProblem(text(value.get("code")), text(value.get("message")), params)


def _plain(value: Any) -> str | int:
    return value if isinstance(value, int) else str(value)[:2000]


def only(frames: Sequence[Frame]) -> Frame:
    """The one piece of an answer that has one."""
    if len(frames) != 1:
        _refuse()
    return frames[0]


def text(value: Any) -> str:
    return _of(str, value)


def whole(value: Any) -> int:
    return _of(int, value)


def texts(value: Any) -> list[str]:
    return [text(one) for one in _of(list, value)]


def inspection(value: Any) -> Inspection:
    """What an inspection found."""
    found = _of(dict, value)
    members = tuple(
        Member(text(one.get("name")), text(one.get("media_type")), whole(one.get("size")))
        for one in _of(list, found.get("members"))
    )
    count = found.get("page_count")
    return Inspection(
        media_type=text(found.get("media_type")),
        extension=text(found.get("extension")),
        size=whole(found.get("size")),
        page_count=None if count is None else whole(count),
        members=members,
    )


def data(value: Any) -> Any:
    """Plain data, which its reader has to check."""
    found = _of(dict, value)
    if "data" not in found:
        _refuse()
    return found["data"]


def place(frame: Frame, count: int) -> int:
    """Which of so many files this is of."""
    number = whole(_of(dict, frame.value).get("number"))
    if not 0 <= number < count:
        _refuse()
    return number


def printed(frame: Frame) -> Printed:
    """A PDF and what is said of it."""
    return Printed(frame.blob, tuple(map(problem, _of(list, frame.value.get("remarks")))))


def changes(value: Any) -> list[Change]:
    """What became of one text in another."""
    return [
        Change(
            ChangeKind(text(one.get("kind"))),
            tuple(
                Piece(ChangeKind(text(piece.get("kind"))), text(piece.get("text")))
                for piece in _of(list, one.get("pieces"))
            ),
        )
        for one in _of(list, value)
    ]


def marks(value: Any) -> list[Mark]:
    """What is to be settled in a document."""
    names = [field.name for field in fields(Mark)]
    found = (_of(dict, one) for one in _of(list, value))
    return [Mark(*(text(one.get(name)) for name in names)) for one in found]


def points(value: Any) -> list[Point]:
    """What the layout check found."""
    return [
        Point(
            text(one.get("message")),
            bool(one.get("passed")),
            text(one.get("rule")),
            {str(name): _plain(param) for name, param in _of(dict, one.get("params")).items()},
        )
        for one in _of(list, value)
    ]


def parts(frames: Sequence[Frame]) -> Parts | None:
    """A document in pieces: what it is, then its main part cut at its places, then all others."""
    if not frames:
        return None
    head, *rest = frames
    places = tuple(texts(head.value.get("places")))
    cut = len(places) + 1
    others = tuple((text(frame.value), frame.blob) for frame in rest[cut:])
    return Parts(
        main_name=text(head.value.get("main")),
        parts=others,
        pieces=tuple(frame.blob for frame in rest[:cut]),
        places=places,
        symbol=text(head.value.get("symbol")),
        lines=tuple(texts(head.value.get("lines"))),
    )


def _of(kind: type[T], value: Any) -> T:
    if not isinstance(value, kind):
        _refuse()
    return value


def _refuse() -> NoReturn:
    raise LimitExceeded("broken", reason="the answer is not what was asked for")
