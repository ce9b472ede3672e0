"""Engine for files: keep, check, read, show and draft them; knows no web and no database."""
