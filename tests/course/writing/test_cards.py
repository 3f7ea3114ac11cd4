"""The pictures that stand beside shared links."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from course.running.drawings import draw_here
from course.writing.card_figures import choose, picture
from course.writing.cards import GAP, MARGIN, PAPER, ROOM, SIZE, draw
from jinja2 import Template
from matplotlib.figure import Figure
from mkdocs_project import MkDocsProject
from numpy.typing import NDArray
from PIL import Image
from site_project import ROOT, Project, block, spanish

LONG = "Retropropagación a través del tiempo: ¿quién recuerda lo que leyó hace cuarenta letras?"
EDGE = SIZE[0] - MARGIN - ROOM[0]  # where the room of the figure begins
DIAGRAM = """from matplotlib.figure import Figure

figure = Figure(figsize=(4, 2))
figure.text(0.5, 0.5, "h")
figure"""
# Filled in the palette's red, the colors of a site in a bright page; labels in the language.
PLOT = """from matplotlib.figure import Figure

plot = Figure(figsize=(4, 2))
axes = plot.subplots()
axes.fill_between([0, 1], [0, 1], color="{color}")
axes.set_xlabel("step" if lang == "en" else "el paso")
plot"""
RED, GREEN = (198, 40, 40), (41, 122, 68)


def drawn(
    folder: Path,
    title: str,
    section: str = "Labs",
    lang: str = "en",
    figure: Image.Image | None = None,
) -> bytes:
    target = folder / "card.png"
    draw(title, section, "Recurrent Neural Networks", lang, target, figure)
    return target.read_bytes()


def pixels(card: Path) -> NDArray[np.uint8]:
    with Image.open(card) as picture:
        assert picture.size == SIZE == (1200, 630)
        return np.asarray(picture.convert("RGB"))


def filled(card: Path, color: tuple[int, int, int]) -> int:
    """How many pixels of a card have a color, but for what a palette loses of it."""
    return int((np.abs(pixels(card).astype(int) - color).max(axis=-1) <= 3).sum())


def plot(width: float, height: float, color: str = "#c62828") -> str:
    """The drawing of a figure, in inches, that is all of one color."""
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    axes.fill_between([0, 1], [1, 1], color=color)
    return draw_here(figure, "fig", "All of one color.")()


def chosen(project: Project, *places: tuple[str, str]) -> list[str]:
    """The names of the blocks whose figures are on pages' cards; empty where none is."""
    session = project.session()
    session.prepare()
    parts = [choose(session.results.of(lang, path)) for lang, path in places]
    return [part.block.id if part else "" for part in parts]


def test_a_card_shows_its_page_and_is_the_same_each_time(tmp_path: Path) -> None:
    first = drawn(tmp_path, "Remedies")
    assert drawn(tmp_path, "Remedies") == first
    others = [("Remedios", "Labs", "en"), ("Remedies", "Chapter", "en"), ("Remedies", "Labs", "es")]
    assert len({first, *(drawn(tmp_path, *other) for other in others)}) == 4
    assert len(first) < 40_000


