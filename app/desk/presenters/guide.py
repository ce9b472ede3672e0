"""The user guide: docs/huong-dan.md as a page of the office."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

DOCS = Path(__file__).resolve().parents[3] / "docs"
PICTURES = DOCS / "pictures"
"""Where the guide names its pictures, and where they are."""


@dataclass(frozen=True)
class Guide:
    title: str
    sections: tuple[tuple[str, str], ...]
    """The anchor and the heading of each."""
    content: Markup


def _read() -> Guide:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    title, _rule, text = (DOCS / "huong-dan.md").read_text(encoding="utf-8").partition("\n")
    tokens = markdown.parse(text)
    sections: list[tuple[str, str]] = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            sections.append((f"s{len(sections) + 1}", inline.content))
            opening.attrSet("id", sections[-1][0])
        for picture in inline.children or ():
            if picture.type == "image":
                picture.attrSet("src", f"guide/{Path(str(picture.attrGet('src'))).name}")
                picture.attrSet("loading", "lazy")
    content = Markup(markdown.renderer.render(tokens, markdown.options, {}))
    return Guide(title.removeprefix("# "), tuple(sections), content)


GUIDE = _read()
"""Read once: it changes with a release."""
