"""Why somebody may read a record, in words."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from app.core.policy import Actor, holder_of, person_token
from app.records.policy import grounds
from app.records.rules import WORDS, Reader


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
    ordered = sorted(by_token, key=lambda token: ("aup".index(token[0]), names[token]))
    return [(names[token], "; ".join(dict.fromkeys(by_token[token]))) for token in ordered]


def _ground(one: Reader) -> str:
    return str(_(WORDS[one.ground.kind]))


def _in_place_of(actor: Actor, one: Reader) -> str:
    holder = holder_of(one.token)
    if not holder.startswith("p") or holder == person_token(actor.person_id):
        return ""
    post = actor.post_of(int(holder[1:]))
    return _(" (in place of %(name)s)", name=post.person_name) if post is not None else ""
