"""The demo: its world, its round trip with the real client, and what it tells people to type."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from math import isfinite, isnan
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from runfake.demo import demo_world, instructions, run_once
from runfake.demo.once import wandb_is_installed
from runfake.transports.environment import child_environment
from runfake.transports.server import Server, serve
from runfake.world import Clock, World
from runfake.world.runs import Run

needs_wandb = pytest.mark.skipif(not wandb_is_installed(), reason="drives the real wandb client")

SEEDS = (0, 1)


def clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture(scope="module", params=SEEDS)
def world(request: pytest.FixtureRequest) -> World:
    return demo_world(request.param, clock())


def told(run: Run) -> tuple[Any, ...]:
    """All that a run says of itself; NaN is not equal to itself, so values are compared as text."""
    labels = (run.path, run.display_name, run.state, run.tags, run.notes, run.group, run.job_type)
    times = (run.created_at, run.heartbeat_at)
    logged = (run.wire_config.text, run.wire_summary.text, repr(list(run.history)), repr(list(run.events)))
    return labels, times, logged, list(run.console), [(file.name, file.content) for file in run.files.values()]


def test_the_same_seed_and_time_give_the_same_world(world: World) -> None:
    again = demo_world(world.seed, clock())
    assert [told(run) for run in again.runs()] == [told(run) for run in world.runs()]
    assert again.api_key == world.api_key


def test_another_seed_gives_another_world() -> None:
    first, second = (demo_world(seed, clock()) for seed in (1, 2))
    assert {run.path for run in first.runs()}.isdisjoint(run.path for run in second.runs())
    assert first.runs()[0].config != second.runs()[0].config


def test_only_times_follow_the_clock(world: World) -> None:
    now = world.clock.now()
    clock_of_2030 = Clock(now.replace(year=2030))
    later = demo_world(world.seed, clock_of_2030)
    assert later.clock is clock_of_2030
    for run, moved in zip(world.runs(), later.runs(), strict=True):
        assert moved.created_at - run.created_at == now.replace(year=2030) - now
        assert (moved.path, moved.config, moved.tags) == (run.path, run.config, run.tags)
        assert [row["_runtime"] for row in moved.history] == [row["_runtime"] for row in run.history]


def test_the_runs_lie_in_the_past_one_after_another(world: World) -> None:
    runs = world.runs()
    assert all(run.created_at < run.heartbeat_at for run in runs)
    assert all(run.heartbeat_at < after.created_at for run, after in pairwise(runs))
    assert runs[-1].heartbeat_at == world.clock.now()


def test_several_projects_hold_dozens_of_runs(world: World) -> None:
    projects = world.entity.projects.values()
    assert len(projects) >= 3
    assert all(project.description and len(project.runs) >= 5 for project in projects)
    assert 40 <= len(world.runs()) <= 60


def test_every_run_has_something_of_everything(world: World) -> None:
    for run in world.runs():
        assert len(run.config) >= 5
        assert 100 <= len(run.history) <= 500
        assert "settings.json" in run.files
        assert run.system_metrics["system.gpu.0.gpu"] > 0
        assert len(run.console) > 1
        assert run.summary["_step"] == run.history.last_step
    assert any(run.notes for run in world.runs())
    assert any(run.tags for run in world.runs())
    assert any(run.group for run in world.runs())


def test_finished_runs_leave_report_and_predictions(world: World) -> None:
    for run in world.runs():
        names = set(run.files)
        assert ("outputs/predictions.csv" in names) == (run.state == "finished")
        assert ("report.md" in names) == (run.state != "running")


def test_runs_end_in_every_way(world: World) -> None:
    states = [run.state for run in world.runs()]
    assert set(states) == {"finished", "crashed", "killed", "failed", "running"}
    assert states.count("running") == 1
    assert states.count("finished") > len(states) / 2


def readings(run: Run, *words: str) -> dict[str, list[float]]:
    """The readings of every metric with one of these words in its name."""
    rows = list(run.history)
    names = {name for row in rows for name in row if any(word in name for word in words)}
    return {name: [row[name] for row in rows if name in row] for name in names}


def thirds(values: list[float]) -> tuple[float, float]:
    """The means of the first and of the last third."""
    third = len(values) // 3
    return mean(values[:third]), mean(values[-third:])


def test_finished_runs_learn(world: World) -> None:
    for run in world.runs():
        if run.state == "finished":
            losses, scores = readings(run, "loss"), readings(run, "accuracy", "auc")
            assert losses
            assert all(first > last > 0 for first, last in map(thirds, losses.values()))
            assert scores
            assert all(first < last <= 1 for first, last in map(thirds, scores.values()))


def test_some_runs_diverge_and_others_stay_finite(world: World) -> None:
    diverged = [run for run in world.runs() if any(isnan(values[-1]) for values in readings(run, "loss").values())]
    assert diverged
    assert {run.state for run in diverged} == {"failed"}
    for run in diverged:
        assert all(isfinite(values[0]) for values in readings(run, "loss").values())
        assert all(isfinite(value) for values in readings(run, "accuracy", "auc").values() for value in values)


@needs_wandb
def test_once_shows_both_sides_of_a_round_trip(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_once(3) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert "48 invented runs (seed 3)" in out
    assert "config    layers=[64, 32], learning_rate=0.003, optimizer=adam" in out
    assert "summary   accuracy=0.98, loss=0.02" in out
    assert "history   50 rows" in out
    assert "notes.txt (33 bytes)" in out
    assert "churn-forecast, first-steps, image-classification, llm-finetuning, speech-recognition" in out
    assert "runfake/first-steps/hello: finished, 50 rows" in out
    assert ", 0 refused" in out


def stand_in(folder: Path, code: str, patch: pytest.MonkeyPatch) -> None:
    """Gives child processes another ``wandb``."""
    (folder / "wandb.py").write_text(code)
    patch.setenv("PYTHONPATH", os.pathsep.join((str(folder), *filter(None, [os.environ.get("PYTHONPATH")]))))


@needs_wandb
def test_once_tells_of_a_client_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_in(tmp_path, "raise ImportError('broken on purpose')", monkeypatch)
    assert run_once(0) == 1
    error = capfd.readouterr().err
    assert "the wandb client failed, with exit status 1" in error
    assert "broken on purpose" in error


@needs_wandb
def test_once_tells_of_a_run_that_never_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_in(tmp_path, "raise SystemExit(0)", monkeypatch)
    assert run_once(0) == 1
    assert "the world holds no run first-steps/hello" in capfd.readouterr().err


def test_once_says_how_to_get_wandb(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "wandb", None)
    assert run_once(0) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "pip install wandb" in err


def test_a_folder_that_clients_leave_behind_is_no_wandb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wandb").mkdir()
    monkeypatch.delitem(sys.modules, "wandb", raising=False)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert not wandb_is_installed()


def test_the_client_is_cut_off_from_everything_else(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANDB_MODE", "offline")
    monkeypatch.setenv("WANDB_API_KEY", "of the person at the keyboard")
    environment = child_environment(server.url, server.api_key, server.entity, tmp_path)
    assert "WANDB_MODE" not in environment
    assert environment["WANDB_API_KEY"] == server.api_key
    assert environment["WANDB_DIR"] == str(tmp_path / "dir")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(demo_world(0)) as running:
        yield running


def test_the_instructions_list_the_projects(server: Server) -> None:
    text = instructions(server)
    for project in server.world.entity.projects.values():
        assert re.search(rf"{re.escape(project.path)} +{len(project.runs)} runs", text)
    assert "Ctrl-C ends it" in text


@needs_wandb
def test_what_the_instructions_say_works_as_typed(server: Server, tmp_path: Path) -> None:
    text = instructions(server)
    exports = dict(re.findall(r"^ +export (\w+)=(\S+)$", text, re.MULTILINE))
    assert exports.keys() == {"WANDB_BASE_URL", "WANDB_API_KEY"}
    code = text.partition(" has wandb):\n")[2].partition("Ctrl-C")[0]
    environment = child_environment(server.url, server.api_key, server.entity, tmp_path) | exports
    shown = subprocess.run(
        [sys.executable, "-c", "if True:\n" + code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    runs = server.world.entity.project("image-classification").runs.values()
    expected = [f"{run.display_name} {run.state} {run.summary['val_accuracy']}" for run in runs]
    assert shown.stdout.splitlines() == expected
