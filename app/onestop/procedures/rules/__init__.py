"""What holds of procedures: their versions in time, what they say, what a case would take. Pure."""
