"""Rows 2, 8, 9, 16 and 17: artifacts, from the first log to the deletion, with the real client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import wandb
from wandb.errors import CommError

from runfake.pytest_plugin.fixture import Runfake


def log(folder: Path, files: dict[str, str], run_id: str = "maker", **artifact: Any) -> None:
    """Logs one version of artifact ``ds`` of type ``dataset`` from a run of project ``shop``."""
    folder.mkdir(exist_ok=True)
    with wandb.init(project="shop", id=run_id, resume="allow") as run:
        made = wandb.Artifact("ds", type="dataset", metadata=artifact.get("metadata"))
        for name, content in files.items():
            (folder / name).write_text(content)
            made.add_file(str(folder / name))
        run.log_artifact(made, aliases=artifact.get("aliases"), tags=artifact.get("tags"))


def uploads(runfake: Runfake) -> list[str]:
    """The names of the artifact files that were uploaded."""
    sent = [entry.path for entry in runfake.journal if entry.method == "PUT" and "/artifacts/" in entry.path]
    return [path.rsplit("/", 1)[1] for path in sent]


def test_the_documented_example_of_logging(runfake: Runfake, tmp_path: Path) -> None:
    run = wandb.init(project="artifact-example")
    (tmp_path / "my_file.txt").write_text("some text")
    artifact = wandb.Artifact("test_artifact", type="dataset")
    artifact.add_file(str(tmp_path / "my_file.txt"))
    run.log_artifact(artifact)
    run.finish()

    finished = wandb.Api().run(f"{run.entity}/{run.project}/{run.id}")
    assert [logged.name for logged in finished.logged_artifacts()] == ["test_artifact:v0"]
    held = runfake.world.artifacts.lineage.outputs(runfake.get_run(f"artifact-example/{run.id}"))
    assert [(version.name, version.aliases) for version in held] == [("test_artifact:v0", ["latest"])]
    assert held[0].read("my_file.txt") == b"some text"
    assert runfake.journal.refused() == []


def test_the_documented_example_of_using(runfake: Runfake) -> None:
    version = runfake.world.artifact("artifact-example/test_artifact", files={"a.txt": "x"})
    run = wandb.init(project="artifact-example")
    run.use_artifact("test_artifact:latest")
    run.finish()

    finished = wandb.Api().run(f"{run.entity}/{run.project}/{run.id}")
    assert [used.name for used in finished.used_artifacts()] == ["test_artifact:v0"]
    assert runfake.world.artifacts.lineage.users(version) == [runfake.get_run(f"artifact-example/{run.id}")]
    assert runfake.journal.refused() == []


def test_the_same_content_again_is_no_new_version_and_uploads_nothing(runfake: Runfake, tmp_path: Path) -> None:
    log(tmp_path / "a", {"x.txt": "1", "y.txt": "2"})
    before = len(uploads(runfake))
    assert before == 2
    manifests = [entry for entry in runfake.journal if entry.method == "PUT" and "/manifests/" in entry.path]
    log(tmp_path / "b", {"x.txt": "1", "y.txt": "2"}, run_id="other", aliases=["again"])
    assert len(uploads(runfake)) == before
    assert [e for e in runfake.journal if e.method == "PUT" and "/manifests/" in e.path] == manifests
    collection = runfake.world.project("shop").collections["ds"]
    assert [place.aliases for place in collection.memberships] == [["latest", "again"]]


def test_a_changed_file_is_the_only_one_that_is_uploaded(runfake: Runfake, tmp_path: Path) -> None:
    log(tmp_path / "a", {"x.txt": "1", "y.txt": "2"})
    before = uploads(runfake)
    log(tmp_path / "b", {"x.txt": "1", "y.txt": "3"})
    assert uploads(runfake)[len(before) :] == ["y.txt"]
    version = wandb.Api().artifact("shop/ds:latest")
    assert version.version == "v1"
    folder = Path(version.download(root=str(tmp_path / "down")))
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"x.txt": "1", "y.txt": "3"}


def test_aliases_tags_and_metadata_arrive_and_can_be_changed(runfake: Runfake, tmp_path: Path) -> None:
    log(tmp_path, {"x": "1"}, aliases=["best"], tags=["tag one"], metadata={"rows": 3})
    log(tmp_path, {"x": "2"}, aliases=["best"])
    api = wandb.Api()
    first, second = api.artifact("shop/ds:v0"), api.artifact("shop/ds:best")
    assert (second.version, first.aliases, first.tags, first.metadata) == ("v1", [], ["tag one"], {"rows": 3})
    first.aliases = ["old"]
    first.tags = ["two"]
    first.metadata["rows"] = 4
    first.description = "the first"
    first.save()
    held = runfake.world.project("shop").collections["ds"].memberships[0].artifact
    assert (held.aliases, held.tags, held.description) == (["old"], ["two"], "the first")
    assert json.loads(held.metadata or "") == {"rows": 4}
    assert wandb.Api().artifact("shop/ds:old").metadata == {"rows": 4}


@pytest.mark.parametrize("per_page", [1, 2, 3, 100])
def test_per_page_is_the_size_of_a_page_of_logged_and_used_artifacts(runfake: Runfake, per_page: int) -> None:
    run = runfake.run("shop/r")
    names = [f"a{i}" for i in range(5)]
    for name in names:
        runfake.world.artifact(f"shop/{name}", files={"f": name}, logged_by=run)
        runfake.world.artifact(f"shop/in-{name}", files={"f": f"in {name}"}, used_by=[run])
    api = wandb.Api()
    logged = api.run("shop/r").logged_artifacts(per_page=per_page)
    assert [version.name for version in logged] == [f"{name}:v0" for name in names]
    used = api.run("shop/r").used_artifacts(per_page=per_page)
    assert [version.name for version in used] == [f"in-{name}:v0" for name in names]
    assert (len(logged), len(used)) == (5, 5)
    sent = [entry for entry in runfake.journal if "RunOutputArtifacts" in entry.operations]
    assert {entry.variables["perPage"] for entry in sent} == {per_page}


def test_an_existing_version_may_be_declared_an_output_and_an_input(runfake: Runfake) -> None:
    maker, run = runfake.run("shop/maker"), runfake.run("shop/r")
    held = runfake.world.artifact("shop/ds", files={"x": "1"}, logged_by=maker)
    api = wandb.Api()
    version = api.artifact("shop/ds:v0")
    assert api.run("shop/r").log_artifact(version, aliases=["kept"], tags=["seen"]) is version
    assert api.run("shop/r").use_artifact(version, use_as="training set") is version
    lineage = runfake.world.artifacts.lineage
    assert (lineage.outputs(run), lineage.inputs(run), lineage.maker(held)) == ([held], [held], maker)
    assert lineage.used_as(run, held) == "training set"
    assert set(held.aliases) == {"latest", "kept"}
    assert held.tags == ["seen"]


def test_lineage_is_told_both_ways(runfake: Runfake) -> None:
    maker, user = runfake.run("shop/maker"), runfake.run("shop/user")
    runfake.world.artifact("shop/ds", files={"x": "1"}, logged_by=maker, used_by=[user])
    runfake.world.artifact("shop/model", type="model", files={"w": "1"}, logged_by=user)
    api = wandb.Api()
    data, model = api.artifact("shop/ds:latest"), api.artifact("shop/model:latest")
    assert data.logged_by().id == "maker"
    assert [run.id for run in data.used_by()] == ["user"]
    assert (model.logged_by().id, model.used_by()) == ("user", [])


@pytest.mark.parametrize("delete_artifacts", [False, True])
def test_a_deleted_run_takes_its_artifacts_along_only_if_asked(runfake: Runfake, delete_artifacts: bool) -> None:
    maker, user, other = (runfake.run(f"shop/{name}") for name in ("maker", "user", "other"))
    runfake.world.artifact("shop/ds", files={"x": "1"}, logged_by=maker, used_by=[user])
    shared = runfake.world.artifact("shop/shared", files={"x": "2"}, logged_by=maker)
    runfake.world.artifacts.lineage.record_output(other, shared)
    runfake.world.artifact("shop/input", files={"x": "3"}, used_by=[maker])
    api = wandb.Api()
    api.run("shop/maker").delete(delete_artifacts=delete_artifacts)

    assert api.artifact_exists("shop/ds:v0") is not delete_artifacts
    assert len(api.run("shop/user").used_artifacts()) == (0 if delete_artifacts else 1)
    assert api.artifact_exists("shop/shared:v0")
    assert api.artifact("shop/input:v0").used_by() == []
    if not delete_artifacts:
        assert api.artifact("shop/ds:v0").logged_by() is None


def test_a_version_with_aliases_is_deleted_only_with_them(runfake: Runfake) -> None:
    for content in ("1", "2", "3"):
        runfake.world.artifact("shop/ds", files={"x": content}, aliases=["best"])
    api = wandb.Api()
    with pytest.raises(CommError, match=r"artifact 'ds:v2' has the aliases 'latest', 'best'"):
        api.artifact("shop/ds:v2").delete()
    assert api.artifact_exists("shop/ds:v2")
    api.artifact("shop/ds:v2").delete(delete_aliases=True)
    api.artifact("shop/ds:v0").delete()
    fresh = wandb.Api()
    assert [version.name for version in fresh.artifacts("dataset", "shop/ds")] == ["ds:v1"]
    assert fresh.artifact("shop/ds:latest").version == "v1"
    assert not fresh.artifact_exists("shop/ds:best")


def test_versions_are_linked_and_unlinked(runfake: Runfake) -> None:
    held = runfake.world.artifact("shop/ds", files={"x": "1"})
    api = wandb.Api()
    api.artifact("shop/ds:v0").link("shop/picks", aliases=["gold"])
    linked = wandb.Api().artifact("shop/picks:gold")
    assert (linked.source_name, linked.version) == ("ds:v0", "v0")
    assert [place.collection.name for place in held.memberships] == ["ds", "picks"]
    linked.unlink()
    assert [place.collection.name for place in held.memberships] == ["ds"]
    assert wandb.Api().artifact_exists("shop/ds:v0")


def test_collections_and_types_are_listed_renamed_and_deleted(runfake: Runfake) -> None:
    runfake.world.artifact("shop/ds", files={"x": "1"})
    runfake.world.artifact("shop/m", type="model", files={"x": "1"})
    api = wandb.Api()
    assert [kind.name for kind in api.artifact_types("shop")] == ["dataset", "model"]
    (collection,) = api.artifact_collections("shop", "dataset")
    collection.name = "renamed"
    collection.description = "described"
    collection.save()
    assert wandb.Api().artifact("shop/renamed:v0").name == "renamed:v0"
    assert not wandb.Api().artifact_exists("shop/ds:v0")
    wandb.Api().artifact_collection("dataset", "shop/renamed").delete()
    assert not wandb.Api().artifact_exists("shop/renamed:v0")
    assert list(runfake.world.project("shop").collections) == ["m"]


def test_a_reference_is_kept_without_content(runfake: Runfake) -> None:
    with wandb.init(project="shop", id="r") as run:
        artifact = wandb.Artifact("refs", type="dataset")
        artifact.add_reference("https://example.com/data.csv", checksum=False)
        run.log_artifact(artifact)
    version = wandb.Api().artifact("shop/refs:v0")
    (entry,) = version.manifest.entries.values()
    assert entry.ref == "https://example.com/data.csv"
    assert uploads(runfake) == []


def test_tables_media_and_histograms_are_logged_and_read_back(runfake: Runfake, tmp_path: Path) -> None:
    with wandb.init(project="shop", id="r") as run:
        run.log({"table": wandb.Table(columns=["a", "b"], data=[[1, "x"], [2, "y"]])})
        run.log({"histogram": wandb.Histogram([1, 2, 2, 3], num_bins=3), "page": wandb.Html("<b>bold</b>")})
    read = wandb.Api().run("shop/r")
    (logged,) = read.logged_artifacts()
    assert logged.type == "run_table"
    table: Any = logged.get("table")
    assert table.data == [[1, "x"], [2, "y"]]
    (row,) = read.scan_history(keys=["histogram"])
    assert row["histogram"]["_type"] == "histogram"
    assert row["histogram"]["values"] == [1, 2, 1]
    page = read.summary["page"]["path"]
    read.file(page).download(root=str(tmp_path)).close()
    assert "<b>bold</b>" in (tmp_path / page).read_text()
    assert runfake.journal.refused() == []


def test_a_version_that_was_never_committed_is_not_there(runfake: Runfake) -> None:
    world = runfake.world
    pending = world.artifacts.create(world.project("shop"), _announced("ds"), runfake.run("shop/r"), world.default_user)
    api = wandb.Api()
    assert pending.state == "PENDING"
    assert not api.artifact_exists("shop/ds:v0")
    assert not api.artifact_exists("shop/ds:latest")
    assert len(api.run("shop/r").logged_artifacts()) == 0


def _announced(name: str) -> Any:
    from runfake.world.artifacts.new_artifact import NewArtifact

    return NewArtifact(type_name="dataset", collection_name=name, digest="d" * 32)


def test_an_artifact_keeps_its_type(runfake: Runfake, tmp_path: Path) -> None:
    runfake.world.artifact("shop/ds", type="model", files={"x": "1"})
    with pytest.raises(ValueError, match=r"already exists with type 'model'"):
        log(tmp_path, {"x": "2"})
    assert len(runfake.world.project("shop").collections["ds"].memberships) == 1
