"""Where the pages of procedures are."""

from flask import Blueprint

blueprint = Blueprint("procedures", __name__, url_prefix="/procedures")
