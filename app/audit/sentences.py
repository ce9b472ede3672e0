"""Every action of the trail as a sentence: who did what.

One entry per action that any feature records; a test finds the missing ones. The values are those
given to `record`, beside `actor`. A value that is a day is given as "2026-11-24" and shown as
24/11/2026; a value whose name ends in `_word` is a message id and is translated.
"""

from app.core.text import N_

GROUPS: dict[str, str] = {
    "access": N_("Signing in, accounts, roles, delegations"),
    "organisation": N_("Agencies, units, persons, posts, calendar"),
    "incoming": N_("Incoming documents"),
    "assignments": N_("Directing and lines of work"),
    "drafting": N_("Drafts and approval"),
    "outgoing": N_("Outgoing documents"),
    "correspondence": N_("Files and readers of documents"),
    "registers": N_("Registers and numbers"),
    "dossiers": N_("Dossiers"),
    "notifications": N_("Notices and SMS"),
    "search": N_("Search"),
    "upkeep": N_("Upkeep of the system"),
}
"""What an action begins with, and the words of that part of the office."""

SENTENCES: dict[str, str] = {
    "access.signed_in": N_("%(actor)s signed in from %(address)s"),
    "access.signed_out": N_("%(actor)s signed out at %(address)s"),
    "access.signed_out_everywhere": N_("%(actor)s ended all their sessions"),
    "access.sign_in_failed": N_("A wrong password for %(name)s came from %(address)s"),
    "access.locked": N_(
        "Signing in as %(name)s was locked for 15 minutes after wrong passwords from %(address)s"
    ),
    "access.password_changed": N_("%(actor)s changed their password"),
    "access.post_chosen": N_("%(actor)s began to work as %(title)s, %(agency)s"),
    "access.account_created": N_(
        "%(actor)s made the account %(user_name)s for %(name)s, with a one-time password"
    ),
    "access.account_renamed": N_(
        "%(actor)s changed the user name of %(name)s from %(old)s to %(user_name)s"
    ),
    "access.password_reset": N_("%(actor)s gave %(name)s a new one-time password"),
    "access.unlocked": N_("%(actor)s unlocked the account of %(name)s"),
    "access.account_disabled": N_("%(actor)s put the account of %(name)s out of use"),
    "access.account_enabled": N_("%(actor)s put the account of %(name)s into use again"),
    "access.sessions_ended": N_("%(actor)s ended all sessions of %(name)s"),
    "access.permission_granted": N_(
        "%(actor)s allowed the role %(role_word)s: %(permission_word)s"
    ),
    "access.permission_withdrawn": N_(
        "%(actor)s took from the role %(role_word)s: %(permission_word)s"
    ),
    "access.delegation_given": N_(
        "%(actor)s delegated the post %(title)s of %(giver)s to %(receiver)s"
        " from %(starts_on)s to %(ends_on)s (%(scope_word)s)"
    ),
    "access.delegation_revoked": N_(
        "%(actor)s ended the delegation of the post %(title)s of %(giver)s to %(receiver)s"
    ),
    "organisation.agency_created": N_("%(actor)s added the agency %(name)s"),
    "organisation.agency_changed": N_("%(actor)s changed the agency %(name)s: %(fields_words)s"),
    "organisation.unit_created": N_("%(actor)s added the unit %(name)s"),
    "organisation.unit_changed": N_("%(actor)s changed the unit %(name)s: %(fields_words)s"),
    "organisation.person_created": N_("%(actor)s added the person %(name)s"),
    "organisation.person_changed": N_("%(actor)s changed the person %(name)s: %(fields_words)s"),
    "organisation.post_given": N_(
        "%(actor)s gave %(name)s the post %(title)s, %(place)s, from %(valid_from)s"
    ),
    "organisation.post_changed": N_(
        "%(actor)s changed the post %(title)s of %(name)s, %(place)s: %(fields_words)s"
    ),
    "organisation.post_ended": N_(
        "%(actor)s set %(valid_to)s as the last day of %(name)s as %(title)s, %(place)s"
    ),
    "organisation.absence_noted": N_(
        "%(actor)s noted that %(name)s is away from %(starts_on)s to %(ends_on)s"
    ),
    "organisation.absence_removed": N_(
        "%(actor)s took back the absence of %(name)s from %(starts_on)s to %(ends_on)s"
    ),
    "organisation.day_off_set": N_("%(actor)s made %(day)s a day off: %(name)s"),
    "organisation.working_day_set": N_("%(actor)s made %(day)s a working day: %(name)s"),
    "organisation.day_removed": N_("%(actor)s took %(day)s (%(name)s) off the calendar"),
    "drafting.started": N_("%(actor)s began a draft"),
    "drafting.version_saved": N_("%(actor)s saved version %(number)s of the draft"),
    "drafting.sent_round": N_("%(actor)s sent the draft round to %(people)s"),
    "drafting.round_restarted": N_(
        "%(actor)s changed the draft after it was approved: it goes round once more"
    ),
    "drafting.reviewed": N_("%(actor)s reviewed and approved the draft"),
    "drafting.initialled": N_("%(actor)s initialled the draft"),
    "drafting.signed": N_("%(actor)s signed the draft"),
    "drafting.opinion_given": N_("%(actor)s gave an opinion on the draft: %(comment)s"),
    "drafting.opinion_lapsed": N_("The opinion of %(person)s on the draft did not come in time"),
    "drafting.returned": N_("%(actor)s returned the draft to %(to)s: %(comment)s"),
    "drafting.called_back": N_("%(actor)s called the draft back"),
    "drafting.commented": N_("%(actor)s commented on version %(number)s of the draft"),
    "drafting.cancelled": N_("%(actor)s gave the draft up: %(reason)s"),
    "outgoing.accepted": N_(
        "%(actor)s signed “%(subject)s”, which went to the clerk for its number"
    ),
    "outgoing.entered": N_("%(actor)s entered “%(subject)s”, signed on paper"),
    "outgoing.corrected": N_("%(actor)s corrected what was entered of the signed document"),
    "outgoing.issued": N_("%(actor)s issued it as %(reference)s"),
    "outgoing.returned": N_("%(actor)s returned it to its drafter before numbering: %(reason)s"),
    "outgoing.recalled": N_("%(actor)s recalled %(reference)s: %(reason)s"),
    "outgoing.replaced": N_("%(actor)s replaced %(reference)s by %(by)s"),
    "outgoing.recipients_added": N_("%(actor)s sent it to %(names)s as well"),
    "outgoing.resent": N_("%(actor)s sent it to %(name)s again"),
    "outgoing.answer_noted": N_("%(actor)s noted the answer of %(name)s: %(reference)s"),
    "outgoing.accepted_by": N_("%(name)s accepted it"),
    "outgoing.refused_by": N_("%(name)s refused it: %(reason)s"),
    "outgoing.answered_by": N_("%(name)s answered it by %(reference)s"),
    "outgoing.awaited_again": N_("%(reference)s was sent back: %(name)s has yet to answer"),
    "dossiers.opened": N_("%(actor)s opened the dossier %(code)s, %(title)s"),
    "dossiers.changed": N_("%(actor)s changed the dossier %(code)s: %(fields_words)s"),
    "dossiers.document_added": N_("%(actor)s put %(document)s into the dossier %(code)s"),
    "dossiers.document_removed": N_(
        "%(actor)s took %(document)s out of the dossier %(code)s: %(reason)s"
    ),
    "dossiers.closed": N_("%(actor)s closed the dossier %(code)s"),
    "dossiers.reopened": N_("%(actor)s opened the dossier %(code)s again: %(reason)s"),
    "correspondence.opened": N_("%(actor)s opened it for the first time"),
    "correspondence.file_added": N_("%(actor)s added the file “%(name)s”"),
    "correspondence.file_removed": N_("%(actor)s took off the file “%(name)s”"),
    "incoming.registered": N_("%(actor)s registered it under arrival number %(number)s"),
    "incoming.delivered": N_("%(issuer)s sent it; it waited for the clerk to accept it"),
    "incoming.accepted": N_("%(actor)s accepted it under arrival number %(number)s"),
    "incoming.refused": N_("%(actor)s refused it: %(reason)s"),
    "incoming.recalled": N_("Its sender recalled it: %(reason)s"),
    "incoming.cancelled": N_(
        "%(actor)s cancelled its registration under arrival number %(number)s: %(reason)s"
    ),
    "incoming.closed": N_("%(actor)s closed it"),
    "incoming.closed_for_reason": N_("%(actor)s closed it: %(reason)s"),
    "incoming.reopened": N_("%(actor)s opened it again: %(reason)s"),
    "incoming.corrected_reference": N_(
        "%(actor)s corrected number and symbol from %(before)s to %(after)s"
    ),
    "incoming.corrected_type_code": N_("%(actor)s corrected the type from %(before)s to %(after)s"),
    "incoming.corrected_subject": N_(
        "%(actor)s corrected the subject from “%(before)s” to “%(after)s”"
    ),
    "incoming.corrected_issuer": N_("%(actor)s corrected the issuer from %(before)s to %(after)s"),
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
    "incoming.corrected_note": N_("%(actor)s corrected the note from “%(before)s” to “%(after)s”"),
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
    "registers.reserved": N_(
        "%(actor)s reserved number %(number)s/%(year)s of “%(series)s”: %(reason)s"
    ),
    "registers.voided": N_(
        "%(actor)s made number %(number)s/%(year)s of “%(series)s” void: %(reason)s"
    ),
    "registers.used_reserved": N_(
        "%(actor)s used the reserved number %(number)s/%(year)s of “%(series)s”: %(reason)s"
    ),
    "registers.register_added": N_("%(actor)s opened the register “%(name)s”"),
    "registers.register_renamed": N_("%(actor)s renamed the register “%(before)s” to “%(name)s”"),
    "registers.register_made_usual": N_("%(actor)s made “%(name)s” the usual register"),
    "registers.series_added": N_(
        "%(actor)s added the series “%(series)s” to the register “%(register)s”: %(types)s"
    ),
    "registers.series_changed": N_(
        "%(actor)s changed the series “%(series)s” of the register “%(register)s”: %(types)s"
    ),
    "assignments.directed": N_(
        "%(actor)s wrote a directive. Lead: %(lead)s; co-handlers: %(cohandler)s;"
        " for information: %(information)s"
    ),
    "assignments.passed_on": N_(
        "%(actor)s passed the work on. Lead: %(lead)s; co-handlers: %(cohandler)s;"
        " for information: %(information)s"
    ),
    "assignments.returned": N_("%(actor)s returned the line of %(holder)s: %(reason)s"),
    "assignments.settled": N_("%(actor)s accepted the return from %(holder)s"),
    "assignments.recalled": N_("%(actor)s took back the line of %(holder)s"),
    "assignments.withdrawn": N_("%(actor)s withdrew the line of %(holder)s: %(reason)s"),
    "assignments.finished": N_("%(actor)s finished the line of %(holder)s: %(outcome)s"),
    "assignments.answered": N_("The reply %(reference)s closed the line of %(holder)s"),
    "assignments.informed": N_("%(actor)s read what was given to %(holder)s for information"),
    "assignments.only_information": N_(
        "%(actor)s closed the line of %(holder)s as information only"
    ),
    "assignments.due_changed": N_(
        "%(actor)s changed the due date of %(holder)s from %(old)s to %(new)s: %(reason)s"
    ),
    "assignments.phrase_added": N_("%(actor)s added the sentence “%(text)s” for directives"),
    "assignments.phrase_removed": N_("%(actor)s removed the sentence “%(text)s” for directives"),
    "notifications.sms_asked_again": N_("%(actor)s had the SMS to %(phone)s sent again"),
    "search.rebuild_asked": N_("%(actor)s had the search index built anew"),
    "upkeep.tried_again": N_("%(actor)s had the effect %(name)s tried again"),
    "upkeep.given_up": N_("%(actor)s gave up the effect %(name)s: %(reason)s"),
    "notifications.effects_tried": N_("%(actor)s had %(count)s stuck effects tried again"),
}