@pytest.mark.parametrize("beside", [False, True])
def test_the_longest_title_stays_within_the_margins(tmp_path: Path, beside: bool) -> None:
    # A figure that is all on nothing leaves the place that it would take free.
    figure = Image.new("RGBA", ROOM) if beside else None
    drawn(tmp_path, LONG, "Ejercicios y cuestionarios", "es", figure)
    ink = np.any(pixels(tmp_path / "card.png") != PAPER, axis=-1)
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    assert columns[0] >= MARGIN - 6 and columns[-1] <= SIZE[0] - MARGIN + 6
    assert rows[0] >= 40 and rows[-1] <= SIZE[1] - 30
    states = 445 if beside else 355
    assert not ink[states : states + 9].any()  # the title stays above the states
    assert not ink[125:, EDGE - GAP // 2 :].any() or not beside


@pytest.mark.parametrize("title", ["Remedies", "Lab 02: An RNN forward pass by hand", LONG])
def test_a_title_does_not_run_into_the_figure(tmp_path: Path, title: str) -> None:
    drawn(tmp_path, title, figure=picture(plot(4, 3), ROOM))
    card = pixels(tmp_path / "card.png")
    assert (card[125:, EDGE - GAP // 2 : EDGE - 2] == PAPER).all()
    assert filled(tmp_path / "card.png", RED) > 0.9 * ROOM[1] * ROOM[1] * 4 / 3


@pytest.mark.parametrize(("width", "height"), [(4, 2), (2, 4), (6, 1)])
def test_a_figure_of_any_shape_has_all_the_room_there_is(width: int, height: int) -> None:
    shown = picture(plot(width, height), ROOM)
    assert shown.width <= ROOM[0] and shown.height <= ROOM[1]
    assert shown.width >= ROOM[0] - 2 or shown.height >= ROOM[1] - 2
    assert shown.width / shown.height == pytest.approx(width / height, rel=0.05)


def test_the_letters_of_a_figure_are_there(tmp_path: Path) -> None:
    figure = Figure(figsize=(4, 2))
    figure.add_axes((0, 0, 1, 1)).axis("off")
    figure.text(0.5, 0.5, "σ ₁ ‖∂hₜ‖ ñ", fontsize=40, ha="center")
    svg = draw_here(figure, "fig", "Letters.")()
    ink = np.asarray(picture(svg, ROOM).getchannel("A"))
    assert (ink > 200).mean() > 0.01


def test_what_was_computed_comes_before_how_it_is_built(tmp_path: Path) -> None:
    red = PLOT.format(color="#c62828")
    project = Project(tmp_path)
    pages = {
        "labs/a": [(DIAGRAM, "", "diagram"), (red, "", "first"), (red, "", "second")],
        "labs/b": [(DIAGRAM, "", "diagram"), (DIAGRAM, "", "other")],
        "labs/c": [("print(1)", "", "printed")],
        "labs/d": [(red, 'predict="Up?"', "guessed"), (DIAGRAM, "", "diagram")],
    }
    for path, blocks in pages.items():
        text = "---\ndescription: One.\n---\n# Page\n"
        for code, options, name in blocks:
            alt = ' alt="A figure."' if "figure" in code else ""
            text += f"\n{block(code, options + alt, name)}"
        es = spanish(text).replace('id="guessed"', 'id="guessed" predict="¿Sube?"')
        project.page(text, path, es=es)
    for lang in ("en", "es"):
        found = chosen(project, *((lang, path) for path in pages))
        assert found == ["first", "diagram", "", "diagram"]


def test_no_card_gives_an_answer_away(tmp_path: Path) -> None:
    project = Project(tmp_path)
    head = "---\ndescription: One.\n---\n# Page\n"
    plot = block(PLOT.format(color="#c62828"), 'alt="A figure."', "plot")
    inner = "".join(f"    {line}\n" if line else "\n" for line in plot.splitlines())
    project.page(f'{head}\n??? note "Answer"\n\n{inner}', "labs/boxed")
    options = "- [ ] One\n\n    No: [look](#which).\n\n- [x] Two\n\n    Yes.\n\n"
    options += "- [ ] Three\n\n    No: [look](#which).\n"
    project.page(f"{head}\n{plot}\n### Which is it {{ #which }}\n\n{options}", "labs/asked")
    assert chosen(project, ("en", "labs/boxed"), ("en", "labs/asked")) == ["", ""]


@pytest.mark.build
def test_a_published_site_has_the_figure_of_each_page_in_its_language(tmp_path: Path) -> None:
    project = MkDocsProject(tmp_path)
    head = "---\ndescription: One.\n---\n"
    pages: dict[str, Any] = {
        "index": f"{head}# Home\n\nNothing is drawn.",
        "labs/red": f"{head}# One\n\n" + block(PLOT.format(color="#c62828"), 'alt="It < rises."'),
        "labs/green": f"{head}# One\n\n" + block(PLOT.format(color="#297a44"), 'alt="It falls."'),
    }
    for path, text in pages.items():
        project.page(text, path, es=spanish(text))
    project.configure(site_url="https://example.org/rnn/")
    result = project.build()
    assert result.returncode == 0, result.stdout + result.stderr
    cards = project.site / "assets" / "cards"
    for path, (red, green) in {
        "labs/red": (True, False),
        "labs/green": (False, True),
        "index": (False, False),
    }.items():
        for lang in ("en", "es"):
            card = cards / lang / f"{path}.png"
            assert (filled(card, RED) > 30_000, filled(card, GREEN) > 30_000) == (red, green), card
            assert card.stat().st_size < 60_000
    # The two languages differ below the figure's axis, where its label is.
    low = [pixels(cards / lang / "labs/red.png")[400:540, EDGE:] for lang in ("en", "es")]
    assert (low[0] != low[1]).any()
    for name in ("labs/red.html", "notebooks/labs/red.html"):
        page = (project.site / name).read_text(encoding="utf-8")
        (said,) = re.findall(r'og:image:alt" content="([^"]*)"', page)
        assert html.unescape(said) == "One. It < rises."
        assert "/assets/cards/en/labs/red.png" in page
    page = (project.site / "es/labs/red.html").read_text(encoding="utf-8")
    assert 'og:image:alt" content="One. ES It &lt; rises."' in page
    for home, course in (("index", "Recurrent Neural Networks"), ("es/index", "Redes neuronales")):
        page = (project.site / f"{home}.html").read_text(encoding="utf-8")
        for said in ("og:image:alt", "og:title"):
            assert f'{said}" content="{course}' in page
        assert 'og:type" content="website"' in page
    sitemap = (project.site / "sitemap.xml").read_text(encoding="utf-8")
    address = "https://example.org/rnn/"
    listed = re.findall(r"<loc>(.*)</loc>", sitemap)
    roots = ("", "es/")
    assert sorted(listed) == sorted(
        f"{address}{r}{path}.html" for r in ("", "es/") for path in pages
    )
    for one, lang in (("", "x-default"), ("", "en"), ("es/", "es")):
        link = f'hreflang="{lang}" href="{address}{one}labs/red.html"'
        assert sitemap.count(f"{link}/>") == 2  # in either language's entry
        for root in roots:
            assert f"{link}>" in (project.site / root / "labs/red.html").read_text(encoding="utf-8")


def test_a_site_that_does_not_know_its_address_has_no_sitemap() -> None:
    template = Template((ROOT / "code/course/theme/sitemap.xml").read_text(encoding="utf-8"))
    assert template.render(config={"site_url": ""}, i18n_alternates={}) == ""
