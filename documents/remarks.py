"""What the reader of a file should know about how it is shown: nothing against it."""

from documents.errors import N_, FileProblem

Remark = FileProblem

MARKED_CHANGES = Remark(
    "marked_changes",
    N_("It holds marked changes; it is shown and searched with all of them accepted."),
)
HIDDEN_WORDS = Remark(
    "hidden_words",
    N_("It holds hidden words, which no page shows: they are not shown or searched."),
)
OLD_FONTS = Remark(
    "old_fonts", N_("It was written in fonts from before Unicode; its letters were converted.")
)
EQUATIONS = Remark("equations", N_("Its equations are shown as lines of text."))
XFA = Remark(
    "xfa",
    N_("It is an Adobe form (XFA): what was filled in is not shown or searched. Open it in Adobe."),
)
_UNREAD = N_("Pages that are pictures, whose words are not found by search: %(count)s of %(all)s.")
_HIDDEN = N_("Hidden sheets, which are searched but not shown: %(sheets)s.")
_LEFT_ASIDE = N_("Left aside, for they are no documents: %(names)s.")


def unread_pages(count: int, all_pages: int) -> Remark:
    return Remark("unread_pages", _UNREAD, {"count": count, "all": all_pages})


def hidden_sheets(names: list[str]) -> Remark:
    return Remark("hidden_sheets", _HIDDEN, {"sheets": ", ".join(names)})


def left_aside(names: list[str]) -> Remark:
    return Remark("left_aside", _LEFT_ASIDE, {"names": ", ".join(names)})
