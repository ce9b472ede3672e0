"""Handing e-mails to the mail server of the office (SMTP)."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from app.messages.gateways.bounces import takes_none
from app.messages.gateways.receipts import Bounced, NotSent, Rejected

SECONDS = 10.0
"""For each of the ten answers of a server at most; together less than the lane's limit."""
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailServer:
    """One connection for each mail: a server that was away is asked anew, not a dead connection.

    What a server refuses for good (5xx) is of the address; all else is tried again later, what is
    greylisted (4xx) as well as what it may have taken.
    """

    def __init__(self, url: str) -> None:
        """Raises ValueError for an address that is none."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError(f"CONGVAN_MAIL_URL begins with one of {', '.join(PORTS)}")
        self.name = parts.hostname
        self._scheme = parts.scheme
        self._port = parts.port or PORTS[parts.scheme]
        self._login = (unquote(parts.username or ""), unquote(parts.password or ""))

    def send(self, message: EmailMessage) -> None:
        """Raises NotSent or Rejected."""
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, said = next(iter(refusal.recipients.values()))
            if takes_none(code, words := _said(code, said)):
                raise Bounced(words) from refusal
            raise _refused(code, said) from refusal
        except smtplib.SMTPAuthenticationError as refusal:
            raise NotSent(_said(refusal.smtp_code, refusal.smtp_error)) from refusal
        except smtplib.SMTPResponseException as refusal:
            raise _refused(refusal.smtp_code, refusal.smtp_error) from refusal
        except smtplib.SMTPNotSupportedError as refusal:
            raise Rejected(str(refusal)) from refusal
        except ValueError as failure:  # what stands in it cannot be written as mail
            raise Rejected(str(failure)) from failure
        except (OSError, smtplib.SMTPException) as failure:
            raise NotSent(f"{type(failure).__name__}: {failure}") from failure

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.name, self._port, timeout=SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.name, self._port, timeout=SECONDS)
        try:
            if self._scheme == "smtp+starttls":
                server.starttls(context=context)
            if self._login[0]:
                server.login(*self._login)
        except BaseException:
            server.close()
            raise
        return server


def _refused(code: int, said: bytes | str) -> Exception:
    kind = Rejected if 500 <= code < 600 else NotSent
    return kind(_said(code, said))


def _said(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"
