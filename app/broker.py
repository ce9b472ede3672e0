"""The message broker between web and worker: Redis, or files in the instance folder.

Messages only wake the worker earlier than its next look; the outbox table is the truth.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from config import Settings

if TYPE_CHECKING:
    from celery import Celery

DRAIN = "office.drain"
UNREAD_LIMIT = 20
"""With so many messages unread, another one would wake nobody."""


def build_celery(settings: Settings) -> "Celery":
    from celery import Celery  # a web process that wakes nobody need not carry it
    from kombu.transport import TRANSPORT_ALIASES

    TRANSPORT_ALIASES["files"] = "app.broker_files:Transport"
    celery = Celery("congvan", broker=settings.redis_url or "files://")
    celery.conf.update(
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport_options(settings),
        task_ignore_result=True,
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        timezone="Asia/Ho_Chi_Minh",
        beat_schedule_filename=str(settings.instance / "celerybeat-schedule"),
    )
    return celery


def _transport_options(settings: Settings) -> dict[str, str | float]:
    if settings.redis_url:
        return {"socket_timeout": 2.0, "socket_connect_timeout": 2.0}
    folder = settings.instance / "broker"
    (folder / "control").mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "control"),
    }


def waker(settings: Settings) -> Callable[[], None]:
    """A function that wakes the worker. It never fails: the worker also looks by itself."""
    celery: Celery | None = None

    def wake() -> None:
        nonlocal celery
        if not settings.redis_url and _unread(settings) > UNREAD_LIMIT:
            return
        try:
            celery = celery or build_celery(settings)
            celery.send_task(DRAIN, retry=False)
        except Exception:  # the broker is away; the worker's own look comes soon enough
            return

    return wake


def _unread(settings: Settings) -> int:
    return sum(1 for _ in (settings.instance / "broker").glob("*.msg"))
