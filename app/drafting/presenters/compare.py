"""Two versions of a draft, the whole text, with what was added and removed."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from app.drafting.models import DraftVersion
from app.drafting.presenters.differences import differences, paragraphs
from app.drafting.queries.drafts import DraftView
from app.drafting.rules.content import Details
from app.web.formats import moment
from app.web.i18n import gettext as _
from app.web.listing import Choice, DocumentHead, Fact
from documents.drafting import Change


def compare_page(
    view: DraftView, old: DraftVersion, new: DraftVersion, changes: Sequence[Change]
) -> dict[str, Any]:
    before, after = (Details.from_json(version.details) for version in (old, new))
    places = differences(before, after, (), view.file_names)
    title = _("Versions %(old)s and %(new)s", old=old.number, new=new.number)
    return {
        "title": title,
        "head": DocumentHead(
            subject=view.draft.subject,
            reference=title,
            kind_text=view.type_name,
            facts=(Fact(_said(view, old)), Fact(_said(view, new))),
            back=Fact(_("The draft"), href=url_for(".show", draft_id=view.draft.id)),
        ),
        "particulars": places,
        "paragraphs": paragraphs(changes),
        "old_choices": _choices(view, old),
        "new_choices": _choices(view, new),
        "action": url_for(".compare", draft_id=view.draft.id),
        "back": url_for(".show", draft_id=view.draft.id),
    }


def _said(view: DraftView, version: DraftVersion) -> str:
    return _(
        "%(number)s: %(name)s, %(at)s",
        number=version.number,
        name=view.name(version.made_by_id),
        at=moment(version.made_at),
    )


def _choices(view: DraftView, chosen: DraftVersion) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            _("Version %(number)s", number=version.number),
            str(version.number),
            current=version is chosen,
        )
        for version in reversed(view.versions)
    )
