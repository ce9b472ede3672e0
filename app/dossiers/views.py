"""Pages of dossiers."""

from flask import Blueprint

blueprint = Blueprint("dossiers", __name__)
