"""What an uploaded letter looks like, held against the layout of Decree 30/2020."""
