"""What an agency may set about its drafts."""

from app.core.settings import Setting, Whole, Words
from app.core.text import N_

LONG_SUBJECT = Setting(
    "drafting.long_subject",
    Whole(60, 500),
    120,
    N_("Characters of a subject that are easy to read"),
    N_("The check of the layout remarks on longer ones."),
    N_("Drafts and approval"),
)
LETTER_FOOT = Setting(
    "drafting.letter_foot",
    Words(least=0, most=4, longest=120),
    (),
    N_("Foot of official letters"),
    N_(
        "Address, e-mail, web page, telephone and fax, as they stand under the line at the foot of "
        "the first page. With nothing here, the address that the agency has."
    ),
    N_("Drafts and approval"),
)
DECISION_BASES = Setting(
    "drafting.decision_bases",
    Words(least=0, most=10, longest=300),
    ("Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",),
    N_("Legal bases of decisions"),
    N_("One to a line: the law that gives the agency its competence. New decisions begin with it."),
    N_("Drafts and approval"),
)
SETTINGS = (LONG_SUBJECT, LETTER_FOOT, DECISION_BASES)
