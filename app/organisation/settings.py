"""What an agency may set about being away and being stood in for."""

from app.core.settings import Setting, Whole
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
SETTINGS = (LONGEST_AWAY_MONTHS,)
