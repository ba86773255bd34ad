"""`wandb.init(resume=...)`: a run goes on, or must not."""

from __future__ import annotations

from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


def log(**options: Any) -> None:
    run = wandb.init(project="demo", id="a", **options)
    run.log({"v": run.starting_step if hasattr(run, "starting_step") else run.step})
    run.log({"w": 1})
    run.finish()


@pytest.mark.parametrize("mode", ["must", "allow", True])
def test_it_goes_on(runfake: Runfake, mode: Any) -> None:
    log(config={"lr": 0.1}, tags=["old"], notes="before")
    log(resume=mode, config={"batch": 8})
    held = runfake.get_run("demo/a")
    assert [row["_step"] for row in held.history] == [0, 1, 2, 3]
    assert [row["v"] for row in held.history if "v" in row] == [0, 2]
    assert (held.config["lr"], held.config["batch"]) == (0.1, 8)
    assert (held.tags, held.notes, held.state) == (["old"], "before", "finished")
    assert len(runfake.runs()) == 1


def test_what_an_author_made_goes_on(runfake: Runfake) -> None:
    runfake.run("demo/a", config={"lr": 0.1}, history=[{"v": 0}, {"v": 1}])
    log(resume="must")
    held = runfake.get_run("demo/a")
    assert [row["_step"] for row in held.history] == [0, 1, 2, 3]
    assert held.config["lr"] == 0.1


def test_never(runfake: Runfake) -> None:
    held = runfake.run("demo/a", history=[{"v": 0}])
    with pytest.raises(wandb.errors.Error):
        wandb.init(project="demo", id="a", resume="never")
    assert len(held.history) == 1


def test_must(runfake: Runfake) -> None:
    with pytest.raises(wandb.errors.Error):
        wandb.init(project="demo", id="a", resume="must")
    assert runfake.runs() == []
