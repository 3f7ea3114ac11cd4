"""Figures drawn by worker processes: the same bytes as here, and faults that name the block."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from course.running.drawings import draw_here, draw_with
from course.running.workers import Workers
from course.texts.errors import CourseErrors
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter
from site_project import Project, block


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    workers = Workers()
    yield workers
    workers.close()


def figure_with(formatter: object) -> Figure:
    figure = Figure(figsize=(2, 1), layout="constrained")
    axes = figure.subplots()
    axes.plot([1, 2, 4])
    axes.xaxis.set_major_formatter(formatter)  # type: ignore[arg-type]
    return figure


def test_workers_draw_what_this_process_would(workers: Workers) -> None:
    unit = "ms"
    figure = figure_with(FuncFormatter(lambda value, _: f"{value:g} {unit}"))
    drawn = draw_with(workers)(figure, "fig-a", "A line.")
    here = draw_here(figure, "fig-a", "A line.")
    assert drawn() == here()
    assert ">1 ms<" in drawn()


def test_a_figure_that_cannot_travel_is_drawn_here(workers: Workers) -> None:
    class Locked(FuncFormatter):
        lock = None

    formatter = Locked(lambda value, _: f"{value:g}")
    formatter.lock = threading.Lock()  # type: ignore[assignment]
    assert "<svg" in draw_with(workers)(figure_with(formatter), "fig-a", "A line.")()


@pytest.mark.parametrize(
    ("title", "cause"),
    [("$\\\\frac$", "ValueError"), ("\\U0001F6D1", "UserWarning: Glyph 128721")],
)
def test_a_figure_that_cannot_be_drawn_names_its_block(
    tmp_path: Path, title: str, cause: str
) -> None:
    project = Project(tmp_path)
    code = f'from matplotlib.figure import Figure\nf = Figure()\nf.suptitle("{title}")\nf'
    project.page("# X\n\n" + block(code, 'alt="A title."'))
    session = project.session()
    with pytest.raises(CourseErrors) as caught:
        session.prepare()
    session.close()
    first = str(caught.value).splitlines()[0]
    assert first.startswith("docs/en/labs/x.md:3: block 'one': its figure cannot be drawn: ")
    assert cause in first


def test_a_drawing_outlives_a_change_of_the_code(workers: Workers) -> None:
    drawings = [draw_with(workers)(figure_with(NullFormatter()), "f", "A line.") for _ in range(4)]
    workers.renew()
    assert ["<svg" in drawing() for drawing in drawings] == [True] * 4
