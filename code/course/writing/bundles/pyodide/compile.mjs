// Compiles Python's modules in an archive with the very Python that a browser runs:
//   node compile.mjs RUNTIME_FOLDER ARCHIVE OUT started|all DROPPED
// "started" compiles what a page needs to begin, and leaves the source of the rest: it is smaller.

import { readFileSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"

const [runtime, archive, out, which, dropped] = process.argv.slice(2)
const { loadPyodide } = await import(pathToFileURL(resolve(runtime, "pyodide.mjs")))
const python = await loadPyodide({ indexURL: `${resolve(runtime)}/` })
python.FS.writeFile("/in.zip", readFileSync(archive))
python.globals.set("which", which)
python.globals.set("dropped", dropped)
python.runPython(`
import importlib.util
import re
import sys
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

# What NumPy and the code of the course import.
import argparse, ast, bisect, bz2, contextlib, copy, ctypes, dataclasses, datetime, difflib, fnmatch
import functools, hashlib, heapq, html, importlib.abc, importlib.resources, inspect, itertools, json
import linecache, locale, numbers, pathlib, pickle, platform, random, secrets, shutil, signal, string
import symtable, tempfile, textwrap, threading, tokenize, tomllib, traceback, typing, unicodedata
import warnings, weakref

started = {name.replace(".", "/") for name in sys.modules}
drop = re.compile(dropped)
with (
    zipfile.ZipFile("/in.zip") as old,
    zipfile.ZipFile("/out.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
):
    for name in old.namelist():
        if name.endswith("/") or drop.search(name):
            continue
        content = old.read(name)
        module = name.removesuffix(".py").removesuffix("/__init__")
        if name.endswith(".py") and (which == "all" or module in started):
            code = compile(content, name, "exec", dont_inherit=True, optimize=0)
            content = bytes(_code_to_hash_pyc(code, importlib.util.source_hash(content), False))
            name += "c"
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        new.writestr(entry, content)
`)
writeFileSync(out, python.FS.readFile("/out.zip"))
