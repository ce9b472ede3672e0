"""What a person had typed when their session ended, kept safe while they sign in.

Only what this person typed on a page of ours is kept, proved by the token of that page, and never
an act of administration. It travels in a signed hidden field of the sign-in page, not on the
server: it cannot be forged, and ends with the browser's page. Signing in does nothing with it: it
opens the form again, for its person to look at and to send.
"""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException

from app.core.kept_forms import MOST_CHARACTERS, KeptForm
from app.web.access import permissions_of
from app.web.addresses import here
from app.web.features import features
from app.web.i18n import gettext as _
from app.web.only_shown import kept_key
from app.web.page_tokens import person_named_by, token_of_request
from app.web.security import says_where_it_comes_from
from app.web.typed import Typed, in_words, sent_fields, sent_file_names

PAGE_BELIEVED_FOR = timedelta(days=3)
"""A page left open on Friday is still its person's on Monday."""
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Recovered:
    """A form that was not sent: its person's session had ended, or its window was closed."""

    address: str
    fields: tuple[tuple[str, str], ...]
    file_names: tuple[str, ...]
    person_id: int
    """Who typed it."""
    key: str = ""
    """Under which it is kept."""

    @property
    def typed(self) -> tuple[Typed, ...]:
        return in_words(self.fields)

    @property
    def what(self) -> str:
        return what_is_done_at(self.address)


def typist() -> int | None:
    """Who typed the form of this request, as the token of its page proves; None without proof.

    A browser that tells neither its session nor where the form comes from proves nothing: a page of
    another site looks like that in old browsers.
    """
    if not (says_where_it_comes_from() or request.cookies.get(_cookie_name())):
        return None
    return person_named_by(token_of_request(), within=PAGE_BELIEVED_FOR)


def may_be_kept(address: str) -> bool:
    """Not what belongs to administration, to passwords and sessions, or to no page of ours."""
    needed = _needed(address)
    if needed is None:
        return False
    return not any(features().permissions[one].keeps_system for one in needed)


def what_is_done_at(address: str) -> str:
    """What the form at this address does, in plain words; empty where everybody may."""
    return "; ".join(_(features().permissions[one].words) for one in _needed(address) or ())


def pack(person_id: int) -> str:
    """The form of this request, signed; empty when it is too long to keep."""
    fields = sent_fields()
    if sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS:
        return ""
    return _serializer().dumps([here(), fields, sent_file_names(), person_id, kept_key()])


def unpack(text: str | None) -> Recovered | None:
    """What `pack` signed; None when it is empty, forged or too old."""
    try:
        address, fields, files, person_id, key = _serializer().loads(
            text or "", max_age=int(KEPT_FOR.total_seconds())
        )
    except (BadData, ValueError):
        return None
    return Recovered(address, tuple(map(tuple, fields)), tuple(files), person_id, key)


def recovered(row: KeptForm) -> Recovered:
    """What was kept while it was typed."""
    fields = tuple((name, text) for name, text in row.fields)
    return Recovered(row.place, fields, (), row.person_id, row.key)


def _needed(address: str) -> tuple[str, ...] | None:
    """Permissions that the form at this address needs; None where no form is ever kept."""
    try:
        adapter = current_app.url_map.bind("")
        endpoint, _values = adapter.match(address.partition("?")[0], method="POST")
    except HTTPException:
        return None
    needed = permissions_of(current_app.view_functions[endpoint])
    if endpoint.startswith("access.") or needed == ("public",):
        return None
    return tuple(one for one in needed if one in features().permissions)


def _cookie_name() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"])


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="form-recovery")
