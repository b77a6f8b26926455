"""The wheel works alone: made from an exported tree, installed where no repository is near."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str | Path, cwd: Path) -> str:
    """Run a program away from the repository, and return what it said."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environ["WXZJ_LOG_DIR"] = str(cwd)
    ran = subprocess.run(
        list(map(str, words)), cwd=cwd, env=environ, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, f"{words}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from what git would export, changes not yet committed included."""
    folder = tmp_path_factory.mktemp("wheel")
    state = run("git", "stash", "create", cwd=ROOT).strip() or "HEAD"
    run("git", "archive", "--output", folder / "tree.tar", state, cwd=ROOT)
    with tarfile.open(folder / "tree.tar") as tree:
        tree.extractall(folder / "tree", filter="data")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", folder / "tree", cwd=folder)
    (made,) = (folder / "tree" / "dist").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """Lend the programs of an environment that holds the wheel and what it needs, no extras."""
    folder = tmp_path_factory.mktemp("office")
    venv.create(folder, with_pip=True)
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet")
    run(*pip, "--constraint", ROOT / "requirements.lock", wheel, cwd=folder)
    return folder / "bin"


def test_the_wheel_carries_all_that_is_not_code(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    tracked = run("git", "ls-files", "ledger", "migrations", "fixtures", "alembic.ini", cwd=ROOT)
    for name in tracked.splitlines():
        assert (name if name.startswith("ledger/") else f"ledger/_data/{name}") in carried
    assert "ledger/locale/en/LC_MESSAGES/ledger.mo" in carried
    assert "ledger/locale/zh_CN/LC_MESSAGES/ledger.mo" in carried
    assert any(name.endswith("licenses/LICENSE") for name in carried)


def test_an_installed_wheel_keeps_the_books_of_the_example(office: Path, tmp_path: Path) -> None:
    wxzj = (office / "wxzj", "--db", "book.db")
    run(*wxzj, "book", "init", cwd=tmp_path)
    run(*wxzj, "book", "example", cwd=tmp_path)
    told = json.loads(run(*wxzj, "book", "verify", "--format", "json", cwd=tmp_path))
    assert told["kind"] == "verify"
    assert told["ok"] is True
    assert told["vouchers"] > 0
    assert told["findings"] == []
    rules = json.loads(run(*wxzj, "registry", "rules", "show", "--format", "json", cwd=tmp_path))
    assert rules["kind"] == "rules"
    assert len(rules["rows"]) > 50


def test_the_package_runs_as_a_module_too(office: Path, tmp_path: Path) -> None:
    said = run(office / "python", "-m", "ledger", "--help", cwd=tmp_path)
    assert said == run(office / "wxzj", "--help", cwd=tmp_path)
