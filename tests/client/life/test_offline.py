"""Runs that were logged offline and are sent later, by ``wandb sync``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.runs import Run

from .logging import logger


def sync(folder: Path, *options: str) -> None:
    """``wandb sync`` of every offline run below ``folder``."""
    runs = [str(run) for run in sorted((folder / "wandb").glob("offline-run-*"))]
    assert runs
    done = subprocess.run(
        [sys.executable, "-m", "wandb", "sync", *options, *runs],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where an offline run was logged."""
    given = {"project": "shop", "id": "a", "mode": "offline", "config": {"lr": 0.1}, "tags": ["t"], "notes": "n"}
    with logger(tmp_path / "train", **given, name="Named", dir=str(tmp_path)) as process:
        process.log({"v": 0}, {"v": 1, "nested": {"k": 1}}).do("print hello", "save model.txt", "artifact data")
        process.do('summary {"best": 1}').do("exit 3").ends()
    return tmp_path


def check(run: Run) -> None:
    assert [(row["_step"], row["v"]) for row in run.history] == [(0, 0), (1, 1)]
    assert (run.summary["v"], run.summary["best"], run.summary["nested"]) == (1, 1, {"k": 1})
    assert (run.config, run.tags, run.notes, run.display_name) == ({"lr": 0.1}, ["t"], "n", "Named")
    assert [line.text for line in run.console if line.level is None] == ["hello"]
    assert run.files["model.txt"].content == b"model.txt"
    assert (run.state, run.exit_code) == ("failed", 3)


def test_a_run_that_was_logged_offline_arrives_whole_and_once(runfake: Runfake, folder: Path) -> None:
    assert runfake.runs() == []
    sync(folder)
    held = runfake.get_run("shop/a")
    check(held)
    (artifact,) = runfake.world.artifacts.lineage.outputs(held)
    assert (artifact.name, artifact.read("data.txt")) == ("data:v0", b"data")
    events = len(held.events)
    sync(folder, "--include-synced")
    check(held)
    assert runfake.runs() == [held]
    assert runfake.world.artifacts.lineage.outputs(held) == [artifact]
    assert len(held.events) == events
    assert [row["v"] for row in wandb.Api().run("shop/a").scan_history()] == [0, 1]


def offline(folder: Path, value: int, **init: Any) -> None:
    with wandb.init(project="shop", mode="offline", dir=str(folder), **init) as run:
        run.log({"v": value})


def test_an_offline_run_may_resume(runfake: Runfake, tmp_path: Path) -> None:
    runfake.run("shop/a", history=[{"v": 0}, {"v": 1}])
    offline(tmp_path, 2, id="a", resume="must")
    sync(tmp_path)
    held = runfake.get_run("shop/a")
    assert [(row["_step"], row["v"]) for row in held.history] == [(0, 0), (1, 1), (2, 2)]
    sync(tmp_path, "--include-synced")
    assert [row["v"] for row in held.history] == [0, 1, 2, 2]


def test_of_several_offline_runs_sent_as_one_the_last_counts(runfake: Runfake, tmp_path: Path) -> None:
    for value in (0, 1):
        offline(tmp_path, value, id=f"part{value}")
    sync(tmp_path, "--id", "a")
    (held,) = runfake.runs()
    assert (held.id, [row["v"] for row in held.history]) == ("a", [1])
