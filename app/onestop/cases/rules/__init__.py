"""Rules of cases: statuses and their moves, codes, what an intake needs, clocks. Pure."""
