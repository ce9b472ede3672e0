"""What must never be false of urgent messages."""

from datetime import timedelta

from sqlalchemy import Select, exists, select

from app.core import clock
from app.core.feature import Breach, Found, Invariant, Repair, Watching, records_breaking
from app.core.jobs import call_for
from app.core.text import N_
from app.organisation.queries.bodies import agency_short_name
from app.urgent import rules
from app.urgent.models import (
    CALLING,
    CLIMBING,
    UrgentAlert,
    UrgentCall,
    UrgentGuess,
    UrgentStep,
    UrgentTarget,
)
from app.urgent.queries.chain import keeping_rosters
from app.urgent.queries.roster import gaps_of_today
from app.urgent.settings import lacking

CLIMB = "urgent.climb"
"""The round by which messages climb."""
SILENT_FOR = timedelta(minutes=10)


CALLED_WITHIN = timedelta(minutes=30)

_RECORDS = select(UrgentAlert.record_id).join(UrgentTarget).distinct()


def _stuck() -> Select[int]:
    past = clock.now() - SILENT_FOR
    return _RECORDS.where(UrgentTarget.state == CLIMBING, UrgentTarget.next_at < past)


def _unphoned(watching: Watching) -> Found:
    """On the call list, and nobody has taken the telephone."""
    rows = (
        select(UrgentTarget.name, UrgentAlert.record_id, UrgentTarget.calling_since)
        .join(UrgentAlert)
        .where(
            UrgentTarget.state == CALLING,
            UrgentTarget.calling_since < clock.now() - CALLED_WITHIN,
            ~exists().where(UrgentCall.target_id == UrgentTarget.id),
        )
        .order_by(UrgentTarget.calling_since)
    )
    return Found.of(
        [
            Breach(
                words="%(name)s", values={"name": name}, records=[record_id],
                since=since.isoformat() if since else "",
            )
            for name, record_id, since in watching.session.execute(rows)
        ]
    )  # fmt: skip


def _on_duty(watching: Watching) -> Found:
    """Of agencies that keep a roster: now, and through the next day."""
    return Found.of(
        [
            Breach(
                words=N_("%(agency)s, %(day)s, %(shift_word)s"),
                values={
                    "agency": name,
                    "day": f"{day:%d/%m/%Y}",
                    "shift_word": rules.SHIFT_WORDS[shift],
                },
            )
            for agency_id, name in keeping_rosters(watching.session)
            for day, shift in gaps_of_today(watching.session, agency_id)
        ]
    )


def _unasked() -> Select[int]:
    return _RECORDS.where(~exists().where(UrgentStep.target_id == UrgentTarget.id))


def _says_all(watching: Watching) -> Found:
    """Where messages leave at all, agencies that have sent some say how to be reached."""
    ids = watching.session.scalars(select(UrgentAlert.agency_id).distinct()).all()
    named = sorted((agency_short_name(watching.session, one), one) for one in ids)
    words = [
        Breach(words=N_("%(agency)s: %(lack_word)s"), values={"agency": name, "lack_word": lack})
        for name, agency_id in named
        for _setting, lack in lacking(watching.session, agency_id)
    ]
    return Found.of(words)


def _nobody_guesses(watching: Watching) -> Found:
    """Telephones and addresses from which too many wrong codes came at once."""
    rows = select(UrgentGuess.source, UrgentGuess.misses, UrgentGuess.since).where(
        UrgentGuess.misses >= rules.PHONE_MISSES,
        UrgentGuess.since > clock.now() - rules.GUESSES_KEPT,
    )
    guessing = [
        Breach(
            words=N_("%(source)s: %(misses)s wrong codes"),
            values={"source": source.partition(":")[2], "misses": misses},
            since=since.isoformat(),
        )
        for source, misses, since in watching.session.execute(rows.order_by(UrgentGuess.since))
        if misses >= rules.misses_allowed(source)
    ]
    return Found.of(guessing)


INVARIANTS = (
    Invariant(
        name="urgent.says_how_to_confirm",
        words=N_("Urgent messages hold a link to confirm by, and a telephone to call"),
        hurts=N_("Whoever is asked to confirm: they must sign in, or answer by SMS."),
        check=_says_all,
        opens="settings.index",
        every=timedelta(hours=1),
    ),
    Invariant(
        name="urgent.climbs_in_time",
        words=N_("Urgent messages climb when their step is over"),
        hurts=N_("Whoever waits for an urgent message to be confirmed: nobody else is asked."),
        check=records_breaking(_stuck),
        repair=Repair(
            label=N_("Climb now"),
            changes=N_("The next of each chain is told at once; nobody gets a message twice."),
            act=lambda mending: call_for(mending.session, CLIMB),
        ),
    ),
    Invariant(
        name="urgent.calls_are_made",
        words=N_("Whoever is on the call list is phoned within half an hour"),
        hurts=N_("The receiver: no message reached them, and nobody has called."),
        check=_unphoned,
        opens="urgent.calls",
    ),
    Invariant(
        name="urgent.codes_are_not_guessed",
        words=N_("Nobody tries out links and reply codes of urgent messages"),
        hurts=N_("Whoever relies on a confirmation: somebody else may have given it."),
        check=_nobody_guesses,
    ),
    Invariant(
        name="urgent.somebody_is_on_duty",
        words=N_("Where a duty roster is kept, somebody is on duty today and tomorrow"),
        hurts=N_("Whoever sends an urgent message: after the deputy nobody is asked by SMS."),
        check=_on_duty,
        opens="urgent.roster",
        every=timedelta(hours=1),
    ),
    Invariant(
        name="urgent.asks_somebody",
        words=N_("Every urgent message begins with a step"),
        hurts=N_("The receiver, whom nobody asks, and the sender, who believes it."),
        check=records_breaking(_unasked),
        every=timedelta(hours=1),
    ),
)
