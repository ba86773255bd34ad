"""`Run.use_artifact`: an artifact that is there becomes an input of the run."""

from __future__ import annotations

from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_it_is_an_input_then(backend: Runfake) -> None:
    held = backend.run("demo/a")
    data = backend.artifact("demo/data", files={"x.txt": "x"})
    run = wandb.Api().run("demo/a")
    returned = run.use_artifact(wandb.Api().artifact("demo/data:latest"))
    assert returned.name in ("data:latest", "data:v0")
    assert backend.world.artifacts.lineage.inputs(held) == [data]
    assert [artifact.name for artifact in wandb.Api().run("demo/a").used_artifacts()] == ["data:v0"]


def test_as_what(backend: Runfake) -> None:
    held = backend.run("demo/a")
    data = backend.artifact("demo/data", files={"x.txt": "x"})
    run = wandb.Api().run("demo/a")
    run.use_artifact(wandb.Api().artifact("demo/data:v0"), use_as="training set")
    assert backend.world.artifacts.lineage.inputs(held) == [data]


def test_of_another_project(backend: Runfake) -> None:
    held = backend.run("demo/a")
    data = backend.artifact("store/data", files={"x.txt": "x"})
    wandb.Api().run("demo/a").use_artifact(wandb.Api().artifact("store/data:v0"))
    assert backend.world.artifacts.lineage.inputs(held) == [data]


def test_only_what_was_logged_before(backend: Runfake) -> None:
    held = backend.run("demo/a")
    draft: Any = wandb.Artifact("new", type="dataset")
    with pytest.raises((ValueError, TypeError, wandb.errors.CommError)):
        wandb.Api().run("demo/a").use_artifact(draft)
    assert backend.world.artifacts.lineage.inputs(held) == []
