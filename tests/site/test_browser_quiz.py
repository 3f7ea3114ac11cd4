"""The quiz in a browser: a round by keyboard alone, what is kept, from disk and without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import violations
from mkdocs_project import MkDocsProject
from playwright.sync_api import Browser, Page, expect
from site_project import ROOT

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "es")
PATHS = {"en": "quiz/14.html", "es": "es/quiz/14.html"}
NUMBER = {"en": "Question 1 of 10", "es": "Pregunta 1 de 10"}
DONE = {"en": r"The round is done: \d+ of 10 right\.", "es": r"Terminaste la ronda: \d+ de 10"}
AGAIN = {"en": "New round", "es": "Ronda nueva"}
FORGET = {"en": "Forget my answers", "es": "Olvidar mis respuestas"}
CHOOSE = {"en": "Choose an answer first.", "es": "Elige primero una respuesta."}
SHOWN = ".quiz-question:not([hidden])"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the real quiz, whose links lead to one page instead of the course."""
    project = MkDocsProject(tmp_path_factory.mktemp("quiz"))
    english, spanish = (
        re.sub(
            r"\]\((\.\./)?[\w/-]+\.md(#[\w-]+)?\)",
            "](14.md#next)",
            (ROOT / "docs" / lang / "quiz" / "14.md").read_text(encoding="utf-8"),
        )
        for lang in LANGUAGES
    )
    project.page(english, "quiz/14", es=spanish)
    project.page("# Home\n\nThe pages of a test.\n", "index")
    return project.published()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """A window of a fresh profile, whose faults are the test's."""
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


def focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.className + document.activeElement.type"))


def tab_to(page: Page, what: str) -> None:
    """Press Tab until `what` is in the focused element's class or type."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if what in focus(page):
            return
    raise AssertionError(f"Tab does not come to {what}")


def ids(page: Page) -> list[str]:
    return [str(heading.get_attribute("id")) for heading in page.locator(f"{SHOWN} h3").all()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_round_is_answered_by_keyboard_alone(opened: Page, lang: str) -> None:
    page = opened
    page.goto(PATHS[lang])
    expect(page.locator(SHOWN)).to_have_count(10)
    expect(page.locator(f"{SHOWN} legend").first).to_contain_text(NUMBER[lang])
    page.locator(f"{SHOWN} legend").first.focus()
    for number in range(10):
        tab_to(page, "radio")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        tab_to(page, "quiz-button")
        page.keyboard.press("Enter")
        question = page.locator(SHOWN).nth(number)
        assert "quiz-said" in focus(page)
        assert question.locator(".quiz-said").inner_text()
        expect(question.locator(".quiz-right")).to_have_attribute("open", "")
        chosen = question.locator(".quiz-chosen details")
        expect(chosen).to_have_attribute("open", "")
        expect(question.locator("input:checked")).to_have_value("1")
    assert re.search(DONE[lang], page.locator(".quiz-result").inner_text())
    assert not violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide, "the page is wider than a phone"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_unchosen_answer_is_asked_for(opened: Page, lang: str) -> None:
    opened.goto(PATHS[lang])
    assert not violations(opened)
    question = opened.locator(SHOWN).first
    question.locator("fieldset > button").click()
    expect(question.locator(".quiz-said")).to_have_text(CHOOSE[lang])
    assert "radio" in focus(opened)
    expect(question.locator("details").first).to_be_hidden()


def test_answers_are_kept_over_a_reload_and_a_change_of_language_and_forgotten(
    opened: Page,
) -> None:
    page = opened
    page.goto(PATHS["en"])
    drawn = ids(page)
    first = page.locator(SHOWN).first
    first.locator("label").nth(2).click()
    first.locator("fieldset > button").click()
    for path in (PATHS["en"], PATHS["es"]):
        page.goto(path)
        assert ids(page) == drawn
        expect(page.locator(SHOWN).first.locator("input").nth(2)).to_be_checked()
        expect(page.locator(SHOWN).first.locator(".quiz-history")).not_to_be_empty()
    page.get_by_role("button", name=FORGET["es"]).click()
    assert page.evaluate("localStorage.getItem('course:quiz/14')") is None
    assert page.locator(f"{SHOWN} input:checked").count() == 0
    expect(page.locator(f"{SHOWN} .quiz-history:not(:empty)")).to_have_count(0)


def test_new_round_draws_others_and_keeps_the_history(opened: Page) -> None:
    page = opened
    page.goto(PATHS["en"])
    rounds = []
    for _ in range(4):
        rounds.append(tuple(ids(page)))
        assert len(set(rounds[-1])) == 10
        page.get_by_role("button", name=AGAIN["en"]).first.click()
        assert page.evaluate("document.activeElement.localName") == "legend"
    assert len(set(rounds)) > 1
    assert len({one for drawn in rounds for one in drawn}) > 10


def test_link_to_a_question_shows_it(opened: Page) -> None:
    opened.goto(f"{PATHS['en']}#teacher")
    expect(opened.locator("#teacher")).to_be_visible()
    assert len(ids(opened)) == 10


def test_right_answer_is_counted(opened: Page) -> None:
    page = opened
    page.goto(f"{PATHS['en']}#half-open")
    question = page.locator(SHOWN, has=page.locator("#half-open"))
    question.get_by_label("about a thousandth").check()
    question.locator("fieldset > button").click()
    expect(question.locator(".quiz-said")).to_have_text("Right.")
    expect(page.locator(".quiz-progress")).to_have_text("1 of 10 answered, 1 right")
    expect(question.locator(".quiz-history")).to_have_text("Right so far: 1 of 1")


def test_it_works_from_disk(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / PATHS["en"]).as_uri())
    drawn = ids(page)
    page.reload()
    assert ids(page) == drawn
    assert len(drawn) == 10
    context.close()


def test_browser_that_keeps_nothing_says_so(opened: Page) -> None:
    opened.add_init_script(
        """const set = Storage.prototype.setItem
        Storage.prototype.setItem = function (key, value) {
          if (key.startsWith("course:")) throw new Error("refused")
          set.call(this, key, value)
        }"""
    )
    opened.goto(PATHS["en"])
    expect(opened.locator(".quiz-announced")).to_contain_text("keeps nothing")
    expect(opened.locator(SHOWN)).to_have_count(10)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_scripts_all_questions_stand_with_folded_answers(
    browser: Browser, address: str, lang: str
) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(PATHS[lang])
    right, wrong = page.locator("details.quiz-right"), page.locator("details.quiz-wrong")
    assert right.count() >= 22
    assert right.count() == page.locator("article h3").count()
    assert wrong.count() >= 2 * right.count()
    assert page.locator("article h3").first.is_visible()
    assert not right.first.locator("strong").is_visible()
    right.first.locator("summary").click()
    assert right.first.locator("strong").is_visible()
    context.close()


def test_no_check_of_an_option_is_published(site: Path) -> None:
    html = (site / PATHS["en"]).read_text(encoding="utf-8")
    assert "xCOURSEx" not in html
    assert ">True<" not in html
    assert ">False<" not in html
