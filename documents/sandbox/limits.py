"""How much one task may take, and why so much. Measured on two cores of 2.6 GHz."""

from dataclasses import dataclass, replace

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class TaskLimits:
    """What ends a task. CPU is the verdict on a file; wall time only ends what sleeps."""

    lane: str = "quick"
    """Which places it takes: "quick" (nothing is started) or "office" (LibreOffice)."""
    cpu_seconds: int = 10
    """A hundred pages of text take 0.4 s, the slowest of 18 real scans 0.6 s for a page."""
    wall_seconds: float = 30
    """Three times the CPU: the child is nice and may share two cores with three others."""
    memory_bytes: int = 1024 * MEGABYTE
    """Address space. A picture of 100 million pixels needs 400 MB once decoded, a page at
    its widest 160 MB and as much again while it is encoded; the server itself is 60 MB."""
    output_bytes: int = 64 * MEGABYTE
    """Each file written: the answer, and a member of a zip at its largest."""
    open_files: int = 128
    processes: int = 1


_QUICK = TaskLimits()
#: A zip may unpack to 300 MB (inspection.Limits), in one member; each member is looked into.
_UNPACKING = replace(_QUICK, cpu_seconds=20, wall_seconds=60, output_bytes=300 * MEGABYTE)
#: A workbook of 50 MB of honest cells is read in 15 s.
_READING = replace(_QUICK, cpu_seconds=20, wall_seconds=60, output_bytes=300 * MEGABYTE)
#: A letter takes 1 to 3 s of CPU, a report of 300 pages 12 s. LibreOffice reserves far more
#: address space than it uses, so its private memory is what counts: 150 MB for a letter.
_OFFICE = TaskLimits(
    lane="office",
    cpu_seconds=40,
    wall_seconds=90,
    memory_bytes=1536 * MEGABYTE,
    output_bytes=200 * MEGABYTE,
    open_files=1024,
    processes=12,
)

LIMITS = {
    "inspect": _UNPACKING,
    "page_count": _QUICK,
    "page_image": _QUICK,
    "image_preview": _QUICK,
    "docx_to_html": _QUICK,
    "zip_members": _QUICK,
    "extract_text": _READING,
    "paragraphs": _QUICK,
    "changes": _QUICK,
    "take_apart": replace(_QUICK, output_bytes=200 * MEGABYTE),
    "to_pdfs": _OFFICE,
}

#: A conversion of more pages is given up: nobody leafs through them, a table is read in its own
#: program, and to print a sheet of 3,704 pages takes minutes. The longest of 300 official
#: documents has 212.
MAX_PAGES = 500
#: Places of each lane, whoever asks: with the memory above, at most 3 GB + 4.5 GB at worst.
PLACES = {"quick": 3, "office": 3}
#: Of these places, one party (a person, a worker's process) takes at most so many at once.
PLACES_OF_A_PARTY = 1
#: So long a task waits for its place before its party is told that there is too much.
WAIT_SECONDS = {"quick": 20.0, "office": 120.0}
#: So many calls of one party may wait in one process: each holds a thread, of which a web
#: process has eight, and a browser asks for six pictures at once.
CALLS_OF_A_PARTY = 6
#: What is done by then has had the machine like any page; the rest steps behind all others.
SOON_SECONDS = 1.0
#: Without anybody who uses it the server goes: long enough from one command to the next.
IDLE_SECONDS = 3.0
