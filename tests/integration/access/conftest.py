"""Signing in and reading the trail, for the tests of access."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.audit.models import AuditEntry
from app.core.policy import Actor
from tests.databases import TestDatabase
from tests.factories.office import PASSWORD, Office

SignIn = Callable[..., TestResponse]


@pytest.fixture
def sign_in(app: Flask, office: Office) -> SignIn:
    """Send the sign-in form for this actor, with the right password or another."""

    def send(
        client: FlaskClient, who: Actor | str, password: str = PASSWORD, **fields: Any
    ) -> TestResponse:
        name = who if isinstance(who, str) else office.user_name(who)
        return client.post("/sign-in", data={"user_name": name, "password": password, **fields})

    return send


@pytest.fixture
def trail(database: TestDatabase) -> Callable[[], list[AuditEntry]]:
    """The whole trail as it is committed, oldest first."""

    def read() -> list[AuditEntry]:
        with Session(database.engine) as session:
            return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))

    return read
