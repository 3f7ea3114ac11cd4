"""Measures a trained character RNN: losses, recurrence, words, memory.

    python code/char_rnn/analyze.py --data-dir output/ --save-json

Plots go into the folder `plots` of the data directory, the numbers into its `analysis.json`.
"""

from __future__ import annotations

from minimodel.texts.reasons import reason

# Before NumPy is loaded: it pins the matrix products to one thread.
import char_rnn.train  # noqa: F401

# isort: split
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from minimodel.drawing.style import to_png
from minimodel.running.files import write_atomically
from minimodel.texts.command_line import ArgumentParser, preferred_language, quietly
from minimodel.texts.labels import label
from minimodel.texts.languages import LANGUAGES

from char_rnn.figures.glyphs import boxes_for_missing_glyphs, without_glyph
from char_rnn.figures.plots import plots
from char_rnn.measures.analysis import Analysis, analyze, as_json
from char_rnn.measures.report import summary
from char_rnn.runs.opening import open_run
from char_rnn.training.flags import BadInput

SHOWN: Final = 10  # of the characters that cannot be drawn


def make_parser(name: str, lang: str) -> ArgumentParser:
    """Return a parser with the flags that `analyze` and `explore` share."""
    parser = ArgumentParser(
        prog=f"{name}.py",
        description=label(f"char_rnn_command.{name}", lang),
        lang=lang,
        speaker=f"{name}.py: error",
        allow_abbrev=False,
    )
    shown = label("char_rnn_command.data_dir", lang, default="output")
    parser.add_argument("--data-dir", type=Path, default=Path("output"), help=shown)
    parser.add_argument("--corpus", type=Path, help=label("char_rnn_command.corpus", lang))
    parser.add_argument("--lang", choices=LANGUAGES, help=label("char_rnn_command.lang", lang))
    return parser


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; returns the exit status, 2 for bad input."""
    lang = preferred_language(arguments)
    parser = make_parser("analyze", lang)
    flags = {"save_json": "--save-json", "no_plots": "--no-plots"}
    for key, flag in flags.items():
        parser.add_argument(flag, action="store_true", help=label(f"char_rnn_command.{key}", lang))
    options = parser.parse_args(arguments)
    folder = options.data_dir
    try:
        results, corpus = open_run(folder, options.corpus, lang)
        found = analyze(results, corpus, lang)
        print(summary(found, lang))
        if options.save_json or not options.no_plots:
            print()
        if options.save_json:
            text = json.dumps(as_json(found), indent=1, allow_nan=False) + "\n"
            _write(folder, "analysis.json", text.encode(), lang)
            print(label("char_rnn_command.written", lang, path=folder / "analysis.json"))
        if not options.no_plots:
            _write_plots(found, folder, lang)
    except BadInput as problem:
        print(f"analyze.py: error: {problem}", file=sys.stderr)
        return 2
    return 0


def _write_plots(found: Analysis, folder: Path, lang: str) -> None:
    if missing := without_glyph(found.results.char2idx):
        names = [char if char.isprintable() else repr(char) for char in missing[:SHOWN]]
        shown = ", ".join(names)
        if more := len(missing[SHOWN:]):
            shown = label("char_rnn_command.and_more", lang, characters=shown, count=more)
        note = label("char_rnn_command.no_glyph", lang, characters=shown)
        print(f"analyze.py: {note}", file=sys.stderr)
    with boxes_for_missing_glyphs():
        for name, draw in plots(found, lang).items():
            _write(folder, f"plots/{name}.png", to_png(draw()), lang)
    print(label("char_rnn_command.written", lang, path=folder / "plots"))


def _write(folder: Path, name: str, content: bytes, lang: str) -> None:
    path = folder / name
    try:
        write_atomically(path, content)
    except OSError as problem:
        why = reason(problem, lang)
        text = label("char_rnn_command.not_written", lang, folder=folder, path=path, reason=why)
        raise BadInput(text) from problem


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; Ctrl-C and a closed pipe just end it."""
    return quietly(lambda: run(arguments), "analyze.py: error")


if __name__ == "__main__":
    raise SystemExit(main())
