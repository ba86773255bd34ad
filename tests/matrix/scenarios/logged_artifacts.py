"""`Run.logged_artifacts`: every output, a page at a time."""

from __future__ import annotations

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


@pytest.mark.parametrize("per_page", [1, 2, 5, 100])
def test_every_one(backend: Runfake, per_page: int) -> None:
    held, other = backend.run("demo/a"), backend.run("demo/b")
    for i in range(5):
        backend.artifact(f"demo/out{i}", files={"x.txt": f"{i}"}, logged_by=held)
    backend.artifact("demo/else", files={"x.txt": "x"}, logged_by=other, used_by=[held])
    artifacts = wandb.Api().run("demo/a").logged_artifacts(per_page=per_page)
    assert sorted(artifact.name for artifact in artifacts) == [f"out{i}:v0" for i in range(5)]
    assert {artifact.type for artifact in artifacts} == {"dataset"}
    assert len(artifacts) == 5


def test_none(backend: Runfake) -> None:
    backend.run("demo/a")
    artifacts = wandb.Api().run("demo/a").logged_artifacts()
    assert list(artifacts) == []
    assert len(artifacts) == 0
