"""``runfake export`` and ``import``, and serving from a folder and into one."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from runfake import World
from runfake.cli import main

from .test_serve import command, first_line


def test_import_says_what_is_in_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "sweep-of-200"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "200 runs of 1 users; default entity 'runfake'",
        "research/tuning: 200 runs, 1 sweeps, 0 artifacts",
    ]


def test_export_writes_a_world_that_is_known_by_name(tmp_path: Path) -> None:
    assert main(["export", "numpy-boston", str(tmp_path / "w")]) == 0
    assert World.load(tmp_path / "w").runs()[0].path == "l2k2/examples-numpy-boston/i0wt6xua"


def test_a_name_that_is_nearly_right_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "numpy-bosten"]) == 1
    assert "Did you mean 'numpy-boston'?" in capsys.readouterr().err


def test_what_is_served_from_a_folder_can_go_to_another_at_the_end(tmp_path: Path) -> None:
    world = World(seed=7)
    world.run("demo/a", history=[{"loss": 1}], files={"large": b"x" * (1 << 20)})
    source, target = world.export(tmp_path / "in"), tmp_path / "out"
    world.close()
    with command("serve", "--json", "--world", str(source), "--export-on-exit", str(target)) as child:
        assert json.loads(first_line(child))["api_key"] == world.api_key
        child.send_signal(signal.SIGTERM)
        assert child.communicate(timeout=20) == ("", "")
        assert child.returncode == 0
    known, written = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (source, target)
    )
    assert written == known
