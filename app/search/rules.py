"""How much may be asked at once."""

LONGEST = 300
