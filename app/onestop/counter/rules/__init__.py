"""Rules of the counter: what a scanner typed. Pure."""
