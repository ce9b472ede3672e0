"""What records bring: the identity under everything that is read, worked on, filed and found."""

from app.core.feature import Feature
from app.records import models

FEATURE = Feature(name="records", models=(models,))
