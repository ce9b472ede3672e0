"""Where the pages of requests are."""

from flask import Blueprint

blueprint = Blueprint("requests", __name__, url_prefix="/requests")
