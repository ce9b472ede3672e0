"""An application on an empty database, for looking at how it is built."""

import pytest
from flask import Flask

from app.factory import create_app
from config import Settings


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance = str(tmp_path_factory.mktemp("bare"))
    return create_app(Settings.from_environment({"CONGVAN_INSTANCE": instance}))
