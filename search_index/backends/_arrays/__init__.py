"""Segments of an index as plain arrays, and how they are searched. The modules here load numpy."""

VERSION = 8
"""Raise it with every change of the layout or the analysis: what another wrote is built anew."""
