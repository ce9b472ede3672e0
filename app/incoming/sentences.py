"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "incoming",
    N_("Incoming documents"),
    {
        "incoming.registered": N_("%(actor)s registered it under arrival number %(number)s"),
        "incoming.delivered": N_("%(issuer)s sent it; it waited for the clerk to accept it"),
        "incoming.accepted": N_("%(actor)s accepted it under arrival number %(number)s"),
        "incoming.accepted_delivery": N_(
            "%(actor)s accepted %(reference)s of %(issuer)s (“%(subject)s”; files: %(files)s) "
            "under arrival number %(number)s"
        ),
        "incoming.refused": N_("%(actor)s refused it: %(reason)s"),
        "incoming.recalled": N_("Its sender recalled it: %(reason)s"),
        "incoming.reinstated": N_("Its sender took the recall back: it holds again"),
        "incoming.wording_corrected": N_("Its wording was corrected by %(by)s"),
        "incoming.correction_taken_off": N_("%(actor)s said that %(by)s does not correct it"),
        "incoming.superseded": N_("%(actor)s noted that %(by)s replaces it"),
        "incoming.replacement_taken_off": N_("%(actor)s said that %(by)s does not replace it"),
        "incoming.correction_ended": N_(
            "It stands as it was issued: %(by)s, which corrected it, was recalled"
        ),
        "incoming.followed_recall": N_("%(actor)s put it away as its sender asked: %(reason)s"),
        "incoming.answer_recalled": N_(
            "The reply %(reference)s was recalled: it is to be answered again"
        ),
        "incoming.request_reopened": N_(
            "It is open again: an answer that was asked for its sake is awaited"
        ),
        "incoming.cancelled": N_(
            "%(actor)s cancelled its registration under arrival number %(number)s: %(reason)s"
        ),
        "incoming.corrected": N_("%(actor)s gave the reason of the correction: %(reason)s"),
        "incoming.corrected_reference": N_(
            "%(actor)s corrected number and symbol from %(before)s to %(after)s"
        ),
        "incoming.corrected_type_code": N_(
            "%(actor)s corrected the type from %(before)s to %(after)s"
        ),
        "incoming.corrected_subject": N_(
            "%(actor)s corrected the subject from “%(before)s” to “%(after)s”"
        ),
        "incoming.corrected_issuer": N_(
            "%(actor)s corrected the issuer from %(before)s to %(after)s"
        ),
        "incoming.corrected_issued_on": N_(
            "%(actor)s corrected the document date from %(before)s to %(after)s"
        ),
        "incoming.corrected_signer_name": N_(
            "%(actor)s corrected the signer from %(before)s to %(after)s"
        ),
        "incoming.corrected_signer_title": N_(
            "%(actor)s corrected the signer's post from %(before)s to %(after)s"
        ),
        "incoming.corrected_urgency": N_(
            "%(actor)s corrected the urgency from %(before_word)s to %(after_word)s"
        ),
        "incoming.corrected_pages": N_(
            "%(actor)s corrected the number of pages from %(before)s to %(after)s"
        ),
        "incoming.corrected_copies": N_(
            "%(actor)s corrected the number of copies from %(before)s to %(after)s"
        ),
        "incoming.corrected_note": N_(
            "%(actor)s corrected the note from “%(before)s” to “%(after)s”"
        ),
        "incoming.corrected_reply_required": N_(
            "%(actor)s corrected whether a reply is required from %(before_word)s to %(after_word)s"
        ),
        "incoming.corrected_due_at": N_(
            "%(actor)s corrected the due date from %(before)s to %(after)s"
        ),
        "incoming.corrected_arrived_on": N_(
            "%(actor)s corrected the arrival date from %(before)s to %(after)s"
        ),
        "incoming.corrected_presented_to_id": N_(
            "%(actor)s corrected to whom it is presented from %(before)s to %(after)s"
        ),
    },
    right="incoming.register",
)
CLOSING = Trail(
    TRAIL.code,
    TRAIL.words,
    {
        "incoming.closed": N_("%(actor)s closed it"),
        "incoming.put_off": N_(
            "%(actor)s put off the document with all its open work from %(old)s to %(new)s:"
            " %(reason)s"
        ),
        "incoming.closed_for_reason": N_("%(actor)s closed it: %(reason)s"),
        "incoming.reopened": N_("%(actor)s opened it again: %(reason)s"),
    },
    right="incoming.close",
)
