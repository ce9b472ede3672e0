"""Pages of outgoing."""

from flask import Blueprint

blueprint = Blueprint("outgoing", __name__)
