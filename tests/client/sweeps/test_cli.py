"""``wandb sweep`` and ``wandb agent``."""

from __future__ import annotations

from pathlib import Path

import pytest

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.sweeps.sweep import Sweep
from tests.client.sweeps.cli import PROGRAM, command, said_by, start

GRID = "program: train.py\nmethod: grid\nmetric: {name: loss, goal: minimize}\nparameters: {a: {values: [1, 2, 3]}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a program and the configuration of a sweep over it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text(PROGRAM)
    (tmp_path / "sweep.yaml").write_text(GRID)
    return tmp_path


def create(runfake: Runfake, *arguments: str) -> Sweep:
    said = command("sweep", "-p", "shop", *arguments, "sweep.yaml")
    sweep = runfake.world.sweeps.all()[-1]
    assert f"wandb agent {sweep.path}" in said
    return sweep


@pytest.mark.slow  # Each run is a process of its own.
def test_two_agents_share_a_grid_and_end_with_it(runfake: Runfake, folder: Path) -> None:
    sweep = create(runfake)
    agents = [start(folder, "agent", sweep.path) for _ in range(2)]
    for agent in agents:
        said_by(agent)
    assert sorted(run.config["a"] for run in sweep.runs) == [1, 2, 3]
    assert {run.state for run in sweep.runs} == {"finished"}
    assert (sweep.state, sweep.best_loss, sweep.best_run and sweep.best_run.config) == ("FINISHED", 7, {"a": 3})
    assert [agent.state for agent in sweep.agents] == ["finished", "finished"]
    assert sorted((run for agent in sweep.agents for run in agent.runs), key=lambda run: run.number) == sweep.runs


@pytest.mark.usefixtures("folder")
def test_the_states_of_a_sweep_are_set_from_the_command_line(runfake: Runfake) -> None:
    sweep = create(runfake, "--name", "mine")
    runfake.run("shop/r", config={"a": 1}, history=[{"loss": 1}], sweep=sweep)
    assert (sweep.name, sweep.state) == ("mine", "RUNNING")
    for option, state in (("--pause", "PAUSED"), ("--resume", "RUNNING"), ("--stop", "FINISHED")):
        assert "Done." in command("sweep", option, sweep.path)
        assert sweep.state == state
    assert "Cannot pause finished sweep." in command("sweep", "--pause", sweep.path, code=1)
    assert sweep.state == "FINISHED"


def test_a_sweep_is_cancelled_and_its_agents_leave(runfake: Runfake, folder: Path) -> None:
    sweep = create(runfake)
    command("sweep", "--cancel", sweep.path)
    said_by(start(folder, "agent", sweep.path))
    assert (sweep.state, sweep.runs) == ("CANCELED", [])


@pytest.mark.usefixtures("folder")
def test_prior_runs_are_left_out_of_a_grid(runfake: Runfake) -> None:
    before = [runfake.run(f"shop/{name}", config={"a": a}) for name, a in (("one", 1), ("two", 3))]
    runfake.run("shop/other", config={"a": 2})
    sweep = create(runfake, "--prior_run", "one", "-R", "two")
    assert sweep.prior_runs == before
    agent = runfake.world.sweeps.register(runfake.world.default_user, sweep, "host")
    assert runfake.world.sweeps.heartbeat(agent, [])[0]["args"] == {"a": {"value": 2}}
    assert runfake.world.sweeps.heartbeat(agent, []) == [{"type": "exit"}]


def test_the_config_of_a_pending_sweep_is_updated(runfake: Runfake, folder: Path) -> None:
    sweep = create(runfake)
    (folder / "sweep.yaml").write_text(GRID.replace("[1, 2, 3]", "[4]"))
    assert "Updating sweep with ID" in command("sweep", "--update", sweep.path, "sweep.yaml")
    assert sweep.config["parameters"] == {"a": {"values": [4]}}
    runfake.run("shop/r", sweep=sweep)
    (folder / "sweep.yaml").write_text(GRID)
    said = command("sweep", "--update", sweep.path, "sweep.yaml", code=1)
    assert "can be changed only before its first run, and it is RUNNING" in said


def test_what_is_wrong_with_a_config_is_printed(runfake: Runfake, folder: Path) -> None:
    (folder / "sweep.yaml").write_text(GRID.replace("grid", "gird"))
    assert "not 'gird'. Did you mean 'grid'?" in command("sweep", "-p", "shop", "sweep.yaml", code=1)
    assert runfake.world.sweeps.all() == []
    (folder / "sweep.yaml").write_text(GRID + "metrik: {}\n")
    said = command("sweep", "-p", "shop", "sweep.yaml")
    assert "'metrik' is no key of a sweep config. Did you mean 'metric'?" in said


def test_an_agent_of_no_sweep_is_told(runfake: Runfake) -> None:
    runfake.run("shop/r")
    said = command("agent", f"{runfake.entity}/shop/nothing", code=1)
    assert f"Sweep {runfake.entity}/shop/nothing not found" in said
