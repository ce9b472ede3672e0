"""A Word document as its author saw it: what is read, compared and shown, in one wording.

Marked changes are taken as final, fields keep what they last showed, letters of old fonts and
equations become text. The stored file stays as it came; what leaves is another one, cleaned.
"""

from documents.settling.settle import open_settled, paragraphs_of

__all__ = ["open_settled", "paragraphs_of"]
