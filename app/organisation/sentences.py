"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "organisation",
    N_("Agencies, units, persons, posts, calendar"),
    {
        "organisation.agency_created": N_("%(actor)s added the agency %(name)s"),
        "organisation.agency_changed": N_(
            "%(actor)s changed the agency %(name)s: %(fields_words)s"
        ),
        "organisation.unit_created": N_("%(actor)s added the unit %(name)s"),
        "organisation.unit_changed": N_("%(actor)s changed the unit %(name)s: %(fields_words)s"),
        "organisation.person_created": N_("%(actor)s added the person %(name)s"),
        "organisation.person_changed": N_(
            "%(actor)s changed the person %(name)s: %(fields_words)s"
        ),
        "organisation.phone_confirmed": N_("%(name)s confirmed their mobile number by a code"),
        "organisation.email_confirmed": N_("%(name)s confirmed their e-mail address by a code"),
        "organisation.email_refused": N_("E-mails to %(name)s come back and are stopped: %(said)s"),
        "organisation.email_tried_again": N_("%(actor)s had e-mails to %(name)s tried again"),
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
        "organisation.morning_set": N_(
            "%(actor)s left only the morning of %(day)s to be worked: %(name)s"
        ),
        "organisation.afternoon_set": N_(
            "%(actor)s left only the afternoon of %(day)s to be worked: %(name)s"
        ),
        "organisation.dates_moved": N_("%(count)s due dates moved with %(day)s: %(name)s"),
        "organisation.dates_kept": N_(
            "%(count)s due dates stayed as promised, though %(day)s makes them earlier: %(name)s"
        ),
        "organisation.day_removed": N_("%(actor)s took %(day)s (%(name)s) off the calendar"),
    },
    right="organisation.manage",
)
