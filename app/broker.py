"""The message broker between web and workers: Redis, or files in the instance folder.

Each lane has a queue. A message only has its workers look at once, before their next look by
themselves; the tables of outbox and jobs are the truth.
"""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from app.core.jobs import LANES, URGENT
from config import Settings

if TYPE_CHECKING:
    from celery import Celery

LOOK = "office.look"
UNREAD_LIMIT = 20
"""With so many messages of a lane unread, another one would wake nobody."""


def build_celery(settings: Settings) -> "Celery":
    from celery import Celery  # a web process that wakes nobody need not carry it

    celery = Celery("congvan", broker=settings.redis_url or "filesystem://")
    if not settings.redis_url:
        celery.conf.broker_transport = "app.file_broker:Transport"
    celery.conf.update(
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport_options(settings),
        task_ignore_result=True,
        task_create_missing_queues=True,
        task_default_queue=URGENT.name,
        worker_hijack_root_logger=False,
        timezone="Asia/Ho_Chi_Minh",
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


def waker(settings: Settings, celery: "Celery | None" = None) -> Callable[[Collection[str]], None]:
    """A function that has the workers of these lanes look. It never fails: they look anyway."""

    def wake(lanes: Collection[str] = (URGENT.name,)) -> None:
        nonlocal celery
        for lane in lanes:
            if settings.redis_url or _unread(settings, lane) < UNREAD_LIMIT:
                try:
                    celery = celery or build_celery(settings)
                    celery.send_task(LOOK, args=(lane,), queue=lane, retry=False)
                except Exception:  # the broker is away; the worker's own look comes soon enough
                    return

    return wake


def _unread(settings: Settings, lane: str) -> int:
    return sum(1 for _ in (settings.instance / "broker").glob(f"*.{LANES[lane].name}.msg"))
