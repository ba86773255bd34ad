"""Several processes write to one artifact, or die while they do."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.artifacts.collection import Collection
from runfake.world.errors import Invalid
from tests.client.processes import LONGEST_WAIT, client

VERSIONS = 8


class Deathbed:
    """Holds up the first call of a step of the library for good, until its caller is dead."""

    def __init__(self, step: Any) -> None:
        self._step = step
        self.reached = Event()
        self.over = Event()

    def __call__(self, *arguments: Any) -> Any:
        """The step itself, but for the first call, which does not come to pass."""
        if self.over.is_set():
            return self._step(*arguments)
        self.reached.set()
        self.over.wait(LONGEST_WAIT)
        raise Invalid("the client is dead.")


def contents(collection: Collection) -> list[tuple[int, str]]:
    """Number and content of every version."""
    return [(place.index, place.artifact.read("content.txt").decode()) for place in collection.memberships]


def test_two_processes_lose_no_version_and_number_all_of_them(runfake: Runfake, tmp_path: Path) -> None:
    writers = ("one", "two")
    with ExitStack() as stack:
        children = [stack.enter_context(client(tmp_path / name, "versions", name, str(VERSIONS))) for name in writers]
        for child in children:
            child.says("ready")
        for child in children:
            child.tell("go")
        told = [line.split(maxsplit=1) for child in children for line in child.done()[1:]]

    collection = runfake.world.project("shop").collections["ds"]
    held = contents(collection)
    assert [index for index, _ in held] == list(range(2 * VERSIONS))
    assert {content for _, content in held} == {f"{name} {i}" for name in writers for i in range(VERSIONS)}
    assert sorted(told) == sorted([f"v{index}", content] for index, content in held)
    assert [place.index for place in collection.memberships if place.aliases] == [2 * VERSIONS - 1]
    read = wandb.Api().artifacts("dataset", "shop/ds")
    assert sorted(version.version for version in read) == sorted(f"v{i}" for i in range(2 * VERSIONS))
    assert wandb.Api().artifact("shop/ds:latest").version == f"v{2 * VERSIONS - 1}"
    assert runfake.journal.refused() == []


@pytest.mark.parametrize("step", ["put_content", "put_manifest", "commit"])
def test_a_killed_upload_leaves_no_version_and_can_be_done_again(
    runfake: Runfake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    files = {f"{i}.txt": f"content {i}".encode() for i in range(20)}
    for name, content in files.items():
        (source / name).write_bytes(content)
    deathbed = Deathbed(getattr(runfake.world.artifacts, step))
    monkeypatch.setattr(runfake.world.artifacts, step, deathbed)
    with client(tmp_path / "killed", "folder", str(source)) as child:
        assert deathbed.reached.wait(LONGEST_WAIT), child.output
        child.kill()
        deathbed.over.set()

    collection = runfake.world.project("shop").collections["ds"]
    assert (collection.memberships, collection.aliases) == ([], {})
    assert not wandb.Api().artifact_exists("shop/ds:v0")
    with client(tmp_path / "again", "folder", str(source)) as child:
        assert child.done() == ["v0"]
    assert [place.index for place in collection.memberships] == [0]
    version = wandb.Api().artifact("shop/ds:latest")
    folder = Path(version.download(root=str(tmp_path / "down")))
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == files
