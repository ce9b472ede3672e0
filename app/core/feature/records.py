"""What the office knows of a kind of record: no more than it offers here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.core.errors import Problem
from app.core.feature.named import Named
from app.core.policy import Actor, HeldPost
from app.core.sequels import Sequels
from app.core.text import N_
from app.core.words import called, entitled
from documents.storage import Storage
from search_index import IndexedDocument


@dataclass(frozen=True)
class Face:
    """What lists, notices and links show of a record of any kind."""

    record_id: int
    kind: str
    path: str
    """The address of its page, from the root of the office: "/documents/12"."""
    subject: str
    reference: str = ""
    number: int | None = None
    """Its number in a register, if it stands in one."""
    source: str = ""
    """Whom it comes from: the issuer of a document, the applicant of a case."""
    urgency: int = 0
    due_at: datetime | None = None
    dated: date | None = None
    """The day written on it."""
    sort: str = ""
    """What of its kind it is, for whoever may not know what it says: the type of a draft."""
    answers: str = ""
    """The reference of what it is to answer."""
    version: int = 0
    """The number of its newest version, where it is decided on: nothing else was shown."""
    sequels: Sequels = ()
    """What followed it, or of a draft what it answers."""
    numbered_on: date | None = None
    """The day beside that number in the register: by both of them a clerk finds it."""

    @property
    def called(self) -> str:
        return called(self.reference, self.number, self.subject)

    @property
    def entitled(self) -> str:
        return entitled(self.reference, self.subject)


@dataclass(frozen=True)
class Standing:
    """How a record stands towards work at this moment."""

    record_id: int
    agency_id: int
    problem: Problem | None = None
    """Why its lines stay as they are, in words; None while they may be changed."""
    urgency: int = 0
    due_at: datetime | None = None
    due_span: str | None = None
    due_since: datetime | None = None
    due_promised: datetime | None = None
    """By what that was counted, if it was not set as a day; it is no earlier than the last."""
    reply_required: bool = False
    is_closed: bool = False
    """Nothing more is to be done on it: how much time is left does not matter any more."""
    sort: str = ""
    """By what its work is usually due, beside its urgency: the code of a type of documents."""


@dataclass(frozen=True)
class PutOff:
    """A later due date (UTC), why, and by what it was counted, if it was not set as a day. With a
    `span` each part is due by so much later than it was, whenever that is."""

    due_at: datetime
    reason: str
    rule: Any = None
    span: Any = None


@dataclass(frozen=True)
class Workable:
    """What work asks of a kind; each function is given the id of a record, or of an agency."""

    standing: Callable[[Session, int, bool], Standing]
    """With True it is read anew: the record's turn was taken, what is known of it may be old."""
    may_direct: Callable[[Session, Actor, int], bool]
    """Whether this actor may write a directive on the record as it stands now."""
    receivers: Callable[[Session, int], Mapping[str, str]]
    """Who of the agency may be given work on such records today: names by "u7" and "p12"."""
    reply_missing: Callable[[Session, int], bool]
    """Whether the record requires a reply, and none was issued yet."""
    lines_changed: Callable[[Session, int, bool], None]
    """Its lines changed, in the transaction of that change; true while a directive is carried out,
    which is when somebody holds a line of it or has finished one."""
    put_off: Callable[[Session, Actor, int, "PutOff"], None] = lambda *_asked: None
    """It is put off with all its open lines: its own due date follows, where it has one."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A record as approval looks at it: whose it is, and which version there is to look at."""

    record_id: int
    agency_id: int
    author_id: int
    """To whom it comes back, and who may not be the only one to approve it."""
    version: int
    """The number of its newest version: what is decided on holds for no other."""
    version_by_id: int
    version_at: datetime
    unit_id: int | None = None
    """The author's unit, whose head is proposed to review."""
    sort: str = ""
    """The author's last circuit for the same sort is proposed again."""
    signer_post_id: int | None = None
    """The post it is made for."""
    due_at: datetime | None = None
    """Until when it has to be done; what changes it tells approval (`approval.service.redate`)."""
    problem: Problem | None = None
    """Why it cannot be sent round as it stands, in words."""
    row_id: int
    """Its id in its own table, by which the trail names it."""
    told_with_id: int | None = None
    """The record on whose page the trail tells of it."""


