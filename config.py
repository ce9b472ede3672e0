"""Settings of one installation, read from the environment once, by entry points only."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Settings:
    """Every setting has a default that suits trying the office on one machine."""

    instance: Path
    """CONGVAN_INSTANCE: the folder of all data (database, files, index, keys)."""
    database_url: str
    """CONGVAN_DATABASE_URL: SQLite in the instance folder, or postgresql+psycopg://…"""
    redis_url: str
    """CONGVAN_REDIS_URL: broker of the worker; empty means files in the instance folder."""
    secret_key: str
    """CONGVAN_SECRET_KEY: signs sessions; made and kept in the instance folder when not given."""
    secure_cookies: bool
    """CONGVAN_SECURE_COOKIES: 1 where the office is served over HTTPS."""
    trusted_proxies: int
    """CONGVAN_TRUSTED_PROXIES: how many proxies of our own stand before the web process."""
    idle_minutes: int
    """CONGVAN_IDLE_MINUTES: minutes without a request after which a person is signed out."""
    session_hours: int
    """CONGVAN_SESSION_HOURS: hours after which a person signs in again, however busy."""
    max_upload_bytes: int
    """CONGVAN_MAX_UPLOAD_MB: the largest file taken, in MB of 1,048,576 bytes."""
    sms_url: str
    """CONGVAN_SMS_URL: HTTP gateway for SMS; empty means the local page of sent messages."""
    sms_gateways: Path
    """CONGVAN_SMS_GATEWAYS: a file that describes gateways for SMS; used where it is there."""
    sms_token: str
    """CONGVAN_SMS_TOKEN: sent to the HTTP gateway as a bearer token."""
    sms_accented: bool
    """CONGVAN_SMS_ACCENTED: 1 sends Vietnamese marks (UCS-2, more segments)."""
    mail_url: str
    """CONGVAN_MAIL_URL: smtp://, smtp+starttls:// or smtps://name:password@host:port; empty for no
    e-mail."""
    mail_from: str
    """CONGVAN_MAIL_FROM: the address that e-mails come from."""
    bounces_url: str
    """CONGVAN_BOUNCES_URL: imap://, imap+starttls:// or imaps://name:password@host:port/folder, the
    mailbox of that address, where letters come back; empty where nobody reads them."""
    public_url: str
    """CONGVAN_PUBLIC_URL: where people find the office, for links in messages."""
    office_executable: str
    """CONGVAN_OFFICE: the LibreOffice program; empty means to look for it, "none" to do without."""
    backup: Path
    """CONGVAN_BACKUP: the folder of the backup that `backup` makes; another's own script only
    touches `made` in it. Best on another disk."""
    search: str
    """CONGVAN_SEARCH: "whoosh", files of this host, or "postgresql", in the office's database."""
    search_read_url: str
    """CONGVAN_SEARCH_READ_URL: a replica of the database that answers searches; empty for none."""
    search_copies: Path
    """CONGVAN_SEARCH_COPIES: a folder of this host for copies of the index in PostgreSQL."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        env = os.environ if environment is None else environment
        instance = Path(env.get("CONGVAN_INSTANCE", ROOT / "instance")).resolve()
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(
            instance=instance,
            database_url=env.get("CONGVAN_DATABASE_URL", f"sqlite:///{instance / 'congvan.db'}"),
            redis_url=env.get("CONGVAN_REDIS_URL", ""),
            secret_key=env.get("CONGVAN_SECRET_KEY") or _kept_secret(instance / "secret-key"),
            secure_cookies=env.get("CONGVAN_SECURE_COOKIES", "0") == "1",
            trusted_proxies=int(env.get("CONGVAN_TRUSTED_PROXIES", "0")),
            idle_minutes=int(env.get("CONGVAN_IDLE_MINUTES", "30")),
            session_hours=int(env.get("CONGVAN_SESSION_HOURS", "12")),
            max_upload_bytes=int(env.get("CONGVAN_MAX_UPLOAD_MB", "50")) * 1024 * 1024,
            sms_url=env.get("CONGVAN_SMS_URL", ""),
            sms_gateways=Path(env.get("CONGVAN_SMS_GATEWAYS", instance / "sms.toml")),
            sms_token=env.get("CONGVAN_SMS_TOKEN", ""),
            sms_accented=env.get("CONGVAN_SMS_ACCENTED", "0") == "1",
            mail_url=env.get("CONGVAN_MAIL_URL", ""),
            mail_from=env.get("CONGVAN_MAIL_FROM", "congvan@localhost"),
            bounces_url=env.get("CONGVAN_BOUNCES_URL", ""),
            public_url=env.get("CONGVAN_PUBLIC_URL", "").rstrip("/"),
            office_executable=env.get("CONGVAN_OFFICE", ""),
            backup=Path(env.get("CONGVAN_BACKUP", instance / "backup")),
            search=env.get("CONGVAN_SEARCH", "whoosh"),
            search_read_url=env.get("CONGVAN_SEARCH_READ_URL", ""),
            search_copies=Path(env.get("CONGVAN_SEARCH_COPIES", instance / "index-copies")),
        )


def _kept_secret(path: Path) -> str:
    """The key in this file, made on first use; processes that start at once agree on one.

    It is linked to its name when it is wholly on disk: nobody reads half a key.
    """
    if not path.exists():
        unfinished = path.with_name(f".{path.name}-{os.getpid()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(unfinished, path)
        unfinished.unlink()
    return path.read_text()
