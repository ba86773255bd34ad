"""``wandb.sweep`` and ``wandb.agent``, to the end."""

from __future__ import annotations

import time
from itertools import product
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.sweeps.sweep import Sweep
from tests.client.processes import until


def the_sweep(runfake: Runfake) -> Sweep:
    """The only sweep of the world."""
    (sweep,) = runfake.world.sweeps.all()
    return sweep


def test_a_grid_is_tried_once_each(runfake: Runfake, grid: dict[str, Any]) -> None:
    seen = []

    def train() -> None:
        with wandb.init() as run:
            seen.append((run.config.lr, run.config.model["depth"]))
            run.log({"loss": run.config.lr * run.config.model["depth"]})

    sweep_id = wandb.sweep(grid, project="shop")
    sweep = the_sweep(runfake)
    assert (sweep.path, sweep.state) == (f"{runfake.entity}/shop/{sweep_id}", "PENDING")
    wandb.agent(sweep_id, train, count=4)
    assert seen == list(product([0.1, 0.2], [1, 2]))
    assert [run.config for run in sweep.runs] == [{"lr": lr, "model": {"depth": depth}} for lr, depth in seen]
    assert {run.state for run in sweep.runs} == {"finished"}
    assert sweep.state == "FINISHED"
    assert (sweep.best_run, sweep.best_loss) == (sweep.runs[0], 0.1)
    assert [run.display_name.split("-", 1)[1] for run in sweep.runs] == ["sweep-1", "sweep-2", "sweep-3", "sweep-4"]
    (agent,) = sweep.agents
    assert agent.runs == sweep.runs


@pytest.mark.slow  # The client waits twice for 5 s before it looks whether it is to exit.
def test_an_agent_without_a_count_ends_with_the_grid(runfake: Runfake) -> None:
    def train() -> None:
        with wandb.init() as run:
            run.log({"loss": run.config.a})

    sweep_id = wandb.sweep({"method": "grid", "parameters": {"a": {"values": [1, 2]}}}, project="shop")
    wandb.agent(sweep_id, train)
    sweep = the_sweep(runfake)
    assert [run.config for run in sweep.runs] == [{"a": 1}, {"a": 2}]
    assert (sweep.state, sweep.agents[0].state) == ("FINISHED", "finished")


@pytest.mark.parametrize("method", ["random", "bayes"])
def test_a_random_search_draws_from_the_space(runfake: Runfake, method: str) -> None:
    seen: list[dict[str, Any]] = []

    def train() -> None:
        with wandb.init() as run:
            seen.append(dict(run.config))
            run.log({"loss": 1})

    config = {
        "method": method,
        "metric": {"name": "loss", "goal": "minimize"},
        "parameters": {
            "lr": {"min": 0.001, "max": 0.1, "distribution": "log_uniform_values"},
            "layers": {"min": 1, "max": 4},
            "dropout": {"distribution": "q_uniform", "min": 0.0, "max": 0.5, "q": 0.1},
            "model": {"values": ["mlp", "cnn"]},
        },
    }
    wandb.agent(wandb.sweep(config, project="shop"), train, count=2)
    assert len(seen) == 2
    for values in seen:
        assert 0.001 <= values["lr"] <= 0.1
        assert values["layers"] in (1, 2, 3, 4)
        assert values["dropout"] in (0, 0.1, 0.2, 0.3, 0.4, 0.5)
        assert values["model"] in ("mlp", "cnn")
    assert [run.config for run in the_sweep(runfake).runs] == seen
    assert the_sweep(runfake).state == "RUNNING"


def test_a_failing_function_makes_a_failed_run_and_the_next_comes(runfake: Runfake, grid: dict[str, Any]) -> None:
    def train() -> None:
        with wandb.init() as run:
            if run.config.model["depth"] == 1:
                raise RuntimeError("out of memory")

    wandb.agent(wandb.sweep(grid, project="shop"), train, count=2)
    assert [run.state for run in the_sweep(runfake).runs] == ["failed", "finished"]


def test_a_function_that_makes_no_run_leaves_a_crashed_one(runfake: Runfake, grid: dict[str, Any]) -> None:
    wandb.agent(wandb.sweep(grid, project="shop"), lambda: None, count=2)
    first, second = the_sweep(runfake).runs
    assert (first.state, second.state) == ("crashed", "pending")
    assert first.config == {"lr": 0.1, "model": {"depth": 1}}


def test_what_the_process_is_told_takes_the_place_of_what_it_says(runfake: Runfake, grid: dict[str, Any]) -> None:
    def train() -> None:
        with wandb.init(config={"lr": 9, "epochs": 3}, project="ignored", id="ignored"):
            pass

    wandb.agent(wandb.sweep(grid, project="shop"), train, count=1)
    (run,) = the_sweep(runfake).runs
    assert (run.config, run.project.name) == ({"lr": 0.1, "model": {"depth": 1}, "epochs": 3}, "shop")


def test_an_agent_stops_the_run_of_a_cancelled_sweep(runfake: Runfake) -> None:
    ended = []

    def train() -> None:
        with wandb.init() as run:
            run.log({"loss": 1})
            the_sweep(runfake).put_in_state("CANCELED")
            try:
                while True:
                    time.sleep(0.01)
            finally:
                ended.append(run.id)

    config = {"method": "random", "parameters": {"a": {"min": 0, "max": 9}}}
    wandb.agent(wandb.sweep(config, project="shop"), train, count=1)
    (run,) = the_sweep(runfake).runs
    assert (ended, run.state) == ([run.id], "killed")


@pytest.mark.slow  # As above.
def test_an_agent_of_a_sweep_that_is_deleted_finishes_its_run_and_leaves(runfake: Runfake) -> None:
    def train() -> None:
        with wandb.init() as run:
            run.log({"loss": 1})
            runfake.world.sweeps.remove(the_sweep(runfake))
            until(lambda: bool(runfake.journal.refused()), "the agent asks in vain", 30)

    config = {"method": "random", "parameters": {"a": {"min": 0, "max": 9}}}
    wandb.agent(wandb.sweep(config, project="shop"), train, count=2)
    (run,) = runfake.runs()
    assert (run.state, run.sweep) == ("finished", None)


def test_an_agent_stops_a_run_early_that_does_badly_and_goes_on(runfake: Runfake) -> None:
    def train() -> None:
        with wandb.init() as run:
            # The client would send what it logs after 15 s.
            runfake.run(f"shop/{run.id}", history=[{"loss": run.config.loss}] * 2)
            while run.config.loss == 9:
                time.sleep(0.01)

    config = {
        "method": "grid",
        "metric": {"name": "loss"},
        "early_terminate": {"type": "hyperband", "min_iter": 2, "eta": 2},
        "parameters": {"loss": {"values": [1, 9, 2]}},
    }
    wandb.agent(wandb.sweep(config, project="shop"), train, count=3)
    assert [(run.config["loss"], run.state) for run in the_sweep(runfake).runs] == [
        (1, "finished"), (9, "killed"), (2, "finished"),
    ]  # fmt: skip
