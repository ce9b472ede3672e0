"""Why somebody may read a record, and which acts take the right away again."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.text import N_


@dataclass(frozen=True)
class Ground:
    """Why a right to read was given: a kind of ground, and which one of its kind.

    `id` is 0 where a record can have but one ground of the kind.
    """

    kind: str
    id: int = 0


@dataclass(frozen=True)
class Reader:
    """A right to read one record: whose it is, and on what ground."""

    token: str
    ground: Ground


ENTERED = "entered"
PRESENTED = "presented"
LINE = "line"
STEP = "step"
DELIVERED = "delivered"
RECEIVED = "received"
AUTHOR = "author"
UNIT = "unit"
SIGNED = "signed"
ASKED = "asked"
ASKING = "asking"
ANSWER = "answer"
GAVE = "gave"
DOSSIER = "dossier"
BEFORE = "before"

BESIDE = frozenset({ASKED, RECEIVED})
"""Who reads a question because it was put to them reads nothing of what the others answer: neither
on this ground nor on another one that they have beside it."""
PUTTING = frozenset({ENTERED, PRESENTED, AUTHOR, UNIT, SIGNED, ASKING})
"""Who reads it because they put it, or have it in their books, reads every answer."""

WORDS: Mapping[str, str] = {
    ENTERED: N_("it is in the books of the agency"),
    PRESENTED: N_("it was presented for a directive"),
    LINE: N_("a line of work was given"),
    STEP: N_("asked in its approval"),
    DELIVERED: N_("it was delivered to the agency"),
    RECEIVED: N_("it was issued to them"),
    AUTHOR: N_("drafted it"),
    UNIT: N_("it was drafted in the unit"),
    SIGNED: N_("it was signed and went to the clerk"),
    ASKED: N_("asked for an answer by it"),
    ASKING: N_("keeps what is asked by it"),
    ANSWER: N_("it answers a document one may read"),
    GAVE: N_("gave this answer"),
    DOSSIER: N_("it lies in a dossier one keeps"),
    BEFORE: N_("it was given before grounds were kept"),
}
"""The kinds of grounds, as people read them behind a name (căn cứ được xem)."""


@dataclass(frozen=True)
class Fate:
    """What an act does to the right that stood on a ground, and why."""

    ends: bool
    why: str
    """For those who read the code."""
    words: str = ""
    """Message id, for the trail: what took the right away."""


def _keeps(why: str) -> Fate:
    return Fate(False, why)


def _ends(words: str, why: str) -> Fate:
    return Fate(True, why, words)


FATES: Mapping[tuple[str, str], Fate] = {
    # Lines of work: whoever worked on it may read on; what is taken away is taken away whole.
    (LINE, "done"): _keeps("whoever worked on it answers for it, and may be asked again"),
    (LINE, "recalled"): _ends(N_("the line of work was recalled"), "given by mistake, not begun"),
    (LINE, "withdrawn"): _ends(N_("the line of work was withdrawn"), "the work is another's now"),
    (LINE, "returned"): _ends(N_("the line of work was returned"), "the holder said: not ours"),
    (LINE, "handed over"): _keeps("they worked on it until then; their successor will ask them"),
    (LINE, "handed back"): _ends(N_("the handing over was taken back"), "it was never theirs"),
    # Turns in an approval: to have been asked is to have worked on it, unless the turn was undone.
    (STEP, "done"): _keeps("they stand by what they approved, and must be able to see it"),
    (STEP, "returned"): _keeps("they will want to see whether what they asked for was done"),
    (STEP, "lapsed"): _keeps("their time ran out, the question was not taken back"),
    (STEP, "skipped"): _ends(N_("the turn was taken back"), "the round was stopped before them"),
    (STEP, "handed over"): _ends(N_("somebody else is asked in their place"), "they never acted"),
    (STEP, "handed back"): _ends(N_("the handing over was taken back"), "it was never theirs"),
    # Presenting, entering, delivering.
    (PRESENTED, "moved"): _ends(N_("it was presented to somebody else"), "another directs it"),
    (PRESENTED, "cancelled"): _ends(N_("the registration was undone"), "there is no letter"),
    (ENTERED, "cancelled"): _keeps("the void line stays in the agency's book, which must show it"),
    (ENTERED, "recalled"): _keeps("it was accepted: its agency answers for what was done with it"),
    (DELIVERED, "accepted"): _ends(N_("it was registered"), "it is the agency's own from here on"),
    (DELIVERED, "refused"): _ends(N_("the delivery was refused"), "it went back to its sender"),
    (DELIVERED, "recalled"): _ends(
        N_("its sender recalled it before it was accepted"), "it never became the receiver's"
    ),
    (RECEIVED, "recalled"): _keeps("they may act by it, and must see that it is called back"),
    (ASKED, "withdrawn"): _ends(N_("no answer is asked of them any more"), "they owe nothing"),
    (ASKED, "taken off"): _ends(N_("it counts as an answer no more"), "it was never theirs"),
    (ASKED, "handed over"): _keeps("their successor will ask them what they knew of it"),
    (ASKED, "handed back"): _ends(N_("the handing over was taken back"), "it was never theirs"),
    (ASKING, "handed over"): _keeps("their successor will ask them what they knew of it"),
    (ASKING, "handed back"): _ends(N_("the handing over was taken back"), "it was never theirs"),
    # Drafts.
    (AUTHOR, "cancelled"): _keeps("what one wrote oneself"),
    (AUTHOR, "handed over"): _keeps("what one wrote oneself"),
    (AUTHOR, "handed back"): _ends(N_("the handing over was taken back"), "it was never theirs"),
    (UNIT, "moved"): _ends(N_("its unit was corrected"), "another unit drafted it"),
    (UNIT, "handed over"): _ends(N_("another unit drafts it on"), "it is drafted in the other now"),
    (UNIT, "handed back"): _ends(N_("the handing over was taken back"), "it was never theirs"),
    (SIGNED, "issued"): _keeps("the clerk compares the issued file with what was signed"),
    (SIGNED, "returned"): _ends(
        N_("the signed document was returned to its drafter"), "it is a draft again"
    ),
    # What follows from something else.
    (ANSWER, "unreadable"): _ends(
        N_("what it answers may no longer be read"), "the right was to the question"
    ),
    (ANSWER, "asked too"): _ends(
        N_("they are asked for an answer of their own"), "what the others answer is not theirs"
    ),
    (ANSWER, "taken off"): _ends(N_("it counts as an answer no more"), "it answers nothing"),
    (GAVE, "taken off"): _ends(N_("it counts as an answer no more"), "it was never given"),
    (GAVE, "handed over"): _keeps("what one wrote oneself"),
    (GAVE, "handed back"): _ends(N_("the handing over was taken back"), "it was never theirs"),
    (DOSSIER, "taken out"): _ends(N_("it was taken out of the dossier"), "it no longer lies there"),
    (DOSSIER, "handed over"): _ends(N_("the dossier was handed over"), "another keeps it now"),
    (DOSSIER, "handed back"): _ends(N_("the handing over was taken back"), "it was never theirs"),
    (DOSSIER, "forfeited"): _ends(
        N_("whoever put it into the dossier may no longer read it"),
        "nobody keeps a right for others that they lost themselves",
    ),
    (DOSSIER, "closed"): _keeps("a closed dossier is kept to be read"),
    # Posts and delegations need no row: tokens are made of the posts and delegations of the day.
}
"""What becomes of a right when something befalls its ground. What is not here cannot happen."""


def fate(ground: Ground, act: str) -> Fate:
    """KeyError for an act nobody has thought about: it has to be written down first."""
    return FATES[ground.kind, act]
