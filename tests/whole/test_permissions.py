"""Every role at every route, and every relation at every address that bears a number.

Both tests walk the application's own map of routes: a route added tomorrow is asked tomorrow,
and one whose arguments nobody explained in relations.py makes the test fail.
"""

import pytest
from werkzeug.routing import Rule

from app.access.views.blueprint import is_open_to_all_signed_in
from tests.whole.conftest import Place
from tests.whole.prepared import Values, secret
from tests.whole.relations import DRAWN_THERE, HOLDS_NONE, LEADS_ON, PARTS, RELATIONS, SAYS_NOTHING
from tests.whole.routes import SIGNS_OUT, Case, address, allowed, cases, permissions_of, routes

ROLES = (
    *("clerk", "leader", "head", "officer", "admin", "other_clerk", "other_leader"),
    *("other_officer", "counter", "postless", "nobody"),
)
ALLOWED = {200, 201, 204, 302, 400, 404, 409, 422}
OTHERWISE_GUARDED = {
    "messages.sms_report": "the provider's bearer token stands for a session",
    "messages.described_report": "its address, which only that gateway was told, stands for one",
    "messages.received": "its address, which only that gateway was told, stands for one",
    "messages.off": "its address, which stood only in a message to that person, stands for one",
}
AS_PAGE: dict[str, str] = {}
AS_JSON = {"Accept": "application/json"}
"""A refusal then comes as a few words: the same status, without drawing a page around it."""
NOBODY_HAS = 987_654_321
UNKNOWN_TEXT = "unknown"
PERSONAL = (
    *("access.delegate", "access.revoke", "organisation.new_absence"),
    *("urgent.calls", "work.put_offs"),
)
"""One's own, or for those who keep such things: whom to phone is for whoever is on duty, and how
often work was put off for whoever heads a unit."""
PERSONAL_POST = ("organisation.take_back_absence",)


# -- Roles and routes ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ROLES)
def test_a_role_reaches_the_routes_its_permissions_name_and_no_other(
    place: Place, who: str
) -> None:
    wrong = []
    for rule, method in routes(place.app):
        path = address(place.app, rule, _unknown(rule))
        headers = AS_PAGE if who == "nobody" else AS_JSON
        status = place.ask(who, path, method, headers=headers).status_code
        if rule.endpoint in SIGNS_OUT:
            place.clients.pop(who)
        if not _is_right(place, who, rule, method, status):
            wrong.append(f"{method} {path}: {status}")
    assert not wrong, "\n".join(wrong)


def _is_right(place: Place, who: str, rule: Rule, method: str, status: int) -> bool:
    if rule.endpoint in OTHERWISE_GUARDED:
        return status == 403
    needed = permissions_of(place.app, rule)
    if needed == ("public",):
        return status in ALLOWED | {401}
    if who == "nobody":
        return status == (302 if method == "GET" else 401)
    view = place.app.view_functions[rule.endpoint]
    if who == "postless" and not is_open_to_all_signed_in(view):
        return status == 403
    actor = place.prepared.people[who]
    if needed != ("signed in",) and not any(actor.may(permission) for permission in needed):
        return status == 403
    return status in ALLOWED or (status == 403 and rule.endpoint in PERSONAL)


def test_signed_out_a_page_asks_to_sign_in_and_a_form_from_nowhere_is_not_kept(
    place: Place,
) -> None:
    for rule, method in routes(place.app):
        if permissions_of(place.app, rule) == ("public",):
            continue
        path = address(place.app, rule, _unknown(rule))
        typed = {"reason": "as typed"} if method == "POST" else None
        response = place.ask("nobody", path, method, data=typed)
        words = response.get_data(as_text=True)
        if method == "GET":
            assert response.location.startswith("/sign-in?next="), path
        else:
            assert response.status_code == 401, path
            assert 'name="kept"' not in words, path
            assert "as typed" not in words, path
            assert "Set-Cookie" not in response.headers, path


# -- Relations and numbers -------------------------------------------------------------------------


PEOPLE = (
    *("clerk", "leader", "deputy", "head", "officer", "second_officer", "economy_head"),
    *("economy_officer", "standin", "former_standin", "stranger", "other_clerk", "other_leader"),
    *("other_officer", "admin"),
)


@pytest.mark.parametrize("who", PEOPLE)
def test_a_number_opens_only_to_those_in_relation_to_it(place: Place, who: str) -> None:
    wrong = []
    for case in cases(place):
        for method in sorted({"GET", "POST"} & (case.rule.methods or set())):
            path = address(place.app, case.rule, case.values)
            if allowed(place, who, case.rule) and case.is_open_to(who) and method == "POST":
                continue  # it would be done: what a verb does is proved by its feature
            response = place.ask(who, path, method, headers=AS_JSON)
            problem = _problem(place, who, case, method, response.status_code)
            if not problem and response.status_code >= 403:
                problem = _tells(response.get_data(as_text=True), case)
            if problem:
                wrong.append(f"{method} {path} ({case.kind} {case.name}): {problem}")
    assert not wrong, "\n".join(wrong)


def test_nobody_discards_the_upload_of_another(place: Place) -> None:
    for name, readers in RELATIONS["upload"].items():
        token = place.prepared.things["upload"][name]["token"]
        for who in ("leader", "standin"):
            assert place.ask(who, f"/uploads/{token}/discard", "POST").status_code == 204
        assert place.ask(readers, f"/uploads/{token}").status_code == 200


def _problem(place: Place, who: str, case: Case, method: str, status: int) -> str:
    if not allowed(place, who, case.rule):
        expected = {403}
    elif case.rule.endpoint in PERSONAL or (
        case.rule.endpoint in PERSONAL_POST and method == "POST"
    ):
        expected = {200, 403}  # one's own, or for those who keep the organisation
    elif not case.is_open_to(who):
        expected = {SAYS_NOTHING.get(case.rule.endpoint, 404)}
    elif case.rule.endpoint in HOLDS_NONE:
        expected = {404}
    elif case.rule.endpoint in LEADS_ON:
        expected = {200} if case.name in DRAWN_THERE else {302}
    elif {"GET", "POST"} & (case.rule.methods or set()) == {"GET"}:
        expected = {200}
    else:
        expected = {200, 302, 403, 409, 422}
    return "" if status in expected else f"{status}, not {sorted(expected)}"


def _tells(page: str, case: Case) -> str:
    """A refusal must not say a word of what it refuses."""
    prefix = {
        "draft": "draft_",
        "draft's record": "draft_",
        "attachment": "draft_",
        "dossier": "dossier_",
    }.get(case.kind, "")
    name = case.name.removeprefix("out_")
    known = {secret(f"{prefix}{case.name}"), secret(f"draft_{name}")}
    return "the refusal tells of it" if any(words in page for words in known) else ""


def test_every_relation_has_somebody_in_it_and_somebody_outside() -> None:
    """Otherwise the matrix above could pass without ever seeing a refusal, or an opening."""
    for kind in ("document", "draft", "dossier", "line", "file", "upload", "notice", "recipient"):
        for name, readers in RELATIONS[kind].items():
            assert set(readers.split()) & set(PEOPLE), (kind, name)
            assert set(PEOPLE) - set(readers.split()), (kind, name)


# -- The map of routes -----------------------------------------------------------------------------


def _unknown(rule: Rule) -> Values:
    """Numbers nobody has; words that are part of the address itself stay."""
    return {
        name: UNKNOWN_TEXT if name in ("token", "key") else NOBODY_HAS
        for name in rule.arguments
        if not isinstance(PARTS.get(name), str)
    }
