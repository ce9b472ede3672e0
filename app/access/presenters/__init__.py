"""What the pages of access show."""
