"""What axe-core finds in a page that keeps people out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("vendored") / "axe.min.js"
RUN = """async ({within, options}) => {
  const found = await axe.run(within ?? document, {resultTypes: ["violations"], ...options});
  return found.violations.map(({id, nodes}) => [id, nodes.map(node => node.html.slice(0, 200))]);
}"""
# axe looks at the whole page, of which what is far from the screen is not laid out: only then is
# known what scrolls, and made a stop for the keyboard.
NEAR = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { content-visibility: visible !important }");
  document.adoptedStyleSheets.push(sheet);
}"""
# What was just laid out is measured by scripts, and may ask for a font; a color that is still on
# its way to another has a contrast of neither.
SETTLED = """async () => {
  const drawn = () => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  await drawn();
  await document.fonts.ready;
  const ends = document.getAnimations().filter(one =>
    Number.isFinite(one.effect?.getComputedTiming().endTime) && one.playState == "running");
  await Promise.allSettled(ends.map(one => one.finished));
  await drawn();
}"""


def violations(
    page: Page, *, within: str | None = None, rules: list[str] | None = None, colors: bool = True
) -> list[str]:
    """Every rule that the page breaks in the state that it is in, with the first place.

    Parameters
    ----------
    page
        An open page.
    within
        A selector of the part to look at (default: the whole page).
    rules
        The rules to hold the page to (default: all).
    colors
        Whether contrasts are measured, which takes half of the time.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
        page.evaluate(NEAR)
    page.evaluate(SETTLED)
    options: dict[str, Any] = {}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    elif not colors:
        options["rules"] = {"color-contrast": {"enabled": False}}
    found: list[tuple[str, list[Any]]] = page.evaluate(RUN, {"within": within, "options": options})
    return [f"{rule} ×{len(places)}: {places[0]}" for rule, places in found]
