"""The blueprint that all modules of these pages add their routes to."""

from flask import Blueprint

blueprint = Blueprint("organisation", __name__)
