"""Pages of incoming."""

from flask import Blueprint

blueprint = Blueprint("incoming", __name__)
