"""Messages as the shared components show them: notices, what was sent, how one wants to be told."""

from app.messages.presenters.contacts import code_dialog, contact_dialog, contact_form
from app.messages.presenters.costs import (
    cost_columns,
    cost_foot,
    cost_rows,
    cost_sheet,
    previews,
)
from app.messages.presenters.deliveries import (
    empty_notices,
    gateway_columns,
    gateway_table,
    local_columns,
    local_table,
    no_longer_yours,
    notice_rows,
    on_record,
    sms_list,
)
from app.messages.presenters.wishes import in_groups, wishes_form, wishes_page

__all__ = [
    "code_dialog",
    "contact_dialog",
    "contact_form",
    "cost_columns",
    "cost_foot",
    "cost_rows",
    "cost_sheet",
    "empty_notices",
    "gateway_columns",
    "gateway_table",
    "in_groups",
    "local_columns",
    "local_table",
    "no_longer_yours",
    "notice_rows",
    "on_record",
    "previews",
    "sms_list",
    "wishes_form",
    "wishes_page",
]
