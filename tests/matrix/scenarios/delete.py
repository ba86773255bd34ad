"""`Run.delete`: the run is deleted, and on request the artifacts that it logged."""

from __future__ import annotations

import pytest
import wandb
from wandb.errors import CommError

from runfake.pytest_plugin.fixture import Runfake


def test_the_run_is_gone(backend: Runfake) -> None:
    backend.run("demo/a", history=[{"loss": 1}], files={"x.txt": "x"})
    kept = backend.run("demo/b")
    wandb.Api().run("demo/a").delete()
    assert backend.runs() == [kept]
    assert [run.id for run in wandb.Api().runs("demo")] == ["b"]
    with pytest.raises(CommError, match="Could not find run"):
        wandb.Api().run("demo/a")


def test_its_artifacts_stay(backend: Runfake) -> None:
    held = backend.run("demo/a")
    backend.artifact("demo/data", files={"x.txt": "x"}, logged_by=held)
    wandb.Api().run("demo/a").delete()
    assert wandb.Api().artifact("demo/data:latest").version == "v0"


def test_or_go_with_it(backend: Runfake) -> None:
    held, used = backend.run("demo/a"), backend.run("demo/b")
    mine = backend.artifact("demo/data", files={"x.txt": "x"}, logged_by=held)
    other = backend.artifact("demo/other", files={"y.txt": "y"}, logged_by=used, used_by=[held])
    wandb.Api().run("demo/a").delete(delete_artifacts=True)
    lineage = backend.world.artifacts.lineage
    assert (mine.state, other.state) == ("DELETED", "COMMITTED")
    assert lineage.outputs(used) == [other]


def test_twice(backend: Runfake) -> None:
    backend.run("demo/a")
    run = wandb.Api().run("demo/a")
    run.delete()
    run.delete()
    assert backend.runs() == []
