"""`Run.used_artifacts`: the inputs that were declared, a page at a time."""

from __future__ import annotations

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


@pytest.mark.parametrize("per_page", [1, 2, 5, 100])
def test_every_one(backend: Runfake, per_page: int) -> None:
    held = backend.run("demo/a")
    for i in range(5):
        backend.artifact(f"demo/in{i}", files={"x.txt": f"{i}"}, used_by=[held])
    backend.artifact("demo/out", files={"x.txt": "x"}, logged_by=held)
    artifacts = wandb.Api().run("demo/a").used_artifacts(per_page=per_page)
    assert sorted(artifact.name for artifact in artifacts) == [f"in{i}:v0" for i in range(5)]
    assert len(artifacts) == 5


def test_none(backend: Runfake) -> None:
    held = backend.run("demo/a")
    backend.artifact("demo/out", files={"x.txt": "x"}, logged_by=held)
    assert list(wandb.Api().run("demo/a").used_artifacts()) == []
