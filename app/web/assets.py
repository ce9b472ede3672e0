"""Stylesheets, scripts and pictures under an address that names their content.

All of them stand in one folder whose name is the content of the whole: a browser keeps what it has
for a year, and a module's `import "./dom.js"` finds its neighbour of the same release without a
bundler or an import map.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request, session
from markupsafe import Markup

FOLDER = Path(__file__).resolve().parents[1] / "static"
PLACE = "/static"
A_YEAR = 365 * 24 * 3600
# Said here, not asked of the machine: browsers refuse a module of another type.
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def static_files() -> dict[str, bytes]:
    """All that is served, by name. A folder of sheets is one: `theme/*.css` is `theme.css`."""
    return dict(sorted(_collected()))


def _collected() -> Iterator[tuple[str, bytes]]:
    sheets: dict[str, list[bytes]] = {}
    for path in sorted(FOLDER.rglob("*")):
        name = path.relative_to(FOLDER).as_posix()
        if path.suffix not in TYPES:
            continue
        if path.suffix == ".css" and path.parent != FOLDER:
            sheets.setdefault(f"{path.parent.relative_to(FOLDER)}.css", []).append(
                path.read_bytes()
            )
        else:
            yield name, path.read_bytes()
    for name, parts in sheets.items():
        yield name, b"".join(parts)


@lru_cache(maxsize=1024)
def _drawn(sheet: str, name: str, label: str | None) -> Markup:
    said = Markup('role="img" aria-label="{}"').format(label) if label else 'aria-hidden="true"'
    return Markup(f'<svg class="bi" {said}><use href="{sheet}#{name}"/></svg>')


def init_assets(app: Flask) -> None:
    """What templates call: `asset("theme.css")`, `icon("bell")`. Flask's own folder is off."""
    files = static_files()
    version = _digest(*(part for name, data in files.items() for part in (name.encode(), data)))

    def asset(name: str) -> str:
        if name not in files:
            raise FileNotFoundError(name)
        return f"{request.script_root}{PLACE}/{version}/{name}"

    def icon(name: str, label: str | None = None) -> Markup:
        return _drawn(asset("icons.svg"), name, label)

    def static(release: str, name: str) -> Response:
        """A file. One of another release (the page is older than the server) is not to be kept."""
        if name not in files:
            abort(404)
        response = Response(files[name], mimetype=TYPES[Path(name).suffix])
        response.set_etag(_digest(files[name]))
        if release == version:
            response.cache_control.public = True
            response.cache_control.max_age = A_YEAR
            response.cache_control.immutable = True
        else:
            response.cache_control.no_cache = True
        response.make_conditional(request)
        return response

    def same_for_everybody(response: Response) -> Response:
        """Whoever looked at the session: no "Vary: Cookie", which would end the keeping."""
        if request.endpoint == "static":
            session.accessed = False
        return response

    app.jinja_env.globals.update(asset=asset, icon=icon)
    app.after_request(same_for_everybody)
    app.add_url_rule(f"{PLACE}/<release>/<path:name>", "static", static)


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:10]
