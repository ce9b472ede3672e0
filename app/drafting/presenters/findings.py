"""Findings of the layout check in the reader's language."""

from collections.abc import Sequence

from app.drafting.rules.layout import SYMBOL, Finding
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Action, Check


def checks(findings: Sequence[Finding], edit_href: str = "") -> tuple[Check, ...]:
    """What is wrong first, each with its rule and where to mend it; what is right in one line."""
    wrong = [_check(finding, edit_href) for finding in findings if not finding.passed]
    right = [_said(finding) for finding in findings if finding.passed]
    passed = [Check("; ".join(right))] if right else []
    return (*wrong, *passed)


def check_note(findings: Sequence[Finding]) -> str:
    """ "11 of 12 points, Decree 30/2020": of all that is listed; the decree is cited where each of
    them is a rule of it. Nothing where none of its rules was looked at."""
    if not any(finding.rule for finding in findings):
        return ""
    num, passed = len(findings), sum(finding.passed for finding in findings)
    if all(finding.rule for finding in findings):
        return str(
            ngettext(
                "%(passed)s of %(num)s point, Decree 30/2020",
                "%(passed)s of %(num)s points, Decree 30/2020",
                num,
                passed=passed,
            )
        )
    return str(
        ngettext("%(passed)s of %(num)s point", "%(passed)s of %(num)s points", num, passed=passed)
    )


def sign_question(findings: Sequence[Finding]) -> str:
    """What is asked before a signature where more is wrong than right, or the paper would go
    without its number: it binds nobody."""
    num, passed = len(findings), sum(finding.passed for finding in findings)
    asked = [_said(finding) for finding in findings if finding.fix == SYMBOL]
    if passed * 2 < num:
        words = _(
            "Only %(passed)s of %(num)s points of its layout are right.", passed=passed, num=num
        )
        asked.append(words)
    return " ".join([*asked, _("Sign it all the same?")]) if asked else ""


def other_symbol(findings: Sequence[Finding]) -> str:
    """The symbol that the file is to bear; empty where it bears it, or nobody can say."""
    return next((str(one.params["given"]) for one in findings if one.fix == SYMBOL), "")


def _check(finding: Finding, edit_href: str) -> Check:
    fix = None
    if edit_href and finding.fix not in ("", SYMBOL):
        fix = Action(_("Mend it"), f"{edit_href}#{finding.fix}")
    return Check(
        text=_said(finding),
        passed=False,
        note=_(finding.rule) if finding.rule else "",
        fix=fix,
    )


def _said(finding: Finding) -> str:
    """What it is about may be a message of its own: the name of a component."""
    params = finding.params
    if "what" in params:
        what = params["what"]
        params = params | {"what": _(what)}
    return str(_(finding.message, **params))
