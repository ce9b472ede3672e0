"""What the pages of search show."""
