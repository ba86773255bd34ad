"""Whatever a client asks for twice, because an answer was lost, is done once.

Here every request is handled twice, and the client is given the second answer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake
from runfake.wire.backend import Backend
from runfake.wire.exchange import Exchange
from runfake.wire.messages import Head, Response
from tests.client import full_walk

Open = Callable[[Backend, Head], Exchange]


class Twice:
    """An exchange whose request comes twice."""

    def __init__(self, first: Exchange, second: Exchange) -> None:
        self._both = (first, second)

    def write(self, chunk: bytes) -> None:
        for exchange in self._both:
            exchange.write(chunk)

    def abort(self) -> None:
        for exchange in self._both:
            exchange.abort()

    def close(self) -> Response:
        return [exchange.close() for exchange in self._both][-1]


@pytest.fixture(autouse=True)
def _twice(monkeypatch: pytest.MonkeyPatch) -> None:
    once = cast(Open, Backend.open)
    monkeypatch.setattr(Backend, "open", lambda backend, head: Twice(once(backend, head), once(backend, head)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_run_that_is_logged_read_edited_and_deleted(runfake: Runfake) -> None:
    full_walk.main()
    assert runfake.runs() == []


def file_with(folder: Path, text: str) -> str:
    path = folder / "data.txt"
    path.write_text(text)
    return str(path)


def version(folder: Path, text: str) -> wandb.Artifact:
    artifact = wandb.Artifact("out", type="dataset")
    artifact.add_file(file_with(folder, text))
    return artifact


def test_what_a_run_logs_is_there_once(runfake: Runfake, folder: Path) -> None:
    source = runfake.artifact("demo/in", files={"x.txt": "old"})
    with wandb.init(project="demo", id="a") as run:
        run.use_artifact("in:latest")
        run.alert("Diverged", "loss is NaN")
        run.log_artifact(version(folder, "one"), aliases=["gold"]).wait()
        run.log_artifact(version(folder, "two"))
        print("said once")
        run.log({"loss": 1})
        run.log({"table": wandb.Table(columns=["a"], data=[[1]])})
    held = runfake.get_run("demo/a")
    assert [row["_step"] for row in held.history] == [0, 1]
    assert [line.text for line in held.console] == ["said once"]
    assert [alert.title for alert in held.alerts] == ["Diverged"]
    lineage = runfake.world.artifacts.lineage
    assert [made.name for made in lineage.outputs(held)] == ["out:v0", "out:v1", "run-a-table:v0"]
    assert lineage.inputs(held) == [source]
    assert {made.name: made.aliases for made in lineage.outputs(held)} | {"run-a-table:v0": []} == {
        "out:v0": ["gold"],
        "out:v1": ["latest"],
        "run-a-table:v0": [],
    }
    assert held.state == "finished"


def test_what_is_deleted_is_gone_without_complaint(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("demo/a", files={"notes.md": "hi", "more.md": "ho"})
    for text in ("one", "two"):
        runfake.artifact("demo/out", files={"data.txt": text}, aliases=[text])
    run: Any = api.run("demo/a")
    run.file("notes.md").delete()
    api.artifact("demo/out:one").delete(delete_aliases=True)
    assert list(runfake.get_run("demo/a").files) == ["more.md"]
    assert [found.version for found in api.artifacts("dataset", "demo/out")] == ["v1"]
    api.artifact_collection("dataset", "demo/out").delete()
    run.delete()
    assert runfake.runs() == []
    assert [entry.error for entry in runfake.journal.refused()] == []


def test_what_is_edited_is_so_once(runfake: Runfake, api: wandb.Api) -> None:
    runfake.artifact("demo/out", files={"data.txt": "one"})
    made: Any = api.create_run(project="demo", run_id="fresh")
    artifact = api.artifact("demo/out:v0")
    artifact.aliases.append("gold")
    artifact.tags.append("checked")
    artifact.save()
    artifact.link("demo/portfolio")
    made.use_artifact(artifact)
    made.log_artifact(api.artifact("demo/out:v0"), aliases=["again"])
    made.load(force=True)
    made.tags.append("one")
    made.update()
    held = runfake.get_run("demo/fresh")
    assert (len(runfake.runs()), held.tags) == (1, ["one"])
    assert runfake.world.artifacts.lineage.inputs(held) == runfake.world.artifacts.lineage.outputs(held)
    assert sorted(api.artifact("demo/out:v0").aliases) == ["again", "gold", "latest"]
    assert api.artifact("demo/out:v0").tags == ["checked"]
    assert [len(c.artifacts()) for c in api.artifact_type("dataset", "demo").collections()] == [1, 1]
