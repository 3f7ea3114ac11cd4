"""The site that tests are given, or build."""

from __future__ import annotations

from pathlib import Path

import built_site
import pytest


def test_one_that_was_built_already_is_taken_and_none_is_begun(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []
    monkeypatch.setattr(built_site.Build, "make", lambda _, folder: begun.append(folder))
    monkeypatch.setenv(built_site.GIVEN, str(tmp_path))
    with built_site.ahead(tmp_path_factory):
        folder, said = built_site.built(tmp_path_factory)
    assert folder == tmp_path
    assert said == f"BUILT_SITE names {tmp_path}, which has no index.html"
    assert not begun
