"""File names as people send them, and as the office keeps them."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.inspection import clean_filename


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("Công văn 12/UBND.pdf", "UBND.pdf"),
        ("C:\\Users\\Lan\\to trinh.docx", "to trinh.docx"),
        ("../../etc/passwd", "passwd"),
        ("Công văn.pdf", "Công văn.pdf"),
        ("a\x00b\tc\n.pdf", "ab c.pdf"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ('a<b>:"|?*.pdf', "a-b------.pdf"),
        ("  .pdf", "van-ban.pdf"),
        ("", "van-ban"),
        ("báo cáo...", "báo cáo"),
        ("x" * 300 + ".docx", "x" * 145 + ".docx"),
        ("x" * 300, "x" * 150),
        ("a." + "y" * 300, "a." + "y" * 148),
    ],
)
def test_cleans_names(given_name: str, clean: str) -> None:
    assert clean_filename(given_name) == clean


@given(st.text(st.characters(codec=None), max_size=400))
@example("e\u200b\u0301.pdf")
@example("." * 200 + "pdf")
@example("a. \u00a0.pdf")
def test_clean_names_are_always_harmless(name: str) -> None:
    clean = clean_filename(name)
    assert 1 <= len(clean) <= 150
    assert unicodedata.is_normalized("NFC", clean)
    assert not set('/\\<>:"|?*') & set(clean)
    assert not any(unicodedata.category(c).startswith("C") for c in clean)
    assert clean not in {".", ".."}
    assert clean == clean.strip()
    assert clean_filename(clean) == clean
    assert clean.encode()
