"""What must never be false of who is where."""

from app.access.queries.presence import HEADLESS
from app.core.feature import Breach, Found, Invariant, Watching
from app.core.text import N_


def _headless(watching: Watching) -> Found:
    rows = watching.session.execute(HEADLESS)
    return Found.of(
        [
            Breach(
                words="%(unit)s, %(agency)s", values={"unit": name, "agency": agency}, unit_id=unit
            )
            for unit, name, agency in rows
        ]
    )


INVARIANTS = (
    Invariant(
        name="access.units_have_heads",
        words=N_("Every unit has a head who can sign in, or somebody who acts for them"),
        hurts=N_(
            "The unit: it cannot be given work, and urgent messages reach nobody. Who heads it is"
            " for its leaders to decide."
        ),
        check=_headless,
        opens="organisation.index",
    ),
)
