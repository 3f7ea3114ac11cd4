"""What is fetched to build and test the site is pinned by what it contains, not by a name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml
from minimodel.texts.languages import LANGUAGES

ROOT = Path(__file__).parents[1]
LOCK = ROOT / ".ci" / "requirements.lock"
WORKFLOW = ROOT / ".github" / "workflows" / "site.yml"
PIN = re.compile(r"^([a-z0-9][\w.-]*==[^\\\n]*?)(?: \\)?$", re.MULTILINE)
HASH = re.compile(r" --hash=sha256:[0-9a-f]{64}")


def pins(file: Path) -> list[str]:
    """The packages of a list, each with its version and where it is needed."""
    return PIN.findall(file.read_text(encoding="utf-8"))


def test_the_hashes_are_of_the_versions_that_are_installed() -> None:
    plain, hashed = pins(ROOT / "requirements.txt"), pins(LOCK)
    assert len(plain) > 80
    # `.ci/lock` writes both; setuptools builds the course's own package.
    assert [pin for pin in hashed if not pin.startswith("setuptools==")] == plain
    packages = PIN.split(LOCK.read_text(encoding="utf-8"))[1:]
    for pin, rest in zip(packages[::2], packages[1::2], strict=True):
        assert HASH.search(rest), pin
    assert "://" not in LOCK.read_text(encoding="utf-8")


def test_checks_install_by_hash_and_fetch_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    install = script.index("--require-hashes -r .ci/requirements.lock")
    alone = script.index("\nexport PIP_NO_INDEX=1 PIP_NO_BUILD_ISOLATION=0\n")
    assert install < alone < script.index('bash -c "$test_command')
    # Whatever installs after the packages with hashes does so without an index.
    later = [at.start() for at in re.finditer("pip install", script) if at.start() > install]
    assert later and min(later) > alone


def test_actions_are_pinned_by_commit_and_may_do_little() -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.*)", text)
    assert uses
    for action in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    allowed = {name: job["permissions"] for name, job in workflow["jobs"].items()}
    assert allowed == {
        "check": {"contents": "read", "pages": "read"},
        "release": {"contents": "write"},
        "publish": {"pages": "write", "id-token": "write"},
    }
    assert "secrets" not in text


def test_a_release_has_the_course_as_a_folder_and_as_a_pdf_in_each_language() -> None:
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    made = "\n".join(step.get("run", "") for step in jobs["check"]["steps"])
    (asked,) = re.findall(r"<<'PY'[^\n]*\n(.*?)^PY$", made, re.DOTALL | re.MULTILINE)
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [c for c, spoken in LANGUAGES.items() if spoken.complete]
    assert 'course pdf --lang "$lang"' in made and "course site-zip" in made
    assert jobs["release"]["if"] == "github.ref_type == 'tag'"
    assert "gh release create" in jobs["release"]["steps"][-1]["run"]
