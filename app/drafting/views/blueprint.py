"""The blueprint that all pages of drafting share."""

from flask import Blueprint

blueprint = Blueprint("drafting", __name__)
