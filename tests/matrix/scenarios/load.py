"""`Run.load`: loads what the backend has; ``force=True`` asks again."""

from __future__ import annotations

import wandb

from runfake import which
from runfake.pytest_plugin.fixture import Runfake


def test_asks_again_when_forced(backend: Runfake) -> None:
    held = backend.run("demo/a", config={"lr": 0.1}, summary={"loss": 1.0}, tags=["old"], state="running")
    run = wandb.Api().run("demo/a")
    backend.run("demo/a", config={"lr": 0.2}, summary={"loss": 0.5}, tags=["new"], state="failed")
    run.load(force=True)
    assert (run.config, run.summary["loss"], run.tags, run.state) == ({"lr": 0.2}, 0.5, ["new"], "failed")
    assert held.config == run.config


def test_does_not_ask_for_what_it_has(backend: Runfake) -> None:
    backend.run("demo/a", config={"lr": 0.1})
    run = wandb.Api().run("demo/a")
    asked = len(backend.journal.find(which.field("project")))
    backend.run("demo/a", config={"lr": 0.2})
    run.load()
    assert run.config == {"lr": 0.1}
    assert len(backend.journal.find(which.field("project"))) == asked
