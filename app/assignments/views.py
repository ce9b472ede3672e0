"""Pages of assignments."""

from flask import Blueprint

blueprint = Blueprint("assignments", __name__)
