"""The features this application was built of."""

from flask import current_app

from app.core.feature import Features


def features() -> Features:
    built_of: Features = current_app.extensions["features"]
    return built_of
