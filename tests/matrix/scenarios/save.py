"""`Run.save`: persists changes to the run."""

from __future__ import annotations

import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_what_was_changed(backend: Runfake) -> None:
    held = backend.run("demo/a", config={"lr": 0.1}, tags=["old"], summary={"loss": 1.0})
    run = wandb.Api().run("demo/a")
    run.config["lr"] = 0.2
    run.tags = []
    run.summary["loss"] = 0.5
    run.save()
    assert (held.config, held.tags, held.summary) == ({"lr": 0.2}, [], {"loss": 0.5})
