"""What an agency may set about being away and being stood in for."""

from app.core.settings import Setting, Whole, YesNo
from app.core.text import N_

LONGEST_AWAY_MONTHS = Setting(
    "organisation.longest_away_months",
    Whole(1, 12),
    12,
    N_("Longest delegation or absence, in months"),
    N_("An authorisation that names no time ends after one year (Civil Code 2015, article 563): "
       "no more can be set."),
    N_("People"),
)  # fmt: skip
REROUTES = Setting(
    "organisation.reroutes",
    YesNo(),
    False,
    N_("New work for somebody away goes to who stands in"),
    N_("What a form of leave or absence proposes; each person may choose otherwise there."),
    N_("People"),
)
SETTINGS = (LONGEST_AWAY_MONTHS, REROUTES)
