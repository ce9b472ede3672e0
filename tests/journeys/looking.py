"""What must hold of every page: axe finds nothing, one heading, no overflow, no English left."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

from tests.journeys.words import left_in_english

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}

TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (!at.closest('script,style,template,noscript')) found.push(walker.currentNode.data);
  }
  for (const e of document.querySelectorAll('[aria-label],[title],[placeholder],[alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (e.hasAttribute(name)) found.push(e.getAttribute(name));
  return [document.title, ...found].map(t => t.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""

SQUEEZED = "[...document.querySelectorAll('h1')].some(h => h.offsetWidth && h.offsetWidth < 150)"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def axe_findings(page: Page, of_classes: Iterable[str] = ()) -> list[str]:
    """What axe finds on the page, or only in what bears one of these classes, while it is there."""
    part = [[f'[class~="{name}"]'] for name in of_classes]
    try:
        found = Axe().run(page, {"include": part} if part else None, AXE).response
    except Error as error:
        if "No elements found for include" not in error.message:
            raise
        found = Axe().run(page, options=AXE).response
    return [
        f"axe {rule['id']}: {node['html'][:160]} ({node['failureSummary'][:240]})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def shape_findings(page: Page, *, vietnamese: bool = True) -> list[str]:
    """Headings, width and language of this page."""
    found = []
    on_top = page.locator("dialog[open] h1")  # whatever lies under an open dialog is inert
    headings = on_top.count() or page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} h1")
    extra = page.evaluate(WIDER)
    if extra > 0:
        found.append(f"{extra} px wider than the screen")
    if page.evaluate(SQUEEZED):
        found.append("the heading is squeezed by what stands beside it")
    if vietnamese:
        found += [f"English: {text!r}" for text in left_in_english(page.evaluate(TEXTS))]
    return found


def assert_good(page: Page) -> None:
    """Nothing to find on this page as it stands now."""
    found = [*shape_findings(page), *axe_findings(page)]
    assert not found, f"{page.url}\n" + "\n".join(found)
