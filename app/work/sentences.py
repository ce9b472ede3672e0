"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "assignments",
    N_("Directing and lines of work"),
    {
        "assignments.directed": N_(
            "%(actor)s wrote a directive. Lead: %(lead)s; co-handlers: %(cohandler)s;"
            " for information: %(information)s"
        ),
        "assignments.passed_on": N_(
            "%(actor)s passed the work on. Lead: %(lead)s; co-handlers: %(cohandler)s;"
            " for information: %(information)s"
        ),
        "assignments.returned": N_("%(actor)s returned the line of %(holder)s: %(reason)s"),
        "assignments.open_again": N_(
            "%(actor)s returned what was passed on: the line of %(holder)s is open again"
        ),
        "assignments.settled": N_("%(actor)s accepted the return from %(holder)s"),
        "assignments.recalled": N_("%(actor)s took back the line of %(holder)s"),
        "assignments.leads_again": N_(
            "%(actor)s undid the passing of the lead: the line of %(holder)s is open again"
        ),
        "assignments.withdrawn": N_("%(actor)s withdrew the line of %(holder)s: %(reason)s"),
        "assignments.finished": N_("%(actor)s finished the line of %(holder)s: %(outcome)s"),
        "assignments.closed": N_("The line of %(holder)s was closed unfinished: %(reason)s"),
        "assignments.called_off": N_(
            "The line of %(holder)s was called off with its document: %(reason)s"
        ),
        "assignments.returned_own": N_("%(actor)s returned their own line: %(reason)s"),
        "assignments.finished_own": N_("%(actor)s finished their own line: %(outcome)s"),
        "assignments.answered": N_("The reply %(reference)s closed the line of %(holder)s"),
        "assignments.unanswered": N_(
            "The reply %(reference)s was recalled: the line of %(holder)s is open again"
        ),
        "assignments.informed": N_("%(actor)s read what was given to %(holder)s for information"),
        "assignments.only_information": N_(
            "%(actor)s closed the line of %(holder)s as information only"
        ),
        "assignments.due_changed": N_(
            "%(actor)s changed the due date of %(holder)s from %(old)s to %(new)s: %(reason)s"
        ),
        "assignments.due_given_back": N_(
            "%(actor)s gave %(holder)s the earlier due date back: %(new)s instead of %(old)s"
        ),
        "assignments.extension_asked": N_(
            "%(actor)s asked to put off the due date of %(holder)s from %(old)s to %(new)s:"
            " %(reason)s"
        ),
        "assignments.longer_needed": N_(
            "%(actor)s told that the work of %(holder)s needs until %(new)s, longer than the line"
            " above it has: %(reason)s"
        ),
        "assignments.extension_granted": N_(
            "%(actor)s put off the due date of %(holder)s from %(old)s to %(new)s, as was asked:"
            " %(reason)s"
        ),
        "assignments.extension_refused": N_(
            "%(actor)s did not put off the due date of %(holder)s to %(new)s: %(reason)s"
        ),
        "assignments.extension_taken_back": N_(
            "%(actor)s no longer asks to put off the due date of %(holder)s"
        ),
        "assignments.extension_reopened": N_(
            "%(actor)s undid what was decided on the due date of %(holder)s: it waits again"
        ),
        "assignments.phrase_added": N_("%(actor)s added the sentence “%(text)s” for directives"),
        "assignments.phrase_removed": N_(
            "%(actor)s removed the sentence “%(text)s” for directives"
        ),
    },
)
