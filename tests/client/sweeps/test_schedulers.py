"""Runs that are chosen outside of the backend: enqueued, by a local scheduler, by a local controller."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest
import wandb
from wandb.sdk.sweeps.scheduler.client import run_scheduler
from wandb.sdk.sweeps.scheduler.optimizer import Optimizer, RunConfig, RunSuggestion, RunWithMetrics

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.sweeps.sweep import Sweep
from tests.client.processes import until
from tests.world.sweeps.runs import begin, end, log

SCHEDULED = {"method": "custom", "scheduler": {"engine": "mine"}, "metric": {"name": "loss", "goal": "minimize"}}


@contextmanager
def agent_at_work(runfake: Runfake, sweep: Sweep) -> Iterator[None]:
    """An agent that runs what it is given, its loss being ``a``, until it is told to exit."""
    agent = runfake.world.sweeps.register(runfake.world.default_user, sweep, "host")

    def work() -> None:
        while not agent.dismissed:
            for order in runfake.world.sweeps.heartbeat(agent, []):
                if order["type"] == "run":
                    run = begin(runfake.world, sweep, order["run_id"])
                    log(runfake.world, run, run.config["a"])
                    end(runfake.world, run)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
        until(lambda: agent.dismissed, "the agent is told to exit", 60)
    finally:
        agent.dismissed = True
        thread.join()


def test_a_run_is_enqueued(runfake: Runfake, api: Any, grid: dict[str, Any]) -> None:
    made = runfake.sweep("shop/s", grid)
    run_id = api.sweep("shop/s").enqueue_run({"lr": {"value": 0.7}}, display_name="by hand")
    run = api.run(f"shop/{run_id}")
    assert (run.state, run.name, run.config, run.sweep_name) == ("pending", "by hand", {"lr": 0.7}, "s")
    seen = []

    def train() -> None:
        with wandb.init() as own:
            seen.append((own.id, own.config.lr))

    wandb.agent("s", train, project="shop", count=1)
    assert seen == [(run_id, 0.7)]
    assert [run.state for run in made.runs] == ["finished"]


class Three(Optimizer):
    """Tries 1, 2 and 3, and remembers what it was told."""

    told: dict[str, tuple[str, float]]

    def validate_sweep_objective(self) -> None:
        self.left = [1, 2, 3]
        self.told = {}

    def ask_n_runs(self, n: int) -> Sequence[RunSuggestion]:
        asked, self.left = self.left[:n], self.left[n:]
        return [RunSuggestion(RunConfig.from_values({"a": a}), f"trial {a}") for a in asked]

    def tell_run(self, run_id: str, data: RunWithMetrics) -> None:
        self.told[run_id] = (data.state.value, data.summary_metrics.get("loss", 0))

    def has_terminator(self) -> bool:
        return False


@pytest.mark.slow  # wandb-core looks at the runs every 5 s, whatever it is told.
def test_a_local_scheduler_drives_a_sweep_to_its_end(runfake: Runfake) -> None:
    sweep = runfake.sweep("shop/s", SCHEDULED)
    optimizers: list[Three] = []

    def make(info: Any) -> Three:
        optimizers.append(Three(info))
        return optimizers[-1]

    with agent_at_work(runfake, sweep):
        run_scheduler(
            entity=runfake.entity, project="shop", sweep_id="s", make_optimizer=make, batch_size=3, poll_interval=0.05
        )
    assert optimizers[0].told == {f"trial {a}": ("finished", a) for a in (1, 2, 3)}
    assert [run.config for run in sweep.runs] == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert sweep.state == "FINISHED"
    assert runfake.get_run("shop/s-scheduler").sweep is None


class RunState(StrEnum):
    """What the client's controller needs of the package with the search algorithms, which is not installed."""

    pending = "pending"
    running = "running"
    preempting = "preempting"


class SweepRun:
    def __init__(self, **given: Any) -> None:
        self.config: dict[str, Any] = {}
        self.__dict__ |= given
        self.summary_metrics = given.get("summaryMetrics")


@pytest.fixture
def controller(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """``wandb.controller``."""
    stub = SimpleNamespace(RunState=RunState, SweepRun=SweepRun, SweepConfig=dict)
    monkeypatch.setitem(sys.modules, "sweeps", stub)
    yield wandb.controller
    sys.modules.pop("wandb.wandb_controller", None)


def test_a_local_controller_drives_a_sweep_to_its_end(runfake: Runfake, controller: Callable[..., Any]) -> None:
    left = [SweepRun(config={"a": {"value": a}}) for a in (1, 2)]
    chosen: list[SweepRun] = []

    def search(_: Any, runs: list[SweepRun]) -> SweepRun | None:
        if len(chosen) == len(runs) and left:
            chosen.append(left.pop(0))
        return chosen[-1] if len(chosen) > len(runs) or left else None

    tuner = controller()
    tuner.configure_search(search)
    tuner.configure_controller("local")
    tuner.configure_metric("loss")
    tuner.create()
    (sweep,) = runfake.world.sweeps.all()
    with agent_at_work(runfake, sweep):
        while not tuner.done():
            tuner.step()
    assert [run.config for run in sweep.runs] == [{"a": 1}, {"a": 2}]
    assert sweep.state == "FINISHED"
