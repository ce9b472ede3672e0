"""Lines of work as the components show them."""

from app.work.presenters.actions import (
    View,
    actions_of,
    line_actions,
    works_on,
)
from app.work.presenters.dialog import (
    Coming,
    coming_absences,
    common_due,
    due_choices,
    given_rows,
    no_phrases,
    phrase_choices,
    phrase_columns,
    phrase_rows,
    picker_index,
    receiver_choices,
    unit_choices,
)
from app.work.presenters.extending import (
    asked_words,
    asking,
    put_off_tables,
    whole_table,
    whole_words,
)
from app.work.presenters.lines import DirectiveView, colour_of, directive_views, parts_in, whys
from app.work.presenters.lists import work_row
from app.work.presenters.wording import due_text, holder_name, opened_text, today_text, work_total
from app.work.presenters.worklist import order_said, work_list

__all__ = [
    "Coming",
    "DirectiveView",
    "View",
    "actions_of",
    "asked_words",
    "asking",
    "colour_of",
    "coming_absences",
    "common_due",
    "directive_views",
    "due_choices",
    "due_text",
    "given_rows",
    "holder_name",
    "line_actions",
    "no_phrases",
    "opened_text",
    "order_said",
    "parts_in",
    "phrase_choices",
    "phrase_columns",
    "phrase_rows",
    "picker_index",
    "put_off_tables",
    "receiver_choices",
    "today_text",
    "unit_choices",
    "whole_table",
    "whole_words",
    "whys",
    "work_list",
    "work_row",
    "work_total",
    "works_on",
]
