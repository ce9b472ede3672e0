"""What an e-mail looks like: the same sentences as plain text and in the office's look."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer
from jinja2 import Environment, FileSystemLoader

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LONGEST_HEADING = 150
_UNSEEN = {"Cc", "Cf", "Cs"}
LINK_SECONDS = 90 * 24 * 3600
"""A link that turns something off works so long; later there is the page of one's own wishes."""


@dataclass(frozen=True)
class Line:
    """One thing that is told, and where it is read."""

    text: str
    href: str


@dataclass(frozen=True)
class Off:
    """What a link at the foot turns off, in words."""

    occasion: str
    href: str


@dataclass(frozen=True)
class Letter:
    """Everything that stands in one e-mail, in its reader's language."""

    language: str
    office: str
    heading: str
    lines: Sequence[Line]
    read: str
    """What the link of a line is called."""
    foot: str
    turn_off: str
    offs: Sequence[Off]


def mail_of(letter: Letter, *, mail_id: str, sender: str, name: str, to: str) -> EmailMessage:
    """The e-mail under an id of its own, the same at every try.

    What people and offices are called may hold whatever somebody typed. With one kind of thing in
    it, mail programs show one button that ends it (RFC 8058).
    """
    message = EmailMessage()
    message["Message-ID"] = f"<{mail_id}@{sender.rpartition('@')[2]}>"
    message["From"] = Address(_line(letter.office), addr_spec=sender)
    message["To"] = Address(_line(name), addr_spec=to)
    message["Subject"] = _line(letter.heading)
    message["Auto-Submitted"] = "auto-generated"
    if len(letter.offs) == 1:
        message["List-Unsubscribe"] = f"<{letter.offs[0].href}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_written("messages/mail.txt", letter))
    message.add_alternative(_written("messages/mail.html", letter), subtype="html")
    return message


def _line(text: str) -> str:
    """As a heading of a mail takes it: one line, without marks that nobody sees, which turn the
    letters of a name around or end the heading."""
    seen = (" " if c.isspace() else c for c in text)
    said = "".join(c for c in seen if unicodedata.category(c) not in _UNSEEN)
    return " ".join(said.split())[:LONGEST_HEADING]


def _written(template: str, letter: Letter) -> str:
    """Half a letter, which no encoding holds, is left out."""
    return _WRITTEN.get_template(template).render(letter=letter).encode(errors="ignore").decode()


_WRITTEN = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=lambda name: bool(name and name.endswith(".html")),
    trim_blocks=True,
    lstrip_blocks=True,
)


class Links:
    """Links that turn one thing off for one person, which nobody else can make."""

    def __init__(self, secret_key: str, public_url: str) -> None:
        self._signer = URLSafeTimedSerializer(secret_key, salt="messages-off")
        self._base = public_url

    def to(self, path: str) -> str:
        """The page as it is found from outside; nothing where that address is not known."""
        return f"{self._base}{path}" if self._base else ""

    def turning_off(self, person_id: int, occasion: str) -> str:
        return self.to(f"/messages/off/{self._signer.dumps([person_id, occasion])}")

    def read(self, token: str) -> tuple[int, str] | None:
        """Whose and what; None of a link that was made up, or is too old."""
        try:
            person_id, occasion = self._signer.loads(token, max_age=LINK_SECONDS)
        except (BadData, TypeError, ValueError):
            return None
        return person_id, occasion
