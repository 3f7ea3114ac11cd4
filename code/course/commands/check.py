"""`course check`: what is right and wrong in a student's folder, or in many."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from pathlib import Path

from minimodel.texts.languages import SOURCE_LANGUAGE

from course.commands.asked import misuse
from course.running.supervision import stop_on_term
from course.student import processes, progress
from course.student.catalogue import ASSIGNMENTS
from course.student.checklist import done, render
from course.student.texts import text


def run(options: argparse.Namespace) -> int:
    """Check one folder and print the checklist, or many and print a line for each."""
    names = [each for each in options.what if each in ASSIGNMENTS]
    folders = [Path(each) for each in options.what if each not in ASSIGNMENTS]
    several = bool(folders) or options.all or options.csv or options.json
    known = ", ".join(ASSIGNMENTS)
    if not names and not folders and not options.all:
        return misuse("nothing_asked", options.lang, names=known)
    for folder in folders:
        if folder.is_file():
            return misuse("not_a_folder", options.lang, folder=folder)
        if not folder.is_dir():
            return misuse("unknown", options.lang, name=folder, names=known)
    if options.jobs < 1:
        return misuse("bad_jobs", options.lang, jobs=options.jobs)
    if options.csv and options.json:
        return misuse("csv_or_json", options.lang)
    if (several or len(names) > 1) and options.folder:
        return misuse("in_and_many", options.lang)
    stop_on_term()
    processes.clear_left()
    if several or len(names) > 1:
        return _many(folders or [Path()], names, options)
    return _one(names[0], options)


def _one(name: str, options: argparse.Namespace) -> int:
    assignment = ASSIGNMENTS[name]
    folder = options.folder or assignment.folder
    if folder.exists() and not folder.is_dir():
        return misuse("not_a_folder", options.lang, folder=folder)
    if not folder.is_dir():
        command = f"course start {assignment.name}"
        if options.folder:
            command += f" --into {folder}"
        if options.lang != SOURCE_LANGUAGE:
            command += f" --lang {options.lang}"
        return misuse("no_folder", options.lang, folder=folder, command=command)
    with progress.shown(options.lang):
        items = assignment.checks.check(folder, options.lang)
    heading = text(f"{assignment.table}.heading", options.lang, folder=folder)
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(render(heading, items, options.lang, color))
    return 0 if done(items) else 1


def _many(folders: list[Path], names: list[str], options: argparse.Namespace) -> int:
    from course.student import verdicts
    from course.student.many import jobs, judged

    todo = jobs(folders, names, options.all)
    found: list[verdicts.Verdict] = []
    if options.csv:
        print(verdicts.csv_heading(), flush=True)
    with contextlib.closing(judged(todo, options.lang, min(options.jobs, len(todo)))) as stream:
        for verdict in stream:
            found.append(verdict)
            if options.csv:
                print(verdicts.as_csv(verdict), flush=True)
            elif not options.json:
                print(verdicts.as_line(verdict, options.lang), flush=True)
            _progress(len(found), len(todo), options.lang)
    if options.json:
        print(verdicts.as_json(found, options.lang))
    elif not options.csv:
        print(f"\n{verdicts.summary(found, options.lang)}")
    return 0 if all(each.state == verdicts.PASSED for each in found) else 1


def _progress(count: int, total: int, lang: str) -> None:
    """Say how far it is, on a terminal whose standard output goes elsewhere."""
    if sys.stderr.isatty() and not sys.stdout.isatty():
        end = "\n" if count == total else ""
        print(f"\r{text('many.progress', lang, done=count, total=total)}", end=end, file=sys.stderr)
