"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "urgent",
    N_("Urgent messages"),
    {
        "urgent.sent": N_("%(actor)s sent an urgent message to %(count)s receivers: %(reason)s"),
        "urgent.begun": N_("An urgent message went to %(count)s receivers"),
        "urgent.climbed": N_("Nobody of %(name)s confirmed: the message climbed to %(role_word)s"),
        "urgent.calling": N_("Nobody of %(name)s confirmed: it is on the call list"),
        "urgent.confirmed": N_("%(by)s confirmed for %(name)s (%(how_word)s)"),
        "urgent.confirmed_late": N_("%(by)s confirmed for %(name)s as well (%(how_word)s)"),
        "urgent.unproven": N_(
            "The code of %(by)s for %(name)s came from %(phone)s, which was not asked: it confirms"
            " nothing"
        ),
        "urgent.guessed_by_sms": N_(
            "%(count)s wrong codes came by SMS from %(source)s: for a quarter of an hour none from"
            " there counts"
        ),
        "urgent.guessed_links": N_(
            "%(count)s links that never were came from %(source)s: somebody tries them out"
        ),
        "urgent.phoned": N_("%(actor)s phoned %(by)s of %(name)s: %(outcome_word)s"),
        "urgent.ended": N_("The urgent message to %(name)s ended: %(why_word)s"),
        "urgent.recalled": N_("%(actor)s took the urgent message back"),
        "urgent.on_duty": N_("%(actor)s put %(name)s on duty on %(day)s (%(shift_word)s)"),
        "urgent.roster_filled": N_(
            "%(actor)s filled the duty roster from %(day)s to %(until)s: %(count)s shifts"
        ),
        "urgent.off_duty": N_("%(actor)s took %(name)s off duty on %(day)s (%(shift_word)s)"),
    },
    right="urgent.send",
)
