"""What is done with registers and their numbers, one function per verb."""

from app.registers.service.keeping import (
    add_register,
    close_year,
    ensure_copies_apart,
    make_usual,
    remove,
    rename_register,
    reopen_year,
    save_series,
    switch,
)
from app.registers.service.numbers import (
    reserve,
    take_number,
    use_reserved,
    void,
    void_next,
    void_used,
)

__all__ = [
    "add_register",
    "close_year",
    "ensure_copies_apart",
    "make_usual",
    "remove",
    "rename_register",
    "reopen_year",
    "reserve",
    "save_series",
    "switch",
    "take_number",
    "use_reserved",
    "void",
    "void_next",
    "void_used",
]
