"""The application's own map of routes, and the prepared things their numbers stand for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.whole.conftest import Place
from tests.whole.prepared import Values
from tests.whole.relations import (
    KIND_OF_ARGUMENTS,
    MORE_READ,
    ONLY_INCOMING,
    ONLY_OUTGOING,
    PARTS,
    RELATIONS,
    UNGUESSABLE,
)

STATIC = ("static",)
SIGNS_OUT = ("access.sign_out", "access.sign_out_everywhere")


@dataclass(frozen=True)
class Case:
    """One address with the number of one thing."""

    rule: Rule
    kind: str
    name: str
    values: Values

    def is_open_to(self, who: str) -> bool:
        also = MORE_READ.get(self.rule.endpoint, {}).get(self.name, "")
        if who not in f"{RELATIONS[self.kind][self.name]} {also}".split():
            return False
        is_outgoing = self.name.startswith("out_")
        if self.rule.endpoint.startswith(ONLY_INCOMING):
            return not is_outgoing
        return is_outgoing if self.rule.endpoint.startswith(ONLY_OUTGOING) else True


def rules(app: Flask) -> list[Rule]:
    """Every route of the office; those that end a session come last."""
    return sorted(
        (rule for rule in app.url_map.iter_rules() if rule.endpoint not in STATIC),
        key=lambda rule: (rule.endpoint in SIGNS_OUT, rule.endpoint),
    )


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in rules(app):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method


def cases(place: Place) -> Iterator[Case]:
    """Every route that takes a number, with every thing that the number may stand for."""
    for rule in rules(place.app):
        names = sorted(rule.arguments - PARTS.keys())
        if not names or rule.endpoint in UNGUESSABLE:
            continue
        assert " ".join(names) in KIND_OF_ARGUMENTS, f"relations.py does not know {rule.rule}"
        kind = KIND_OF_ARGUMENTS[" ".join(names)]
        if rule.endpoint.startswith("approval."):
            kind = "draft's record"
        for name in RELATIONS[kind]:
            yield Case(rule, kind, name, _values(place, kind, name))


def _values(place: Place, kind: str, name: str) -> Values:
    things = place.prepared.things
    if kind == "document file":
        return things["document"][name] | things["file"][name]
    return things[kind][name]


def address(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    parts = {name: value for name, value in PARTS.items() if name in rule.arguments}
    return str(_adapter(app).build(rule.endpoint, {**parts, **values}))


@lru_cache
def _adapter(app: Flask) -> Any:
    return app.url_map.bind("localhost")


def permissions_of(app: Flask, rule: Rule) -> tuple[str, ...]:
    """What `requires` wrote on the view."""
    asked: tuple[str, ...] = vars(app.view_functions[rule.endpoint])["permissions"]
    return asked


def allowed(place: Place, who: str, rule: Rule) -> bool:
    """Whether a permission that the route asks for is this person's."""
    needed = permissions_of(place.app, rule)
    if needed in (("public",), ("signed in",)):
        return True
    return any(place.prepared.people[who].may(permission) for permission in needed)


def somebody(place: Place, rule: Rule, case: Case | None = None) -> str:
    """A person for whom this address opens, so that what is behind its guards is reached."""
    people = [who for who in ABLE if allowed(place, who, rule)]
    related = [who for who in people if case is None or case.is_open_to(who)]
    return next(iter([*related, *people]))


ABLE = (
    *("clerk", "leader", "officer", "head", "admin", "second_officer", "other_clerk"),
    *("other_leader", "other_officer", "economy_head", "economy_officer"),
)
"""Between them they may open everything."""
