"""How much one task may take, and why so much. Measured on two cores of 2.6 GHz."""

from dataclasses import dataclass, replace

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class TaskLimits:
    """What ends a task. CPU is the verdict on a file; wall time only ends what sleeps."""

    lane: str = "quick"
    """Which places it takes: "quick" (nothing is started) or "office" (LibreOffice)."""
    cpu_seconds: int = 8
    """The slowest page of 18 real scans takes 1.0 s at its widest, all of a scan's text 0.02 s."""
    wall_seconds: float = 40
    """Only for what sleeps: a child that stepped back may share two busy cores with others."""
    memory_bytes: int = 1024 * MEGABYTE
    """Address space. Drawing 54 pages of real scans needed 136 MB, a picture of 100 million
    pixels, the most that are taken, 670 MB."""
    output_bytes: int = 64 * MEGABYTE
    """Each file written: the answer, and a member of a zip at its largest."""
    open_files: int = 128
    processes: int = 1


_QUICK = TaskLimits()
#: A zip may unpack to 300 MB (inspection.Limits), in one member; each member is looked into.
_UNPACKING = replace(_QUICK, cpu_seconds=15, wall_seconds=60, output_bytes=300 * MEGABYTE)
#: A workbook of 60,000 rows and ten columns is read in 8 s.
_READING = replace(_UNPACKING, cpu_seconds=20)
#: The decree's own annexes take 1.1 to 1.6 s of CPU and 210 MB. LibreOffice reserves far more
#: address space than it uses, so its private memory is what counts.
_OFFICE = TaskLimits(
    lane="office",
    cpu_seconds=30,
    wall_seconds=120,
    memory_bytes=1024 * MEGABYTE,
    output_bytes=200 * MEGABYTE,
    open_files=1024,
    processes=16,
)

LIMITS = {
    "inspect": _UNPACKING,
    "page_count": _QUICK,
    "page_image": _QUICK,
    "image_preview": _QUICK,
    "docx_to_html": _QUICK,
    "names_inside": _QUICK,
    "taken_out": _UNPACKING,
    "extract_text": _READING,
    "plain_data": _READING,
    "paragraphs": _QUICK,
    "changes": _QUICK,
    "marks": _QUICK,
    "layout": _QUICK,
    "clean": replace(_QUICK, output_bytes=200 * MEGABYTE),
    "symbol": replace(_QUICK, output_bytes=200 * MEGABYTE),
    "take_apart": replace(_QUICK, output_bytes=200 * MEGABYTE),
    "to_pdf": _OFFICE,
    # As much as for one: of twelve letters together LibreOffice's start is the half.
    "to_pdfs": _OFFICE,
    "modernise": _OFFICE,
}

#: What a child of each lane takes upon itself before it knows its task, whose limits are no wider.
LANES = {"quick": _READING, "office": _OFFICE}

#: A conversion of more pages is given up: nobody leafs through them, a table is read in its own
#: program, and to print a sheet of 3,704 pages takes minutes.
MAX_PAGES = 500
#: Of more marks than these nobody reads a list; all of them are settled together.
MAX_MARKS = 500
#: Places of each lane, whoever asks: with the memory above, 6 GB were all at their worst.
PLACES = {"quick": 3, "office": 3}
#: Of these places, one party (a person, a worker's process) takes at most so many at once.
PLACES_OF_A_PARTY = 1
#: So long a task waits for its place before its party is told that there is too much.
WAIT_SECONDS = {"quick": 20.0, "office": 120.0}
#: So many calls of one party may wait in one process: each holds a thread, of which a web
#: process has eight, and a browser asks for six pictures at once.
CALLS_OF_A_PARTY = 6
#: Nobody's calls wait longer than this behind a slow quick one of their own, nor come behind it:
#: they would only hold threads that others need. A process has no others waiting for it.
BEHIND_ONES_OWN_SECONDS = 3.0
PROCESS = "process "
#: What is done by then has had the machine like any page; the rest steps behind all others.
SOON_SECONDS = 1.0
#: So long after the last task, or the last word of one to come, a child waits for the next.
SPARE_SECONDS = 10.0
#: Without anybody who uses it the server goes: long enough from one command to the next.
IDLE_SECONDS = 3.0
