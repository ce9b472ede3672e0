"""The floor of a page: the same sign-in check, the same SQL, an empty template.

`wsgi:app` with one more route, which repeats the statements a real page sent. Used by benchmarks
only: `gunicorn benchmarks.floor:app`.
"""

from typing import Any

from flask import Flask, render_template_string, request
from flask_login import current_user
from sqlalchemy import Engine, event

from app.factory import create_app
from app.web import session, signed_in
from config import Settings

Statement = tuple[str, Any]


def create_floor(settings: Settings) -> Flask:
    app = create_app(settings)
    known: dict[str, list[Statement]] = {}

    @app.get("/floor")
    @signed_in
    def floor() -> str:
        path = request.args["path"]
        if path not in known:
            known[path] = _statements_of(app, path)
        for statement, parameters in known[path]:
            session().connection().exec_driver_sql(statement, parameters).fetchall()
        return render_template_string(
            "<!doctype html><title>floor</title>{{ name }}", name=current_user.actor.name
        )

    return app


def _statements_of(app: Flask, path: str) -> list[Statement]:
    """What the page asks of the database after its sign-in check, as this person."""
    sent: list[Statement] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    client = app.test_client()
    client.set_cookie("session", request.cookies["session"])
    client.get(path)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        response = client.get(path)
        page = list(sent)
        sent.clear()
        client.get("/session")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert response.status_code == 200, (path, response.status_code)
    check = [statement for statement, _parameters in sent]
    return [
        (s, p)
        for s, p in page
        if s not in check and s.lstrip().upper().startswith(("SELECT", "WITH"))
    ]


app = create_floor(Settings.from_environment())
