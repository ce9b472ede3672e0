"""Why somebody may read a record, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.feature import Opened
from app.core.policy import Actor, holder_of, person_token
from app.records.policy import READS_ALL, grounds
from app.records.queries import reader_names, readers_of
from app.records.rules import WORDS, Reader
from app.web.i18n import gettext as _
from app.web.listing import Addition, Part


@dataclass(frozen=True)
class ReadingPart:
    """What templates/records/_part.html shows."""

    why: str
    """On what grounds this reader may read it."""
    readers: Sequence[tuple[str, str]]
    """Everybody who may, each with their grounds; empty where that is not this reader's to know."""


def on_record(session: Session, actor: Actor, opened: Opened) -> Addition:
    """Below the trail: why this person reads the record, and, for who reads all, who else does."""
    readers = readers_of(session, opened.record_id)
    tokens = {one.token for one in readers} if actor.may(READS_ALL) else set()
    names = reader_names(session, tokens)
    part = Part(
        name="trail",
        label=_("Trail"),
        template="records/_part.html",
        content=ReadingPart(why(actor, readers), reader_lines(readers, names)),
        place=60,
    )
    return Addition(parts=(part,))


def why(actor: Actor, readers: Iterable[Reader]) -> str:
    """The grounds of this actor, those of whom they stand in for named as such."""
    own = [_ground(one) + _in_place_of(actor, one) for one in grounds(actor, readers)]
    return _("You may read this: %(grounds)s.", grounds="; ".join(dict.fromkeys(own)))


def reader_lines(readers: Iterable[Reader], names: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Each reader's name with all their grounds, whole agencies first, then units, then persons.

    Without names there is nothing to tell: who reads is not everybody's to know.
    """
    if not names:
        return ()
    by_token: dict[str, list[str]] = {}
    for one in readers:
        by_token.setdefault(one.token, []).append(_ground(one))
    ordered = sorted(by_token, key=lambda token: ("asup".index(token[0]), names[token]))
    return [(names[token], "; ".join(dict.fromkeys(by_token[token]))) for token in ordered]


def _ground(one: Reader) -> str:
    return str(_(WORDS[one.ground.kind]))


def _in_place_of(actor: Actor, one: Reader) -> str:
    holder = holder_of(one.token)
    if not holder.startswith("p") or holder == person_token(actor.person_id):
        return ""
    post = actor.post_of(int(holder[1:]))
    return _(" (in place of %(name)s)", name=post.person_name) if post is not None else ""
