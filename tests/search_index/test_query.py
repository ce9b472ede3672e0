"""What a typed text is taken to mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.query import AllOf, AnyOf, Code, Phrase, Query, Word, parse
from search_index.query.lexer import MAX_CHARACTERS
from search_index.query.parse import MAX_NODES
from search_index.query.tree import leaves

UBND_VX = Code(("807", "ubnd", "vx"), serial="807", key="807/ubnd-vx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đất Đai", Query((Word("đất"), Word("đai")))),
        ('"đất đai"', Query((Phrase(("đất", "đai")),))),
        ('"đất"', Query((Word("đất"),))),
        ("đất -đai", Query((Word("đất"),), (Word("đai"),))),
        ('đất -"đai x"', Query((Word("đất"),), (Phrase(("đai", "x")),))),
        ("đất - đai", Query((Word("đất"), Word("đai")))),
        ("-CV", Query((), (Word("cv"),))),
        ("CV", Query((AnyOf((Word("cv"), Phrase(("cong", "van")))),))),
        ("QĐ", Query((AnyOf((Word("qđ"), Phrase(("quyết", "định")))),))),
        ("nd", Query((Word("nd"),))),
        (
            "0807/UBND-VX",
            Query((AnyOf((UBND_VX, Phrase(("0807", "ubnd", "vx")))),)),
        ),
        (
            "và/hoặc",
            Query(
                (
                    AnyOf(
                        (
                            Code(("va", "hoac"), key="va/hoac"),
                            AllOf((Word("và"), Word("hoặc"))),
                        )
                    ),
                )
            ),
        ),
        ("số 7", Query((AnyOf((Code(("7",), serial="7"), Word("7"))),))),
        ("sơ 7", Query((Word("sơ"), AnyOf((Code(("7",), serial="7"), Word("7")))))),
        ("", Query()),
        (" \n", Query()),
        ("?!", Query(hopeless=True)),
    ],
)
def test_meaning(text: str, expected: Query) -> None:
    assert parse(text) == expected


def test_unmarked_abbreviation_does_not_ask_for_marks() -> None:
    assert parse("QĐ").is_marked()
    assert not parse("qd cv").is_marked()


@given(st.text(st.characters(), max_size=60) | st.text(st.sampled_from('aĐ1 -/"“.\n'), max_size=60))
def test_any_text_has_a_meaning(text: str) -> None:
    query = parse(text)

    assert len(query.required) <= MAX_NODES
    assert all(code.parts for code in query.codes())
    assert query.hopeless == bool(text.strip() and not query.required and not query.excluded)


def test_a_whole_page_pasted_is_cut() -> None:
    query = parse("đất " * MAX_CHARACTERS)

    assert list(leaves(query.required)) == [Word("đất")] * MAX_NODES
