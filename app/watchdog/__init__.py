"""The office watches itself: what must never be false is looked at, shown, mended and told of."""
