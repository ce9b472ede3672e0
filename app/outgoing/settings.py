"""What an agency may set about what leaves it."""

from app.core.settings import Setting, Words
from app.core.text import N_

SECRECY_WORDS = Setting(
    "outgoing.secrecy_words",
    Words(least=0),
    (),
    N_("Further words that no subject may contain"),
    N_("One on a line. The grades of state secrecy are refused anyway, by law (117/2025/QH15)."),
    N_("Outgoing documents"),
)
SETTINGS = (SECRECY_WORDS,)
