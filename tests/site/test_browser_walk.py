"""An annotated code view in a browser: two columns, one column, addresses, keyboard, no script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import Watch
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, Page
from static_server import served
from walk_project import PAGE, SAMPLE

pytestmark = pytest.mark.browser

ROW = ".course-walk__row"
LIT = "rgba(0, 0, 0, 0)"  # the background of a row that is not


@pytest.fixture(scope="module")
def walk_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of one walk, served."""
    folder = tmp_path_factory.mktemp("walk")
    (folder / "code" / "rnn").mkdir(parents=True)
    (folder / "code" / "rnn" / "train.py").write_text(SAMPLE, encoding="utf-8")
    project = MkDocsProject(folder, code=folder / "code")
    english = PAGE.replace("walks:", "hide: [navigation]\ndescription: A walk.\nwalks:")
    project.page(english, "code/train", es=PAGE.replace("walks: [rnn/train.py]\n", ""))
    project.page("# Home\n\nThe pages of a test.\n", "index")
    with served(project.published()) as address:
        yield address


def opened(browser: Browser, address: str, width: int, **options: object) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
        **options,  # type: ignore[arg-type]
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(address)
    return page


def background(page: Page, selector: str) -> str:
    return str(page.locator(selector).evaluate("e => getComputedStyle(e).backgroundColor"))


def test_annotations_stand_beside_their_code(browser: Browser, walk_home: str) -> None:
    page = opened(browser, f"{walk_home}code/train.html", 1400)
    watch = Watch(walk_home)
    watch.over(page)
    page.reload()
    tops = page.evaluate(
        f"""() => [...document.querySelectorAll("{ROW}")].map(row => {{
          const [code, note] = row.children;
          const [a, b] = [code.getBoundingClientRect(), note.getBoundingClientRect()];
          return [Math.abs(a.top - b.top) < 2, b.left >= a.right - 1, b.right <= innerWidth];
        }})"""
    )
    assert tops == [[True, True, True]] * 9
    assert not watch.taken()
    page.context.close()


def test_a_phone_has_one_column_that_fits(browser: Browser, walk_home: str) -> None:
    page = opened(browser, f"{walk_home}es/code/train.html", 390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    below = page.evaluate(
        f"""() => [...document.querySelectorAll("{ROW}")].every(({{children: [code, note]}}) =>
          note.getBoundingClientRect().top >= code.getBoundingClientRect().bottom - 1)"""
    )
    assert below
    page.get_by_text("Ir a una sección").click()
    page.locator(".course-walk-menu a", has_text="Forward").click()
    assert page.url.endswith("#forward")
    assert page.locator(".course-walk-menu").get_attribute("open") is None
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_code_and_annotation_light_up_together(
    browser: Browser, walk_home: str, script: bool
) -> None:
    page = opened(browser, f"{walk_home}code/train.html", 1400, java_script_enabled=script)
    code, row = f"{ROW}:has(#note-forward-1) .course-walk__code", f"{ROW}:has(#note-forward-1)"
    plain = background(page, code)
    page.hover("#note-forward-1")
    lit = background(page, code)
    assert lit != plain
    assert background(page, row) != LIT
    page.hover("h1")
    page.hover(code)
    assert background(page, row) != LIT
    page.hover("h1")
    page.locator("#note-forward-1 .course-walk__link").focus()
    assert background(page, code) == lit
    page.context.close()


def test_what_is_lit_has_a_line_around_it_where_the_system_chooses_the_colors(
    browser: Browser, walk_home: str
) -> None:
    page = opened(browser, f"{walk_home}code/train.html#train.py-L31", 1400, forced_colors="active")
    outlined = "e => getComputedStyle(e).outlineStyle"
    assert page.locator("#train\\.py-L31").evaluate(outlined) == "solid"
    row = page.locator(f"{ROW}:has(#note-forward-1)")
    assert row.evaluate(outlined) == "none"
    row.hover()
    assert row.evaluate(outlined) == "solid"
    page.context.close()


def test_lines_and_annotations_have_addresses(browser: Browser, walk_home: str) -> None:
    page = opened(browser, f"{walk_home}code/train.html#train.py-L31", 1400)
    assert page.locator("#train\\.py-L31").is_visible()
    assert page.locator("#train\\.py-L31").evaluate("e => e.getBoundingClientRect().top") > 50
    assert background(page, "#train\\.py-L31") not in (LIT, background(page, "#train\\.py-L30"))
    page.goto(f"{walk_home}code/train.html#the-state")
    assert background(page, f"{ROW}:has(#the-state)") != LIT
    page.context.close()


def test_the_other_language_opens_at_the_same_place(browser: Browser, walk_home: str) -> None:
    page = opened(browser, f"{walk_home}code/train.html#the-state", 1400)
    page.locator("a[hreflang=es]").first.click()
    page.wait_for_url(f"{walk_home}es/code/train.html#the-state")
    assert page.locator("#the-state").is_visible()
    page.context.close()


def test_a_keyboard_stops_once_at_each_annotation(browser: Browser, walk_home: str) -> None:
    page = opened(browser, f"{walk_home}code/train.html", 1400)
    page.locator("#note-forward-1 .course-walk__link").focus()
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('href')"))
    # A link within the annotation, the annotation itself, then the head of the next view.
    assert stops == ["#model", "#note-forward-2", "#walk-forward-part-2"]
    page.context.close()


def test_code_is_copied_without_numbers_and_annotations(browser: Browser, walk_home: str) -> None:
    page = opened(browser, f"{walk_home}code/train.html", 1400)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#walk-forward .course-walk__copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == SAMPLE[SAMPLE.index("def forward") : SAMPLE.index("\n    if not states")]
    selected = page.evaluate(
        """() => {
          const range = document.createRange();
          range.setStartBefore(document.getElementById("train.py-L27"));
          range.setEndAfter(document.getElementById("train.py-L30").lastElementChild);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          const data = new DataTransfer();
          document.getElementById("train.py-L27").dispatchEvent(
            new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true}));
          return data.getData("text/plain");
        }"""
    )
    assert selected.splitlines() == SAMPLE.splitlines()[26:30]
    page.context.close()


def test_the_file_can_be_read_whole_and_kept(browser: Browser, walk_home: str) -> None:
    for path in ("code/train.html", "es/code/train.html"):
        page = opened(browser, f"{walk_home}{path}", 1400)
        links = page.locator(".course-notebook-links a")
        found = [links.nth(n).evaluate("e => e.href") for n in range(links.count())]
        assert found == [
            f"{walk_home}code/files/rnn/train.py.txt",
            f"{walk_home}code/files/rnn/train.py",
        ]
        assert page.request.get(found[0]).text() == SAMPLE
        page.context.close()


def test_the_search_finds_annotations_not_code(walk_home: str, browser: Browser) -> None:
    page = opened(browser, walk_home, 1400)
    index = page.request.get(f"{walk_home}search/search_index.json").text()
    assert "The state that came in" in index
    assert "np.tanh" not in index
    page.context.close()


def test_the_style_is_loaded_where_a_page_has_a_walk(walk_home: str, browser: Browser) -> None:
    page = opened(browser, walk_home, 1400)
    assert "walk.css" not in page.content()
    assert "walk.css" in page.request.get(f"{walk_home}code/train.html").text()
    page.context.close()
