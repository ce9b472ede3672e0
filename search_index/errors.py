"""What can go wrong with an index, for the caller to act on."""


class SearchIndexError(Exception):
    """Any failure of an index."""


class IndexUnreadable(SearchIndexError):
    """The index is missing, damaged, or of another version of this package: call `rebuild`."""


class IndexBusy(SearchIndexError):
    """Another writer held the index for the whole waiting time; nothing was written."""


class BadCursor(SearchIndexError, ValueError):
    """The cursor was not made by this package."""
