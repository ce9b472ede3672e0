"""What features declare for the workers hangs together."""

from pathlib import Path

from app.core.jobs import LANES
from app.core.outbox import Event
from app.features import FEATURES
from app.wiring import build_engines
from config import Settings


def _declared(tmp_path: Path):
    settings = Settings.from_environment({"CONGVAN_INSTANCE": str(tmp_path)})
    return FEATURES.handlers(build_engines(settings))


def test_every_topic_that_somebody_hears_is_of_an_event(tmp_path: Path) -> None:
    topics = {event.topic for event in Event.__subclasses__()}
    assert _declared(tmp_path).by_topic.keys() - topics == set()


def test_names_fit_their_column_and_lanes_are_known(tmp_path: Path) -> None:
    for name, one in _declared(tmp_path).by_name.items():
        assert len(name) <= 80
        assert LANES[one.lane.name] is one.lane
