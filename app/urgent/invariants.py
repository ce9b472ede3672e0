"""What must never be false of urgent messages."""

from datetime import timedelta

from sqlalchemy import Select, exists, select

from app.core import clock
from app.core.feature import Breach, Found, Invariant, Watching, records_breaking
from app.core.text import N_
from app.organisation.models import Agency
from app.urgent import rules
from app.urgent.models import CLIMBING, UrgentAlert, UrgentGuess, UrgentStep, UrgentTarget
from app.urgent.settings import lacking

SILENT_FOR = timedelta(minutes=10)


_RECORDS = select(UrgentAlert.record_id).join(UrgentTarget).distinct()


def _stuck() -> Select[int]:
    past = clock.now() - SILENT_FOR
    return _RECORDS.where(UrgentTarget.state == CLIMBING, UrgentTarget.next_at < past)


def _unasked() -> Select[int]:
    return _RECORDS.where(~exists().where(UrgentStep.target_id == UrgentTarget.id))


def _says_all(watching: Watching) -> Found:
    """Where messages leave at all, agencies that have sent some say how to be reached."""
    rows = select(UrgentAlert.agency_id, Agency.short_name).join(
        Agency, Agency.id == UrgentAlert.agency_id
    )
    words = [
        Breach(words=N_("%(agency)s: %(lack_word)s"), values={"agency": name, "lack_word": lack})
        for agency_id, name in watching.session.execute(rows.distinct().order_by(Agency.short_name))
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
    ),
    Invariant(
        name="urgent.codes_are_not_guessed",
        words=N_("Nobody tries out links and reply codes of urgent messages"),
        hurts=N_("Whoever relies on a confirmation: somebody else may have given it."),
        check=_nobody_guesses,
    ),
    Invariant(
        name="urgent.asks_somebody",
        words=N_("Every urgent message begins with a step"),
        check=records_breaking(_unasked),
        every=timedelta(hours=1),
    ),
)
