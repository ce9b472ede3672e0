"""The form of a view: its name, and whom it is shared with."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from app.core.text import clean
from app.lists.rules import ViewEntry
from app.web import OfficeForm
from app.web.fields import OptionalIdField


class ViewForm(OfficeForm):
    """`units`: id and name of those it may be shared with."""

    name = StringField(_("Name of the view"), filters=[clean])
    unit_id = OptionalIdField(_("For whom"))

    def entry(self, unit_id: int | None = None) -> ViewEntry:
        """`unit_id`: where whose it is stands to no choice."""
        return ViewEntry(self.name.data, self.unit_id.data if self.unit_id else unit_id)


class KeepForm(ViewForm):
    """The same for what is kept now; `instead_id`: the view that is to ask for this from now on."""

    instead_id = OptionalIdField(_("Keep it as"))
