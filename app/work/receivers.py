"""Whom work can be passed on to: the people of the holder's units, and all below. Pure."""

from collections.abc import Collection, Mapping


def reached_by(
    holder: str, posts: Collection[tuple[int, int | None]], parents: Mapping[int, int | None]
) -> frozenset[str]:
    """Tokens a holder may pass work on to: the people of their units, units and people below.

    `posts` are (person, unit) pairs valid today in the agency; `parents` says under which unit
    each unit stands. Whoever holds a post above all units (a leader) reaches the whole agency.
    """
    own = _units_of(holder, posts)
    if None in own:
        units = set(parents)
        persons = {person for person, _unit in posts}
        return frozenset({f"u{unit}" for unit in units} | {f"p{person}" for person in persons})
    units = {unit for unit in own if unit is not None}
    below = {unit for unit in parents if unit not in units and _is_under(unit, units, parents)}
    persons = {person for person, unit in posts if unit in units | below}
    return frozenset({f"u{unit}" for unit in below} | {f"p{person}" for person in persons})


def _units_of(holder: str, posts: Collection[tuple[int, int | None]]) -> set[int | None]:
    number = int(holder[1:])
    if holder.startswith("u"):
        return {number}
    return {unit for person, unit in posts if person == number}


def _is_under(unit: int, units: Collection[int], parents: Mapping[int, int | None]) -> bool:
    parent = parents.get(unit)
    while parent is not None:
        if parent in units:
            return True
        parent = parents.get(parent)
    return False
