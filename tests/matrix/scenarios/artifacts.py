"""Artifacts: logged and used by runs, downloaded, changed, listed, deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


def logged(folder: Path, content: str = "x", **options: Any) -> None:
    """Logs a version with a file and a folder."""
    (folder / "sub").mkdir(exist_ok=True)
    (folder / "x.txt").write_text(content * 100)
    (folder / "sub/y.txt").write_text("y")
    run = wandb.init(project="demo", job_type="make")
    artifact = wandb.Artifact("data", type="dataset", description="some", metadata={"rows": 3})
    artifact.add_file(str(folder / "x.txt"))
    artifact.add_dir(str(folder / "sub"), name="dir")
    run.log_artifact(artifact, **options)
    run.finish()


def test_what_is_logged_is_there(runfake: Runfake, tmp_path: Path) -> None:
    logged(tmp_path, aliases=["gold", "latest"])
    (held,) = runfake.runs()
    (artifact,) = runfake.world.artifacts.lineage.outputs(held)
    assert (artifact.state, artifact.name, sorted(artifact.aliases)) == ("COMMITTED", "data:v0", ["gold", "latest"])
    assert artifact.read("x.txt") == b"x" * 100
    assert artifact.read("dir/y.txt") == b"y"
    found = wandb.Api().artifact("demo/data:gold")
    assert (found.version, found.type, found.description, found.metadata) == ("v0", "dataset", "some", {"rows": 3})
    assert found.size == 101


def test_versions(runfake: Runfake, tmp_path: Path) -> None:
    for content in ("x", "y", "y", "z"):
        logged(tmp_path, content)
    api = wandb.Api()
    assert [api.artifact(f"demo/data:{of}").version for of in ("v0", "v1", "latest")] == ["v0", "v1", "v2"]
    assert len(runfake.runs()) == 4


def test_lineage(runfake: Runfake, tmp_path: Path) -> None:
    logged(tmp_path)
    run = wandb.init(project="demo", id="user")
    used = run.use_artifact("data:latest")
    folder = Path(used.download(root=str(tmp_path / "back")))
    run.finish()
    assert (folder / "x.txt").read_text() == "x" * 100
    assert (folder / "dir/y.txt").read_text() == "y"
    found = wandb.Api().artifact("demo/data:v0")
    maker = found.logged_by()
    assert maker is not None
    assert maker.job_type == "make"
    assert [user.id for user in found.used_by()] == ["user"]
    assert [artifact.name for artifact in runfake.world.artifacts.lineage.inputs(runfake.get_run("demo/user"))] == [
        "data:v0"
    ]


def test_download(backend: Runfake, tmp_path: Path) -> None:
    contents = {f"dir/{i} ä.txt": f"{i}" * 50 for i in range(30)}
    backend.artifact("demo/data", files=contents)
    folder = Path(wandb.Api().artifact("demo/data:latest").download(root=str(tmp_path / "back")))
    assert {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.txt")} == contents


def test_files(backend: Runfake) -> None:
    backend.artifact("demo/data", files={f"{i}.txt": "x" * i for i in range(5)})
    artifact = wandb.Api().artifact("demo/data:v0")
    assert sorted((file.name, file.size) for file in artifact.files(per_page=2)) == [(f"{i}.txt", i) for i in range(5)]
    assert sorted(artifact.manifest.entries) == [f"{i}.txt" for i in range(5)]


def test_changes(backend: Runfake) -> None:
    held = backend.artifact("demo/data", files={"x.txt": "x"}, aliases=["old"])
    artifact = wandb.Api().artifact("demo/data:v0")
    artifact.aliases.append("gold")
    artifact.aliases.remove("old")
    artifact.description = "described"
    artifact.metadata["rows"] = 3
    artifact.save()
    assert sorted(held.aliases) == ["gold", "latest"]
    again = wandb.Api().artifact("demo/data:gold")
    assert (again.description, again.metadata) == ("described", {"rows": 3})


def test_deletion(backend: Runfake) -> None:
    backend.artifact("demo/data", files={"x.txt": "x"})
    held = backend.artifact("demo/data", files={"x.txt": "y"}, aliases=["gold"])
    artifact = wandb.Api().artifact("demo/data:v1")
    with pytest.raises((wandb.errors.CommError, ValueError)):
        artifact.delete()
    assert wandb.Api().artifact("demo/data:gold").version == "v1"
    artifact.delete(delete_aliases=True)
    assert held.state == "DELETED"
    assert wandb.Api().artifact("demo/data:v0").version == "v0"


def test_types_and_collections(backend: Runfake) -> None:
    for i in range(3):
        backend.artifact("demo/data", files={"x.txt": f"{i}"})
    backend.artifact("demo/net", type="model", files={"x.txt": "x"})
    api = wandb.Api()
    assert sorted(kind.name for kind in api.artifact_types("demo")) == ["dataset", "model"]
    assert [collection.name for collection in api.artifact_type("model", "demo").collections()] == ["net"]
    assert [version.version for version in api.artifacts("dataset", "demo/data")] == ["v2", "v1", "v0"]


def test_one_that_is_not_there(backend: Runfake) -> None:
    backend.artifact("demo/data", files={"x.txt": "x"})
    for name in ("demo/data:v7", "demo/other:latest"):
        with pytest.raises((wandb.errors.CommError, ValueError)):
            wandb.Api().artifact(name)


@pytest.mark.usefixtures("runfake")
def test_a_reference() -> None:
    run = wandb.init(project="demo")
    artifact = wandb.Artifact("data", type="dataset")
    artifact.add_reference("https://data.example/x.csv", name="x.csv", checksum=False)
    run.log_artifact(artifact)
    run.finish()
    found = wandb.Api().artifact("demo/data:v0")
    assert [entry.ref for entry in found.manifest.entries.values()] == ["https://data.example/x.csv"]
