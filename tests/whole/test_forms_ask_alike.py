"""Whoever is shown a form may send it: the page of every form asks what carrying it out asks."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.whole.conftest import Place
from tests.whole.routes import address, allowed, cases
from tests.whole.test_permissions import PEOPLE

Attributes = list[tuple[str, str | None]]
TYPED = {"due": "31/12/2026", "on": "31/12/2026"}
REFUSED = {403, 404}


class Form(HTMLParser):
    """The fields of the form that is sent to one address, as a browser would send them."""

    def __init__(self, path: str, page: str) -> None:
        super().__init__()
        self.path, self.is_ours, self.values = path, False, dict[str, str]()
        self.select, self.area = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        if tag == "form":
            to = (given.get("action") or self.path).split("?")[0]
            self.is_ours = given.get("method") == "post" and to == self.path
        name, value = given.get("name") or "", given.get("value") or ""
        if not self.is_ours:
            return
        if tag == "option" and self.select and ("selected" in given or value):
            self.values.setdefault(self.select, value)
        self.select = name if tag == "select" else self.select
        if tag == "textarea":
            self.values[name] = "Lý do."
        if tag == "input" and name and given.get("type") not in ("checkbox", "radio", "file"):
            self.values[name] = value or self._typed(name, given.get("type") or "")

    @staticmethod
    def _typed(name: str, kind: str) -> str:
        if kind in ("hidden", "submit"):
            return ""
        ends = (text for end, text in TYPED.items() if name.endswith(end))
        return next(ends, "Lý do.")


def _forms(place: Place) -> Iterator[tuple[str, str]]:
    for case in cases(place):
        if {"GET", "POST"} <= (case.rule.methods or set()):
            path = address(place.app, case.rule, case.values)
            yield from ((who, path) for who in PEOPLE if allowed(place, who, case.rule))


def test_whoever_sees_a_form_may_send_it(place: Place) -> None:
    wrong, sent = [], 0
    for who, path in _forms(place):
        shown = place.ask(who, path)
        if shown.status_code != 200:
            continue
        form = Form(path, shown.get_data(as_text=True))
        status = place.ask(who, path, "POST", data=form.values).status_code
        sent += 1
        if status in REFUSED:
            wrong.append(f"{who} is shown {path}, and told {status} for sending it")
    assert sent > len(PEOPLE), "many forms are open to somebody"
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("way", ["due", "withdraw", "return", "finish", "pass-on"])
def test_what_is_not_theirs_is_not_shown(place: Place, way: str) -> None:
    """A line's holder gives it back, and does not put its date off; the clerk does neither."""
    lines = [case for case in cases(place) if case.rule.rule == f"/lines/<int:line_id>/{way}"]
    assert lines
    seen = {
        (who, place.ask(who, address(place.app, case.rule, case.values)).status_code)
        for case in lines
        for who in ("clerk", "leader", "head")
    }
    assert ("clerk", 200) not in seen
