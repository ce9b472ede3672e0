"""Builds the Flask application of the features it is given."""

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from app import models  # noqa: F401  (the whole metadata, before any query)
from app.broker import waker
from app.core.db import engine_options
from app.core.feature import Features, install
from app.features import FEATURES
from app.web.addresses import init_addresses
from app.web.assets import init_assets
from app.web.bodies import init_bodies
from app.web.compression import init_compression
from app.web.database import init_database
from app.web.errors import init_errors
from app.web.formats import init_formats
from app.web.forms import once_key, say
from app.web.i18n import init_languages
from app.web.listing import TEMPLATE_GLOBALS
from app.web.only_shown import kept_key
from app.web.records import link_to
from app.web.security import init_security, trust_proxies
from app.wiring import build_engines, setting_defaults
from config import ROOT, Settings


def create_app(settings: Settings, features: Features = FEATURES) -> Flask:
    app = Flask("app", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        IDLE_MINUTES=settings.idle_minutes,
        SESSION_HOURS=settings.session_hours,
        WTF_CSRF_TIME_LIMIT=None,
    )
    init_bodies(app, settings.max_upload_bytes)
    init_compression(app)
    init_addresses(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        TEMPLATE_GLOBALS, once_key=once_key, kept_key=kept_key, link_to=link_to, say=say
    )
    app.extensions["features"] = features
    app.extensions["setting_defaults"] = setting_defaults(settings)
    install(features)
    app.extensions["engines"] = build_engines(settings)
    rounds = features.handlers(app.extensions["engines"]).rounds
    app.extensions["rounds"] = {each.name: each.title for each in rounds}
    app.extensions["wake_worker"] = waker(settings)
    init_database(app)
    init_security(app)
    CSRFProtect(app)
    init_assets(app)
    init_languages(app)
    init_formats(app)
    trust_proxies(app, settings.trusted_proxies)
    init_errors(app)
    features.begin(app)
    return app
