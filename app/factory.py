"""Builds the Flask application: the only place that knows every feature's pages."""

from functools import partial

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.access import views as access
from app.assignments import views as assignments
from app.audit import views as audit
from app.books import views as books
from app.broker import waker
from app.core.db import engine_options
from app.correspondence import views as correspondence
from app.desk import views as desk
from app.doctor import parts_in_use
from app.dossiers import views as dossiers
from app.drafting import views as drafting
from app.incoming import views as incoming
from app.notifications import views as notifications
from app.organisation import views as organisation
from app.outgoing import views as outgoing
from app.registers import views as registers
from app.search import views as search
from app.upkeep import views as upkeep
from app.web.addresses import init_addresses
from app.web.assets import init_assets
from app.web.database import init_database
from app.web.errors import init_errors
from app.web.formats import init_formats
from app.web.forms import once_key
from app.web.i18n import init_languages
from app.web.listing import TEMPLATE_GLOBALS
from app.web.security import init_security, trust_proxies
from app.wiring import build_engines, build_handlers
from config import ROOT, Settings

FEATURES = (
    access,
    assignments,
    audit,
    books,
    correspondence,
    desk,
    dossiers,
    drafting,
    incoming,
    notifications,
    organisation,
    outgoing,
    registers,
    search,
    upkeep,
)


def create_app(settings: Settings) -> Flask:
    app = Flask("app", template_folder=str(ROOT / "templates"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        IDLE_MINUTES=settings.idle_minutes,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    init_addresses(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(TEMPLATE_GLOBALS, once_key=once_key)
    app.extensions["engines"] = build_engines(settings)
    app.extensions["parts"] = partial(parts_in_use, settings, app.extensions["engines"])
    rounds = build_handlers(app.extensions["engines"]).rounds
    app.extensions["rounds"] = {each.name: each.title for each in rounds}
    app.extensions["wake_worker"] = waker(settings)
    init_database(app)
    CSRFProtect(app)
    Bootstrap5(app)
    init_assets(app)
    init_languages(app)
    init_formats(app)
    init_security(app)
    trust_proxies(app, settings.trusted_proxies)
    init_errors(app)
    for feature in FEATURES:
        app.register_blueprint(feature.blueprint)
        if hasattr(feature, "init"):
            feature.init(app)
    return app
