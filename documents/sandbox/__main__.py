"""`python -m documents.sandbox FOLDER`: start the server of this folder and leave it behind."""

import sys
from pathlib import Path

from documents.sandbox.server import start

if __name__ == "__main__":
    start(Path(sys.argv[1]))
