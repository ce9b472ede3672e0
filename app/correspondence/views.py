"""Pages of correspondence."""

from flask import Blueprint

blueprint = Blueprint("correspondence", __name__)
