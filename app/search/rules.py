"""How much may be asked at once."""

LONGEST = 300
"""Characters of a question that is kept, to be offered again."""
TYPED = 1_200
"""Characters that are taken in: more than are read of a question, so that what is too long is seen
and said."""
