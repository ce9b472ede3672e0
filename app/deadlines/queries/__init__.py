"""Reading for due dates: an agency's calendar, and the colours in SQL."""

from app.deadlines.queries.calendars import calendar, due_moment, horizon_of, horizons_of

__all__ = ["calendar", "due_moment", "horizon_of", "horizons_of"]
