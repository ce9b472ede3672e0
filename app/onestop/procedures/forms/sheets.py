"""Catalogues as workbooks: a sheet for each list of a version, with the blanks of its form."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.core.errors import Problem
from app.core.text import N_, fold
from app.core.workbooks import SheetColumn, Table, sheet_name
from app.onestop.procedures.forms.parts import (
    ExemptionsField,
    FeesField,
    PapersField,
    StepsField,
    TemplatesField,
    VariantsField,
)
from app.onestop.procedures.forms.rows import Blank
from app.onestop.procedures.inputs import Certainty, Listed, Online
from app.onestop.procedures.rules.exchange import FORMAT, plain, vars_of
from app.onestop.procedures.wording import CERTAINTIES, ONLINE
from app.web.i18n import gettext as _

CODE = N_("Code")
SURE = CERTAINTIES
YES_NO = {"yes": N_("yes"), "no": N_("no")}
WIDE = 40


def _word(name: str, label: str, words: Mapping[Any, str], kind: Callable[[str], Any]) -> Blank:
    return Blank(name=name, label=label, choices=words, read=kind)


FACTS = (
    Blank(name="field", label=N_("Field"), most=120),
    Blank(name="name", label=N_("Name of the procedure"), most=500),
    Blank(name="level", label=N_("Who decides"), choices={}),
    _word("online", N_("On the portal"), ONLINE, Online),
    Blank(name="result", label=N_("Result"), most=500),
    Blank(name="ground", label=N_("Ground"), most=500),
    Blank(name="note", label=N_("Note"), most=1000),
    _word("is_national", N_("National code"), YES_NO, lambda text: text == "yes"),
    _word("limit_certainty", N_("How sure the limit is"), SURE, Certainty),
    _word("fee_certainty", N_("How sure the fees are"), SURE, Certainty),
    _word("paper_certainty", N_("How sure the papers are"), SURE, Certainty),
    _word("step_certainty", N_("How sure the process is"), SURE, Certainty),
)
HEAD = N_("Procedures")
PARTS = {
    "variants": (N_("Cases and limits"), VariantsField.BLANKS),
    "papers": (N_("Papers"), PapersField.BLANKS),
    "fees": (N_("Fees"), FeesField.BLANKS),
    "exemptions": (N_("Exemptions"), ExemptionsField.BLANKS),
    "steps": (N_("Process"), StepsField.BLANKS),
    "templates": (N_("Templates"), TemplatesField.BLANKS),
}
Levels = Mapping[str, str]


def tables(listed: Sequence[Listed], levels: Levels) -> Iterator[Table]:
    """The sheets of a workbook that says what these procedures say."""
    yield Table(title=_(HEAD), columns=_columns(FACTS), rows=[_facts(o, levels) for o in listed])
    for name, (title, blanks) in PARTS.items():
        rows = (
            [one.code, *(_cell(blank, getattr(line, blank.name), levels) for blank in blanks)]
            for one in listed
            for line in vars_of(one.content, name)
        )
        yield Table(title=_(title), columns=_columns(blanks), rows=list(rows))


def _columns(blanks: Iterable[Blank]) -> list[SheetColumn]:
    widths = (WIDE if one.most > 100 else 18 for one in blanks)
    return [SheetColumn(_(CODE), 14), *(
        SheetColumn(_(one.label), width) for one, width in zip(blanks, widths, strict=True)
    )]  # fmt: skip


def _facts(listed: Listed, levels: Levels) -> list[str]:
    values = dict(listed.content.facts())
    values |= {"field": listed.field, "is_national": "yes" if listed.is_national else "no"}
    return [listed.code, *(_cell(blank, values[blank.name], levels) for blank in FACTS)]


def _cell(blank: Blank, value: Any, levels: Levels) -> str:
    """Words for codes, otherwise what stands in the form."""
    words = _menu(blank, levels)
    text = blank.text(value) if not isinstance(value, str) else str(value)
    return str(_(words[text])) if words is not None and text in words else text


def _menu(blank: Blank, levels: Levels) -> Mapping[Any, str] | None:
    if blank.name == "level":
        return levels
    return blank.choices or None


# -- And back --------------------------------------------------------------------------------------


def read_sheets(sheets: Any, levels: Levels) -> tuple[dict[str, Any], list[Problem]]:
    """The plain data that these sheets say, as a catalogue file would, and what cannot be meant."""
    reader = _SheetReader(levels)
    found = {fold(title): rows for title, rows in sheets}
    head = reader.lines(_of(found, HEAD), HEAD, FACTS)
    procedures = {code: {"code": code, **line} for code, line in head}
    for name, (title, blanks) in PARTS.items():
        for code, line in reader.lines(_of(found, title), title, blanks):
            if code in procedures:
                procedures[code].setdefault(name, []).append(line)
            else:
                message = N_("Sheet “%(sheet)s” names %(code)s, which the first sheet does not.")
                reader.wrong(message, sheet=_(title), code=code)
    return {"format": FORMAT, "procedures": list(procedures.values())}, reader.problems


def _of(sheets: Mapping[str, Any], title: str) -> list[list[str]]:
    """The rows of the sheet of this title, in whatever language it was written."""
    names = (fold(sheet_name(word)) for word in (str(_(title)), title))
    return next((sheets[name] for name in names if name in sheets), [])


class _SheetReader:
    def __init__(self, levels: Levels) -> None:
        self.problems: list[Problem] = []
        self._levels = levels

    def wrong(self, message: str, **values: Any) -> None:
        self.problems.append(Problem(message, values))

    def lines(
        self, rows: list[list[str]], title: str, blanks: Sequence[Blank]
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """Code and values of each row under the one that bears the labels."""
        labels = {fold(word): one for one in blanks for word in (str(_(one.label)), one.label)}
        code = {fold(str(_(CODE))), fold(CODE)}
        columns: list[Blank | None] = []
        for row in rows:
            if not columns:
                if row and fold(row[0]) in code:
                    columns = [labels.get(fold(label)) for label in row]
            elif row[0].strip():
                yield row[0].strip(), self._line(title, row, columns)

    def _line(self, title: str, row: list[str], columns: list[Blank | None]) -> dict[str, Any]:
        values = {}
        for blank, text in zip(columns[1:], row[1:], strict=False):
            if blank is not None and text.strip():
                try:
                    values[blank.name] = plain(self._value(blank, text.strip()))
                except ValueError as wrong:
                    message = N_("Sheet “%(sheet)s”, %(code)s: %(problem)s")
                    self.wrong(message, sheet=_(title), code=row[0], problem=str(wrong))
        return values

    def _value(self, blank: Blank, text: str) -> Any:
        words = _menu(blank, self._levels)
        if words is not None:
            codes = {fold(str(_(word))): str(code) for code, word in words.items()}
            text = codes.get(fold(text), text)
        return blank.value(text, words)
