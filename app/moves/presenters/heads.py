"""Who heads a unit or an agency in which several heads come together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.organisation.queries.pages import PostRow
from app.web.i18n import gettext as _


@dataclass(frozen=True)
class HeadChoice:
    """Where heads come together: its key and name, them by post, and who was chosen."""

    key: str
    name: str
    options: tuple[tuple[int, str], ...]
    chosen: int | None


def head_choices(
    together: Mapping[str, Sequence[PostRow]], names: Mapping[str, str], chosen: Mapping[str, int]
) -> tuple[HeadChoice, ...]:
    return tuple(
        HeadChoice(key, names[key], tuple(map(_option, rows)), chosen.get(key))
        for key, rows in together.items()
    )


def _option(post: PostRow) -> tuple[int, str]:
    return post.id, f"{post.person}, {post.title}, {post.unit or post.agency}"


def stand_down(choices: Iterable[HeadChoice]) -> list[str]:
    """Who is head no more, where it is chosen who is."""
    return [
        _("%(name)s is head no more from today on.", name=name)
        for choice in choices
        if choice.chosen in dict(choice.options)
        for post_id, name in choice.options
        if post_id != choice.chosen
    ]
