"""Forms of dossiers."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import clock
from app.core.days import Short
from app.core.text import clean
from app.dossiers.rules import LONGEST_CODE, LONGEST_TITLE, RETENTIONS, DossierEntry
from app.web import OfficeForm, VersionedForm
from app.web.fields import ChoiceField, ChoicesField, DayField, OptionalIdField


class DossierForm(VersionedForm):
    """What a dossier says of itself."""

    code = StringField(
        _l("Number and symbol"), filters=[clean], validators=[Length(max=LONGEST_CODE)]
    )
    title = TextAreaField(_l("Title"), filters=[clean], validators=[Length(max=LONGEST_TITLE)])
    year = IntegerField(_l("Year"), validators=[Optional()])
    retention = ChoiceField(
        _l("Kept for"), choices=[(code, _l(words)) for code, words in RETENTIONS.items()]
    )
    unit_id = OptionalIdField(_l("Unit"))
    owner_id = OptionalIdField(_l("Kept by"))
    opened_on = DayField(_l("Opened on"), short=Short.LAST)
    note = StringField(_l("Remark"), filters=[clean], validators=[Length(max=500)])

    def entry(self) -> DossierEntry:
        return DossierEntry(
            code=self.code.data,
            title=self.title.data,
            year=self.year.data,
            retention=self.retention.data,
            unit_id=self.unit_id.data,
            owner_id=self.owner_id.data,
            opened_on=self.opened_on.data,
            note=self.note.data,
        )


class PutForm(OfficeForm):
    """Into which dossiers documents are put: some that are open, or a new one."""

    dossiers = ChoicesField(
        _l("My open dossiers"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    code = StringField(
        _l("Number and symbol"), filters=[clean], validators=[Length(max=LONGEST_CODE)]
    )
    title = StringField(
        _l("Title of a new one"), filters=[clean], validators=[Length(max=LONGEST_TITLE)]
    )
    retention = ChoiceField(
        _l("Kept for"),
        choices=[(code, _l(words)) for code, words in RETENTIONS.items()],
        default="06",
    )

    def new_entry(self, owner_id: int, unit_id: int | None) -> DossierEntry | None:
        """The dossier to open first, when a title was written."""
        if not self.title.data:
            return None
        today = clock.today()
        return DossierEntry(
            code=self.code.data,
            title=self.title.data,
            year=today.year,
            retention=self.retention.data,
            unit_id=unit_id,
            owner_id=owner_id,
            opened_on=today,
        )


def offered(
    options: Sequence[tuple[int, str]], kept: int | None, name: str
) -> list[tuple[int, str]]:
    """The options of today, and the one chosen earlier even where it is no longer valid."""
    if kept is None or kept in dict(options):
        return list(options)
    return [*options, (kept, name)]
