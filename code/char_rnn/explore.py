"""Looks into a trained character RNN: a page about it, or a prompt for questions.

    python code/char_rnn/explore.py --data-dir output/ --interactive

The prompt's own `help` lists what can be asked.
"""

from __future__ import annotations

# Before NumPy is loaded: it pins the matrix products to one thread.
import char_rnn.train  # noqa: F401

# isort: split
import contextlib
import sys
from collections.abc import Sequence
from typing import Final

from minimodel.texts.command_line import preferred_language, quietly
from minimodel.texts.labels import label, localized_number

from char_rnn.analyze import make_parser
from char_rnn.asking.answers import Explorer, Mistake
from char_rnn.measures.analysis import analyze
from char_rnn.measures.report import summary
from char_rnn.runs.opening import open_run
from char_rnn.training.flags import BadInput

PROMPT: Final = "rnn> "
LEAVE: Final = ("quit", "exit", "q")


def completions(explorer: Explorer, before: str, text: str) -> list[str]:
    """Return what a word can be completed to: a command, or after one a word of the text."""
    if not before.strip():
        candidates = [*explorer.commands, "quit"]
    elif before.split()[0].lower() in ("similar", "predict", "states"):
        candidates = sorted(explorer.means)
    else:
        candidates = []
    return [f"{candidate} " for candidate in candidates if candidate.startswith(text.lower())]


def use_readline(explorer: Explorer) -> None:
    """Give the prompt a history and completion, where Python was built with readline."""
    with contextlib.suppress(ImportError):
        import readline

        def complete(text: str, state: int) -> str | None:
            before = readline.get_line_buffer()[: readline.get_begidx()]
            found = completions(explorer, before, text)
            return found[state] if state < len(found) else None

        readline.set_completer(complete)
        readline.set_completer_delims(" ")
        libedit = "libedit" in (readline.__doc__ or "")
        readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")


def prompt(explorer: Explorer) -> None:
    """Answer lines until there are no more of them, or one says to leave."""
    terminal = sys.stdin.isatty()
    if terminal:
        use_readline(explorer)
    steps = localized_number(f"{explorer.results.step:,}", explorer.lang)
    print(label("char_rnn_explore.welcome", explorer.lang, steps=steps))
    while True:
        try:
            line = input(PROMPT if terminal else "")
        except EOFError:
            if terminal:
                print()
            return
        except KeyboardInterrupt:
            print()
            raise
        if line.strip().lower() in LEAVE:
            return
        try:
            answer = explorer.answer(line)
        except Mistake as mistake:
            answer = str(mistake)
        if answer:
            print(answer, flush=True)  # who asks through a pipe waits for it


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; returns the exit status, 2 for bad input."""
    lang = preferred_language(arguments)
    parser = make_parser("explore", lang)
    text = label("char_rnn_command.interactive", lang)
    parser.add_argument("--interactive", action="store_true", help=text)
    options = parser.parse_args(arguments)
    try:
        results, corpus = open_run(options.data_dir, options.corpus, lang)
        if options.interactive:
            prompt(Explorer(results, corpus, lang))
        else:
            print(summary(analyze(results, corpus, lang), lang))
    except BadInput as problem:
        print(f"explore.py: error: {problem}", file=sys.stderr)
        return 2
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; Ctrl-C and a closed pipe just end it."""
    return quietly(lambda: run(arguments), "explore.py: error")


if __name__ == "__main__":
    raise SystemExit(main())
