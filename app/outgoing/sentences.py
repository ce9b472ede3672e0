"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "outgoing",
    N_("Outgoing documents"),
    {
        "outgoing.accepted": N_(
            "%(actor)s signed “%(subject)s”, which went to the clerk for its number"
        ),
        "outgoing.entered": N_("%(actor)s entered “%(subject)s”, signed on paper"),
        "outgoing.corrected": N_("%(actor)s corrected what was entered of the signed document"),
        "outgoing.issued": N_("%(actor)s issued it as %(reference)s"),
        "outgoing.returned": N_(
            "%(actor)s returned it to its drafter before numbering: %(reason)s"
        ),
        "outgoing.taken_back": N_("%(actor)s took the signature back at once"),
        "outgoing.recalled": N_("%(actor)s recalled %(reference)s: %(reason)s"),
        "outgoing.replaced": N_("%(actor)s replaced %(reference)s by %(by)s"),
        "outgoing.recall_undone": N_("%(actor)s took the recall of %(reference)s back"),
        "outgoing.reinstated": N_(
            "%(reference)s holds again: %(by)s, which replaced it, was recalled"
        ),
        "outgoing.wording_corrected": N_("%(actor)s corrected %(reference)s by %(by)s"),
        "outgoing.correction_ended": N_(
            "%(reference)s stands as it was issued: %(by)s, which corrected it, was recalled"
        ),
        "outgoing.recipients_added": N_("%(actor)s sent it to %(names)s as well"),
        "outgoing.resent": N_("%(actor)s sent it to %(name)s again"),
        "outgoing.answer_noted": N_("%(actor)s noted the answer of %(name)s: %(reference)s"),
        "outgoing.answer_taken_off": N_("%(actor)s took the noted answer of %(name)s off"),
        "outgoing.accepted_by": N_("%(name)s accepted it"),
        "outgoing.refused_by": N_("%(name)s refused it: %(reason)s"),
        "outgoing.recall_followed": N_("%(name)s put its copy away as it was asked"),
        "outgoing.answered_by": N_("%(name)s answered it by %(reference)s"),
        "outgoing.answer_recalled": N_("%(reference)s was recalled: %(name)s has yet to answer"),
        "outgoing.awaited_again": N_("%(reference)s was sent back: %(name)s has yet to answer"),
    },
    right="outgoing.issue",
)
