"""What an agency may set about files."""

from app.core.settings import Setting, Whole
from app.core.text import N_

UPLOAD_MEGABYTES = Setting(
    "correspondence.upload_megabytes",
    Whole(1, 2_000),
    50,
    N_("Largest file taken, in MB"),
    N_("Never more than the installation takes (CONGVAN_MAX_UPLOAD_MB)."),
    N_("Files"),
)
SETTINGS = (UPLOAD_MEGABYTES,)
