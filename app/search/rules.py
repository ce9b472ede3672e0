"""How much may be asked at once."""

from search_index.query.lexer import MAX_CHARACTERS

LONGEST = 300
"""Characters of a question that is kept, to be offered again."""
TYPED = MAX_CHARACTERS + 200
"""More than is read of a question, so that what is too long is seen and said."""
