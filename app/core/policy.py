"""Who acts, and rules said once for a row and once for SQL."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, or_

from app.core.errors import Forbidden


@dataclass(frozen=True)
class HeldPost:
    """A post the actor works in: their own, or another person's by delegation."""

    post_id: int
    person_id: int
    person_name: str
    title: str
    role: str
    agency_id: int
    unit_id: int | None
    is_head: bool
    delegation_id: int | None = None
    delegation_scope: str = ""
    """"all", or "process": all but signing; empty for one's own post."""
    permissions: frozenset[str] = frozenset()
    """What it allows its holder, or whoever stands in for them."""
    succeeded: frozenset[int] = frozenset()
    """Units that ended with the one it heads as their successor: it heads what they left."""
    agencies_succeeded: frozenset[int] = frozenset()
    """Agencies that ended with its own as their successor: it stands in the same right in what they
    left."""

    @property
    def is_delegated(self) -> bool:
        return self.delegation_id is not None

    @property
    def giver(self) -> str:
        """In whose name one acts in it; empty for one's own."""
        return self.person_name if self.is_delegated else ""

    @property
    def tokens(self) -> frozenset[str]:
        """By what whoever works in it reads (see Actor)."""
        heads = self.unit_id if self.is_head else None
        reads_all = "documents.read_agency" in self.permissions
        own = (
            tokens_of(self.person_id, one, heads, reads_all=reads_all) for one in self.agency_ids
        )
        tokens = {unit_token(one) for one in self.succeeded}.union(*own)
        if "cases.read_all" in self.permissions:
            tokens |= {shop_token(one) for one in self.agency_ids}
        return frozenset(tokens)

    @property
    def agency_ids(self) -> frozenset[int]:
        """Its agency, and those that this one succeeded."""
        return self.agencies_succeeded | {self.agency_id}

    def heads(self, unit_id: int | None) -> bool:
        """It is that of the head of this unit."""
        return self.is_head and unit_id is not None and unit_id in {self.unit_id, *self.succeeded}

    def is_of(self, person_id: int, unit_id: int | None) -> bool:
        """Its holder is this person, or heads this unit."""
        return self.heads(unit_id) or self.person_id == person_id


@dataclass(frozen=True)
class Actor:
    """A signed-in person at work in one agency.

    `tokens` say what they may read: "a3" (the whole of agency 3), "s3" (the cases of its one-stop
    shop), "u7" (what unit 7 holds), "p12a3" (what person 12 was given in agency 3). They are
    matched with the readers of records.
    """

    person_id: int
    name: str
    agency_id: int | None
    posts: tuple[HeldPost, ...] = ()
    permissions: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    preferences: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def holders(self) -> frozenset[str]:
        """Whose work is the actor's own: "p12", "u7". An agency and its shop hold nothing."""
        return frozenset(holder_of(one) for one in self.tokens if one[0] not in "as")

    @property
    def agency_ids(self) -> frozenset[int]:
        """The agency where the actor is at work, and those that it succeeded."""
        return frozenset().union(*(post.agency_ids for post in self.posts))

    def works_for(self, agency_id: int | None) -> bool:
        """Papers of this agency are the actor's to deal with: it is theirs, or theirs succeeded
        it."""
        return agency_id is not None and agency_id in {self.agency_id, *self.agency_ids}

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def needs(self, permission: str) -> None:
        """Raise Forbidden unless the actor holds this permission."""
        if permission not in self.permissions:
            raise Forbidden

    @property
    def main_post(self) -> HeldPost | None:
        return next(iter(self.posts), None)

    @property
    def unit_ids(self) -> frozenset[int]:
        """The units in which the actor has a post of their own."""
        own = (post.unit_id for post in self.posts if not post.is_delegated)
        return frozenset(unit_id for unit_id in own if unit_id is not None)

    @property
    def headed_unit_ids(self) -> frozenset[int]:
        own = {p.unit_id for p in self.posts if p.is_head and p.unit_id is not None}
        return frozenset(own.union(*(post.succeeded for post in self.posts)))

    @property
    def person_ids(self) -> frozenset[int]:
        """The persons this actor acts for: themselves, and those who delegated to them."""
        return frozenset({self.person_id, *(post.person_id for post in self.posts)})

    def post_of(self, person_id: int) -> HeldPost | None:
        """The post in which this actor acts as the given person."""
        return next((post for post in self.posts if post.person_id == person_id), None)

    def in_name_of(self, gives: Callable[[HeldPost], bool]) -> str:
        """For whom the actor acts by a right that only posts like these give: the person's name,
        where none of them is the actor's own; empty where one is, or none gives it."""
        giving = [post for post in self.posts if gives(post)]
        is_own = any(not post.is_delegated for post in giving)
        return giving[0].person_name if giving and not is_own else ""


def agency_token(agency_id: int) -> str:
    return f"a{agency_id}"


def shop_token(agency_id: int) -> str:
    """Those who read every case of the agency's one-stop shop, and nothing else by that."""
    return f"s{agency_id}"


def unit_token(unit_id: int) -> str:
    return f"u{unit_id}"


def person_token(person_id: int) -> str:
    """A person as the holder of something; they read as `reader_token` says."""
    return f"p{person_id}"


def tokens_of(
    person_id: int, agency_id: int, heads: int | None, *, reads_all: bool
) -> frozenset[str]:
    """By what a person reads in an agency, as head of this unit, and where they read all of it."""
    found = {reader_token(person_token(person_id), agency_id)}
    if heads is not None:
        found.add(unit_token(heads))
    if reads_all:
        found.add(agency_token(agency_id))
    return frozenset(found)


def reader_token(holder: str, agency_id: int) -> str:
    """The token by which a holder reads in this agency: a person only as one of its people.

    So what "p12" was given in agency 3 ends with the last post of person 12 there.
    """
    is_person = holder.startswith("p") and "a" not in holder
    return f"{holder}{agency_token(agency_id)}" if is_person else holder


def holder_of(token: str) -> str:
    """Who holds what is read by this token: "p12" of "p12a3"; a unit or an agency is itself."""
    return token[: token.index("a")] if token.startswith("p") and "a" in token else token


ANYBODY = Actor(0, "", None)
"""Stands for whoever will ask a constant statement, to whom it is given as parameters."""


@dataclass(frozen=True)
class Rule:
    """One permission on rows, said twice; a test holds the two together."""

    for_row: Callable[[Actor, Any], bool]
    for_sql: ColumnElement[bool]
    """Who asks is a parameter in it, see core/asking.py."""

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(
            lambda actor, row: self.for_row(actor, row) or other.for_row(actor, row),
            or_(self.for_sql, other.for_sql),
        )
