"""Files of older kinds made into the one kind of today that has a reader; imported alone."""
