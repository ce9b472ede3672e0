"""Cases as the components show them, and the forms that are printed of them."""

from app.onestop.cases.presenters.page import (
    found,
    head,
    list_page,
    move_label,
    on_record,
    row,
    whys_on,
)
from app.onestop.cases.presenters.sheet import sheet_of

__all__ = ["found", "head", "list_page", "move_label", "on_record", "row", "sheet_of", "whys_on"]
