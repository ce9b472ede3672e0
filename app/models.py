"""Every table: those of the features, and those under them all."""

from app.core import kept_forms, once, outbox
from app.core.db import Base
from app.core.jobs import models as jobs
from app.core.settings import held as settings
from app.features import FEATURES

UNDER_ALL = (once, kept_forms, outbox, jobs, settings)

metadata = Base.metadata

__all__ = ["FEATURES", "UNDER_ALL", "metadata"]
