"""The forms of handing over, reorganising and merging: each thing listed, and who takes it."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from app.core.text import clean
from app.moves.rules import NewUnit, new_units
from app.web.fields import LinesField, OptionalIdField
from app.web.forms import OfficeForm
from app.web.i18n import gettext as _


class ThingsField(LinesField):
    """What ("work.lines:12", or a whole sort "work.lines") and to whom, by token or by label."""

    PARTS = {"thing": 60, "to": 260}
    MOST = 5000

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        self.data = [(what, to) for what, to in self.lines]


class HandoverForm(OfficeForm):
    things = ThingsField(_l("Who takes over"))
    reason = TextAreaField(_l("Reason"), filters=[clean])


class UnitsField(LinesField):
    """Units that are new: name, short name, symbol."""

    PARTS = {"new_name": 200, "new_short": 80, "new_symbol": 30}
    MOST = 4

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        self.data: dict[str, NewUnit] = new_units(self.lines)


class HeadsField(LinesField):
    """Of each unit or agency in which heads come together, by its key: the post of whoever heads
    it."""

    PARTS = {"headed": 30, "head_post": 12}
    MOST = 200

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        self.data = {key: int(post) for key, post in self.lines if post.isdecimal()}


class ReorganiseForm(HandoverForm):
    """Into what the unit goes, then each of its posts and things."""

    with_unit = OptionalIdField(_l("Together with the unit"))
    into = OptionalIdField(_l("Into the unit"))
    stays = BooleanField(_l("The unit goes on: only a part of it becomes another"))
    units = UnitsField(_l("New units"))
    heads = HeadsField(_l("Head"))

    def offer(self, units: Iterable[tuple[int, str]]) -> None:
        options = list(units)
        self.with_unit.offer(options, _("none: it alone"))
        self.into.offer(options, _("none: a new unit"))

    def sources(self, unit_id: int) -> list[int]:
        """The units that end, or give a part away."""
        return [one for one in (unit_id, self.with_unit.data) if one]

    def targets(self, unit_id: int) -> list[str]:
        """The keys of what takes over, the usual one first."""
        own = [f"u{unit_id}"] if self.stays.data else []
        into = [f"u{self.into.data}"] if self.into.data else []
        return [*own, *into, *self.units.data]


class MergeForm(HandoverForm):
    """Into which agency another goes, then what becomes of each unit and post."""

    into = OptionalIdField(_l("Into the agency"))
    heads = HeadsField(_l("Head"))

    def offer(self, agencies: Iterable[tuple[int, str]]) -> None:
        self.into.offer(agencies, _("choose an agency"))

    def units(self) -> dict[int, int]:
        """The units that go into one of the successor."""
        named = self.chosen_for("unit").items()
        return {unit_id: int(to[1:]) for unit_id, to in named if to[1:].isdecimal()}

    def ending(self) -> frozenset[int]:
        """The posts that go on nowhere."""
        return frozenset(post_id for post_id, to in self.chosen_for("post").items() if to == "-")

    def chosen_for(self, sort: str) -> dict[int, str]:
        """What was chosen for each unit ("unit") or post ("post"), where something was."""
        named = (what.partition(":") for what, _to in self.things.data)
        return {
            int(number): to
            for (name, _colon, number), (_what, to) in zip(named, self.things.data, strict=True)
            if name == sort and to and number.isdecimal()
        }
