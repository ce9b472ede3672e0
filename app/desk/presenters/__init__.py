"""The desk and the pages that are composed of what every feature offers."""
