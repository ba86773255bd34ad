"""The worlds in ``fixtures/``: made by a script that gives the same bytes wherever it runs, and of use to clients."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from fixtures.make import WORLDS, make
from runfake.world import World
from runfake.world.folder.disk import names

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"


def worlds_in(folder: Path) -> dict[str, bytes]:
    """Every file of the worlds there."""
    files = [path for name in WORLDS for path in (folder / name).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def others() -> list[str]:
    """Interpreters of other versions on this machine."""
    found = sorted(Path.home().glob(".pyenv/versions/3.1[1-9].*/bin/python"))
    return [str(path) for path in found if not path.parts[-3].startswith(f"3.{sys.version_info.minor}.")]


def different(made: dict[str, bytes]) -> list[str]:
    """What is not as it is in ``fixtures/``."""
    kept = worlds_in(FIXTURES)
    return sorted(name for name in kept.keys() | made.keys() if kept.get(name) != made.get(name))


def test_the_script_gives_what_is_there(tmp_path: Path) -> None:
    make(tmp_path)
    assert different(worlds_in(tmp_path)) == [], "run `python fixtures/make.py` and look at what it changed"


def test_every_fixture_has_a_name_and_comes_through_a_world_unchanged(tmp_path: Path) -> None:
    assert set(names()) == set(WORLDS)
    for name in WORLDS:
        World.load(name).export(tmp_path / name)
    assert different(worlds_in(tmp_path)) == []


@pytest.mark.parametrize("python", [pytest.param(python, id=Path(python).parts[-3]) for python in others()])
def test_the_script_gives_the_same_in_another_version_of_python(python: str, tmp_path: Path) -> None:
    paths = [str(ROOT), str(Path(yaml.__file__).parent.parent)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env = clean | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "7", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [python, FIXTURES / "make.py", tmp_path], env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert different(worlds_in(tmp_path)) == []


def test_the_script_gives_the_same_in_another_process(tmp_path: Path) -> None:
    env = os.environ | {"PYTHONHASHSEED": "11", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, FIXTURES / "make.py", tmp_path], env=env, timeout=300, check=True)
    assert different(worlds_in(tmp_path)) == []


def test_the_wheel_takes_every_fixture_along() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert [name for name in WORLDS if f'"fixtures/{name}" = "runfake/fixtures/{name}"' not in project] == []


def test_the_lineage_goes_from_the_report_back_to_the_raw_data() -> None:
    world = World.load("lineage")
    (report,) = world.artifacts.lineage.outputs(world.get_run("research/lineage/evaluate"))
    found = [
        getattr(node, "name", None) or getattr(node, "id", "") for node in world.artifacts.lineage.upstream(report)
    ]
    assert found[0] == "evaluate"
    assert found[-2:] == ["raw:v0", "fetch"]


def test_the_sweep_has_half_of_the_200_runs() -> None:
    world = World.load("sweep-of-200")
    (sweep,) = world.sweeps.all()
    assert (len(world.runs()), sweep.run_count, sweep.state) == (200, 100, "FINISHED")
    assert {run.state for run in world.runs()} == {"finished", "failed", "crashed"}


def test_the_team_is_empty_but_for_its_members() -> None:
    team = World.load("empty-team").people.team("empty")
    assert (team.projects, [user.username for user in team.members]) == ({}, ["runfake", "ada", "bob"])
