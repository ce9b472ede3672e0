"""Work after a transaction and by the clock: jobs in lanes, each with a fate of its own.

`handlers` says what may be done, `spreading` makes jobs of events, `claiming` is what a job's row
goes through, `running` does one, `watching` keeps its lease and its limit, `hands` are a worker's
threads.
"""

from app.core.jobs.claiming import give_up, turn_now
from app.core.jobs.clockwork import call_for, keep_rounds
from app.core.jobs.handlers import Handler, Handlers, Round, SlowHandler
from app.core.jobs.lanes import FLASH, HEAVY, LANES, LIGHT, MAIL, NORMAL, SMS, URGENT, Lane
from app.core.jobs.models import Job, is_stuck, is_unfinished
from app.core.jobs.progress import tell_progress
from app.core.jobs.running import Runner, drain

__all__ = [
    "FLASH",
    "HEAVY",
    "LANES",
    "LIGHT",
    "MAIL",
    "NORMAL",
    "SMS",
    "URGENT",
    "Handler",
    "Handlers",
    "Job",
    "Lane",
    "Round",
    "Runner",
    "SlowHandler",
    "call_for",
    "drain",
    "give_up",
    "is_stuck",
    "is_unfinished",
    "keep_rounds",
    "tell_progress",
    "turn_now",
]
