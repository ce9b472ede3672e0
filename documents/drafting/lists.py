"""Lists as the decree writes them: names one to a line, ";" behind each and "." behind the last."""

from collections.abc import Iterable, Sequence

_ENDS = " ;.,"


def bare(name: str) -> str:
    """A name without the dash before it and the marks behind it."""
    return name.strip().removeprefix("-").strip(_ENDS)


def ended(lines: Sequence[str]) -> list[str]:
    """The lines with their marks; empty ones are left out."""
    said = [line.rstrip(_ENDS) for line in lines if line.strip(_ENDS)]
    return [f"{line};" for line in said[:-1]] + [f"{line}." for line in said[-1:]]


def listed(names: Iterable[str]) -> list[str]:
    """One name stands alone; several are a list with dashes (Annex I, II.9.d)."""
    named = [bare(name) for name in names if bare(name)]
    return named if len(named) < 2 else [f"- {line}" for line in ended(named)]
