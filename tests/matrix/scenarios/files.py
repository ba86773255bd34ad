"""`Run.files`: all files, or those named, however many come with each page."""

from __future__ import annotations

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

NAMES = [f"{i}.txt" for i in range(7)]


@pytest.fixture
def run(backend: Runfake) -> wandb.apis.public.Run:
    backend.run("demo/a", files={name: "x" * i for i, name in enumerate(NAMES)})
    return wandb.Api().run("demo/a")


@pytest.mark.parametrize("per_page", [1, 2, 7, 50])
def test_pages_never_limit_the_whole(run: wandb.apis.public.Run, per_page: int) -> None:
    files = run.files(per_page=per_page)
    assert sorted((file.name, file.size) for file in files) == [(name, i) for i, name in enumerate(NAMES)]
    assert len(files) == 7


def test_those_that_are_named(run: wandb.apis.public.Run) -> None:
    assert sorted(file.name for file in run.files(names=["1.txt", "5.txt"])) == ["1.txt", "5.txt"]


@pytest.mark.parametrize("names", [None, []])
def test_no_names_means_all(run: wandb.apis.public.Run, names: list[str] | None) -> None:
    assert sorted(file.name for file in run.files(names=names)) == NAMES


def test_of_a_run_without_any(backend: Runfake) -> None:
    backend.run("demo/a")
    assert list(wandb.Api().run("demo/a").files()) == []