@dataclass(frozen=True, kw_only=True)
class Approvable:
    """What approval asks of a kind; each is given the id of a record whose turn was taken."""

    proposed: Callable[[Session, int], Proposed]
    """Read anew."""
    may_send: Callable[[Session, Actor, int], bool]
    """Whether this actor may send it round: its author, the head of their unit."""
    unsignable: Callable[[Session, int, int | None], Sequence[Problem]]
    """Why its newest version could not be signed by the holder of this post, which is said before
    it is sent round; with None, as it stands, which is asked before it is signed."""
    sent: Callable[[Session, Storage, Actor, int, int | None], None]
    """It is on its way; the post of whoever is asked to sign, if anybody is."""
    signed: Callable[[Session, Storage, Actor, int, HeldPost], None]
    """Everything that the last signature does, in its transaction; in which post it was given."""
    ended: Callable[[Session, int], None]
    """It is its author's again: returned, called back, or everybody asked was heard."""
    taken_back: Callable[[Session, Actor, int], None]
    """Whoever decided last takes that back at once: it goes round as before, and what the last
    signature made is undone. Raises Refused where it cannot be."""
    ahead: Callable[[Session, Actor, int, int | None, HeldPost | None], None] | None = None
    """What takes long of sending it round to this post for the signature, or of signing it in that
    one: done before the transaction of either, it writes nothing."""
    mend_path: str = ""
    """Behind the record's own address: the page whose fields the `unsignable` problems name."""
    signed_words: str = N_("Signed.")
    """Message id: what is said to whoever gave the last signature."""
    doubt: Named[Callable[[int], str]] | None = None
    """Called with the record's id, where no transaction is open: what is asked in the reader's
    language before it is signed, however many are signed together; empty where nothing is."""
    page: Named[Callable[..., Any]] | None = None
    """Called with the record's id and the form that came back: the response that shows it on the
    record's own page. None where what is said in one's turn has a page of its own."""


Faces = Callable[[Session, Collection[int]], Mapping[int, Face]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """How records of a kind are searched for; each is a handful of statements for many ids."""

    documents: Callable[[Session, Sequence[int]], Sequence[IndexedDocument]]
    """These records as the index holds them."""
    versions: Callable[[Session], Mapping[int, int]]
    """Id and version of every record of the kind, to compare with what the index holds."""
    rows: Named[Callable[..., Mapping[int, Any]]]
    """Called with session, actor and ids: those that this actor may read now, each as the Row that
    the list of its kind has of it, told by the calendar of the agency whose record it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that stand in or beside a record and find it, and where."""

    text: str
    place: str = ""
    """The name of its file, or a message id for what is said beside it: "Directive"."""
    file_id: int | None = None
    page: int = 0
    """Of the file; 0 where that has no pages."""
    is_unread: bool = False
    """Nothing could be read in this file: all that finds it is its name."""


Passages = Callable[[Session, Sequence[int], int | None], Mapping[int, Sequence[Passage]]]
"""Of each of these records what a feature knows of it, in a statement or two; at most so many
characters of each text, where only an excerpt is looked for in them."""


@dataclass(frozen=True, eq=False)
class RecordKind:
    """A kind of record; `name` is kept in `record.kind` and never changes."""

    name: str
    label: str
    """Message id: what people call one of it."""
    permission: str
    """What a person must hold to read any record of this kind."""
    faces: Faces
    """The faces of those of these records that exist, in one statement, whoever asks."""
    load: Callable[[Session, Actor, int], Any]
    """The record with what its page shows; NotFound when there is none this actor may read."""
    head: Named[Callable[..., Any]] | None = None
    """Called with session, actor and Opened; the DocumentHead of its page. None for a kind whose
    page its own feature draws: whoever asks for the record is led to the path of its face."""
    path: str = "/records"
    """Where its pages are: "/documents" before the id of one."""
    peek: str = ""
    """Where its preview beside a list is: "/incoming/%d/peek"; empty where it has none."""
    icon: str = "file-earmark"
    indexed: Indexed | None = None
    """None for what is not searched for."""
    named: str = ""
    """Message id with %(number)s and %(day)s: its name before who may not know what it says."""
    work: Workable | None = None
    """None for what nobody is given work on."""
    counted: tuple[str, str] = ("%(num)s record", "%(num)s records")
    """Message ids of one and of several of them, which count them."""
    approval: Approvable | None = None
    """None for what is not sent round."""

    def address(self, record_id: int) -> str:
        """From the root of the office, as notices keep it."""
        return f"{self.path}/{record_id}"


DOCUMENTS = (N_("%(num)s document"), N_("%(num)s documents"))

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Opened:
    """A record that somebody looks at: what every feature that adds to its page is given."""

    record_id: int
    kind: RecordKind
    record: Any
    """As its kind loads it."""
    horizon: Any
    """The Horizon of its agency."""
    _known: dict[Any, Any] = field(default_factory=dict)

    def ask(self, query: Callable[..., T], *args: Any) -> T:
        """What this query says, asked once however many add to the page with it."""
        key = (query, args)
        if key not in self._known:
            self._known[key] = query(*args)
        known: T = self._known[key]
        return known
