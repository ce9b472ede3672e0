"""The office."""

import os

# numpy (loaded by openpyxl wherever it can be) else starts a thread for each further processor and
# takes 40 MB of address space, for a library of matrices that we never call.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
