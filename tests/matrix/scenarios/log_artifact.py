"""`Run.log_artifact`: an artifact that is there becomes an output of the run."""

from __future__ import annotations

from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.artifacts.artifact import Artifact


@pytest.fixture
def data(backend: Runfake) -> Artifact:
    backend.run("demo/a")
    return backend.artifact("demo/data", files={"x.txt": "x" * 100})


def outputs(backend: Runfake) -> list[Artifact]:
    return backend.world.artifacts.lineage.outputs(backend.get_run("demo/a"))


def test_it_is_an_output_then(backend: Runfake, data: Artifact) -> None:
    run = wandb.Api().run("demo/a")
    returned = run.log_artifact(wandb.Api().artifact("demo/data:v0"))
    assert returned.name == "data:v0"
    assert outputs(backend) == [data]
    assert [artifact.name for artifact in wandb.Api().run("demo/a").logged_artifacts()] == ["data:v0"]


def test_with_aliases(backend: Runfake, data: Artifact) -> None:
    wandb.Api().run("demo/a").log_artifact(wandb.Api().artifact("demo/data:v0"), aliases=["gold", "best"])
    assert sorted(data.aliases) == ["best", "gold", "latest"]
    assert outputs(backend) == [data]
    assert wandb.Api().artifact("demo/data:gold").version == "v0"


def test_with_tags(backend: Runfake, data: Artifact) -> None:
    wandb.Api().run("demo/a").log_artifact(wandb.Api().artifact("demo/data:v0"), tags=["checked"])
    assert wandb.Api().artifact("demo/data:v0").tags == ["checked"]
    assert outputs(backend) == [data]


@pytest.mark.usefixtures("data")
def test_only_what_was_logged_before(backend: Runfake) -> None:
    draft: Any = wandb.Artifact("new", type="dataset")
    with pytest.raises((ValueError, TypeError, wandb.errors.CommError)):
        wandb.Api().run("demo/a").log_artifact(draft)
    assert outputs(backend) == []
