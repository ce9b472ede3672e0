"""Addresses of stylesheets, scripts and pictures: each names its content, so a browser keeps it."""

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Flask, Response, request
from markupsafe import Markup

A_YEAR = 365 * 24 * 3600


def init_assets(app: Flask) -> None:
    """What templates call: `asset("theme.css")`, `asset("css/…", "bootstrap")`, `icon("bell")`."""

    @cache
    def address(name: str, owner: str | None) -> str:
        place = app if owner is None else app.blueprints[owner]
        content = Path(place.static_folder or "", name).read_bytes()
        version = hashlib.sha256(content).hexdigest()[:10]
        return f"{place.static_url_path}/{name}?v={version}"

    def asset(name: str, owner: str | None = None) -> str:
        return request.script_root + address(name, owner)

    @lru_cache(maxsize=1_024)
    def drawn(root: str, name: str, label: str | None) -> Markup:
        said = Markup('role="img" aria-label="{}"').format(label) if label else 'aria-hidden="true"'
        place = f"{root}{address('icons.svg', None)}#{name}"
        return Markup(f'<svg class="bi" {said}><use href="{place}"/></svg>')

    def icon(name: str, label: str | None = None) -> Markup:
        return drawn(request.script_root, name, label)

    def keep(response: Response) -> Response:
        """What is asked for by its version never changes; without one the browser asks again."""
        is_asset = request.endpoint in ("static", "bootstrap.static")
        if is_asset and "v" in request.args and response.status_code in (200, 304):
            response.cache_control.no_cache = None
            response.cache_control.max_age = A_YEAR
            response.cache_control.immutable = True
        return response

    app.jinja_env.globals.update(asset=asset, icon=icon)
    app.after_request(keep)
