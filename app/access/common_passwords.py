"""Words on which easily guessed passwords are built, in Vietnamese offices and elsewhere.

A password counts as common when nothing but figures and signs is left of it once these words
are taken away: "Matkhau@123", "P@ssw0rd2026", "Vietnam#1975".
"""

from pathlib import Path

LOOK_ALIKES = str.maketrans("0134578@$!", "oieastbasi")

WORDS = frozenset(Path(__file__).with_name("common_words.txt").read_text().split())
