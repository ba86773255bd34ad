"""What clients do where a server lacks what newer ones have: the newest here, 0.19.11 in an environment of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import wandb

from runfake import which
from runfake.pytest_plugin.fixture import Runfake
from runfake.world.server_side import FLAGS
from tests.matrix import borrowing


def log(folder: Path) -> None:
    """Logs a run with a file and an artifact that it links, and one that uses it."""
    (folder / "x.txt").write_text("x" * 100)
    with wandb.init(project="demo", id="a") as run:
        run.log({"loss": 0.5})
        print("hello")
        run.save(str(folder / "x.txt"), base_path=str(folder))
        artifact = wandb.Artifact("data", "dataset")
        artifact.add_file(str(folder / "x.txt"))
        run.log_artifact(artifact, tags=["tag"]).wait()
        run.link_artifact(artifact, "chosen")
    with wandb.init(project="demo", id="b") as run:
        run.use_artifact("data:latest")


def check(runfake: Runfake, folder: Path) -> None:
    """Finds in the world, and reads, what was logged."""
    held = runfake.get_run("demo/a")
    assert (held.summary["loss"], held.console[0].text) == (0.5, "hello")
    assert held.files["x.txt"].content == b"x" * 100
    api = wandb.Api()
    artifact = api.artifact("demo/data:v0")
    assert (artifact.aliases, artifact.tags) == (["latest"], ["tag"])
    assert (Path(artifact.download(root=str(folder / "back"))) / "x.txt").read_text() == "x" * 100
    assert [file.name for file in artifact.files()] == ["x.txt"]
    assert [linked.name for linked in artifact.linked_artifacts] == ["chosen:v0"]
    assert [used.name for used in api.run("demo/b").used_artifacts()] == ["data:v0"]
    assert {found.name for found in api.artifact_type("dataset", "demo").collections()} == {"data", "chosen"}


@pytest.mark.runfake(disabled_features=FLAGS, server_version="0.60.0")
def test_the_newest_gets_along_without_any_feature(runfake: Runfake, tmp_path: Path) -> None:
    log(tmp_path)
    check(runfake, tmp_path)


def used_artifact(runfake: Runfake) -> dict[str, Any]:
    runfake.artifact("demo/data", files={"x.txt": "x"})
    with wandb.init(project="demo", id="b") as run:
        run.use_artifact("data:latest")
    (entry,) = runfake.journal.find(which.operation("UseArtifact"))
    return entry.variables


def test_it_says_where_an_artifact_is_that_is_used(runfake: Runfake) -> None:
    assert used_artifact(runfake)["artifactProjectName"] == "demo"


@pytest.mark.runfake(disabled_features={"USE_ARTIFACT_WITH_ENTITY_AND_PROJECT_INFORMATION"})
def test_or_not(runfake: Runfake) -> None:
    assert not used_artifact(runfake).get("artifactProjectName")


@pytest.mark.parametrize("off", [(), ("MARK_RUN_FILES_UPLOADED",)], ids=["on", "off"])
def test_files_are_marked_as_uploaded_or_not(runfake: Runfake, tmp_path: Path, off: tuple[str, ...]) -> None:
    runfake.world.set_server(disabled_features=off)
    held = runfake.run("demo/a")
    (tmp_path / "x.txt").write_text("x")
    wandb.Api().run("demo/a").upload_file(str(tmp_path / "x.txt"), root=str(tmp_path))
    assert held.files["x.txt"].content == b"x"
    assert len(runfake.journal.find(which.operation("MarkRunFilesUploaded"))) == 1 - len(off)


def registries(_: Runfake) -> None:
    wandb.Api().registries(organization="o")


def count_files(runfake: Runfake) -> None:
    runfake.artifact("demo/data", files={"x.txt": "x"})
    files = wandb.Api().artifact("demo/data:v0").files()
    assert [file.name for file in files] == ["x.txt"]
    len(files)


def filter_collections(runfake: Runfake) -> None:
    runfake.artifact("demo/data", type="dataset")
    kind = wandb.Api().artifact_type("dataset", "demo")
    assert [found.name for found in kind.collections()] == ["data"]
    kind.collections(filters={"name": "data"})


def enqueue(runfake: Runfake) -> None:
    runfake.sweep("demo/s", {"method": "grid", "parameters": {"x": {"values": [1, 2]}}})
    sweep: Any = wandb.Api().sweep("demo/s")  # type: ignore[no-untyped-call]
    sweep.enqueue_run({"x": 1})


def create_registry(_: Runfake) -> None:
    wandb.Api().create_registry("models", visibility="organization", organization="o")


@pytest.mark.parametrize(
    ("feature", "act", "error", "said"),
    [
        ("TOTAL_COUNT_IN_FILE_CONNECTION", count_files, NotImplementedError, "length"),
        ("ARTIFACT_REGISTRY_SEARCH", registries, RuntimeError, "not enabled on this wandb server"),
        ("ARTIFACT_COLLECTIONS_FILTERING_SORTING", filter_collections, Exception, "not supported on this wandb server"),
        ("SWEEPS_LOCAL_SCHEDULER", enqueue, Exception, "not supported on this wandb server"),
        ("INCLUDE_ARTIFACT_TYPES_IN_REGISTRY_CREATION", create_registry, RuntimeError, "on this wandb server"),
    ],
)
def test_what_cannot_be_without_is_told(
    runfake: Runfake, feature: str, act: Callable[[Runfake], None], error: type[Exception], said: str
) -> None:
    runfake.world.set_server(disabled_features={feature})
    with pytest.raises(error, match=said):
        act(runfake)


@pytest.mark.parametrize("off", [(), ("ARTIFACT_MEMBERSHIP_IN_LINK_ARTIFACT_RESPONSE",)], ids=["on", "off"])
def test_a_link_is_looked_up_where_the_answer_does_not_have_it(runfake: Runfake, off: tuple[str, ...]) -> None:
    runfake.world.set_server(disabled_features=off)
    runfake.artifact("demo/data", files={"x.txt": "x"})
    artifact = wandb.Api().artifact("demo/data:v0")
    before = len(runfake.journal.find(which.operation("ArtifactMembershipByName")))
    linked = artifact.link("demo/chosen")
    assert linked is not None
    assert linked.name == "chosen:v0"
    assert len(runfake.journal.find(which.operation("ArtifactMembershipByName"))) - before == len(off)


@pytest.mark.parametrize("off", [(), ("SWEEPS_QUERY_FILTERING",)], ids=["on", "off"])
def test_sweeps_are_listed_either_way(runfake: Runfake, off: tuple[str, ...]) -> None:
    runfake.world.set_server(disabled_features=off)
    runfake.sweep("demo/s", {"method": "grid", "parameters": {"x": {"values": [1, 2]}}})
    assert [sweep.id for sweep in wandb.Api().project("demo").sweeps()] == ["s"]


@pytest.mark.parametrize("off", [(), ("ARTIFACT_V2_DOWNLOAD_HANDLER_SUPPORTS_ARTIFACT_ID",)], ids=["on", "off"])
def test_a_file_of_an_artifact_is_asked_for_with_the_artifact_or_without(
    runfake: Runfake, tmp_path: Path, off: tuple[str, ...]
) -> None:
    runfake.world.set_server(disabled_features=off)
    runfake.artifact("demo/data", files={"x.txt": "x"})
    entry = wandb.Api().artifact("demo/data:v0").get_entry("x.txt")
    assert Path(entry.download(root=str(tmp_path))).read_text() == "x"
    (asked,) = runfake.journal.find(which.route("artifact_download"))
    assert len(asked.path.split("/")) == 10 - len(off)


@pytest.mark.parametrize("off", [(), ("FILESTREAM_GZIP",)], ids=["on", "off"])
def test_the_file_stream_is_compressed_where_that_is_understood(runfake: Runfake, off: tuple[str, ...]) -> None:
    runfake.world.set_server(disabled_features=off)
    settings = wandb.Settings(x_file_stream_no_gzip=False)
    with wandb.init(project="demo", id="a", settings=settings) as run:
        run.log({"text": "x" * 20_000})
    assert runfake.get_run("demo/a").history[0]["text"] == "x" * 20_000
    largest = max(entry.bytes_in for entry in runfake.journal.find(which.route("file_stream")))
    assert (largest > 20_000) == bool(off)


# -- 0.19.11, which looks at the schema, too ---------------------------------------------------------

BEGIN = """
import os, tempfile
from pathlib import Path
from runfake import World, serve, which
from runfake.transports.environment import client_variables, private_folders
import wandb

os.environ["WANDB_SILENT"] = "true"
world = World(disabled_features={disabled!r})
with serve(world) as server:
    os.environ.update(client_variables(server.url, server.api_key, server.entity) | private_folders(Path.cwd()))
    sent = lambda operation: server.journal.find(which.operation(operation))
    held = world.run("demo/a", files={{"x.txt": "x" * 100}})
    data = world.artifact("demo/data", files={{"x.txt": "x" * 100}}, logged_by=held)
    api = wandb.Api()
    artifact = api.artifact("demo/data:v0")
    {program}
    assert server.journal.complained_of() == []
"""

ALIASES = """
    artifact.aliases.append("gold")
    artifact.save()
    assert world.artifacts.lineage.outputs(held)[0].aliases == ["latest", "gold"]
    assert not sent("AddAliases") and "aliases" in sent("UpdateArtifact")[0].variables
"""
TAGS = """
    assert artifact.tags == []
    artifact.description = "new"
    artifact.save()
    assert data.description == "new"
"""
TTL = """
    assert artifact.aliases == ["latest"]
    assert artifact.description is None
"""
TRACKING = """
    assert all("enableTracking" not in entry.variables for entry in sent("ArtifactByName"))
"""
DELETE = """
    api.run("demo/a").file("x.txt").delete()
    assert "x.txt" not in held.files
    assert "projectId" not in sent("deleteFiles")[0].variables
"""
FILES = """
    assert [file.name for file in artifact.files()] == ["x.txt"]
    folder = artifact.download(root=tempfile.mkdtemp())
    assert os.listdir(folder) == ["x.txt"]
    assert sent("ArtifactVersionFiles") and not sent("ArtifactCollectionMembershipFiles")
"""
RUN = """
    assert api.run("demo/a").state == "finished"
    assert [file.name for file in api.run("demo/a").files()] == ["x.txt"]
"""
UPLOAD = """
    Path("up.txt").write_text("up")
    api.run("demo/a").upload_file("up.txt")
    assert held.files["up.txt"].content == b"up"
    assert sent("RunUploadUrls")
"""
LOG = """
    with wandb.init(project="demo", id="b") as run:
        made = wandb.Artifact("other", "dataset")
        with made.new_file("y.txt") as file:
            file.write("y")
        run.log_artifact(made).wait()
        run.use_artifact("data:latest", use_as="role")
    assert [used.name for used in world.artifacts.lineage.inputs(world.get_run("demo/b"))] == ["data:v0"]
    assert [logged.name for logged in world.artifacts.lineage.outputs(world.get_run("demo/b"))] == ["other:v0"]
"""
REGISTRIES = """
    try:
        api.registries(organization="o")
    except RuntimeError as error:
        assert "Registry search API is not enabled" in str(error)
    else:
        raise AssertionError("it went unnoticed")
"""


@pytest.mark.parametrize(
    ("missing", "program"),
    [
        ("AddAliasesInput", ALIASES),
        ("Artifact.tags", TAGS),
        ("Artifact.ttlIsInherited", TTL),
        ("Artifact.historyStep", TTL),
        ("Project.artifact.enableTracking", TRACKING),
        ("DeleteFilesInput.projectId", DELETE),
        ("Run.projectId", RUN),
        ("Mutation.createRunFiles", UPLOAD),
        ("CreateArtifactInput.tags", LOG),
        ("UseArtifactInput.usedAs", LOG),
        ("USE_ARTIFACT_WITH_ENTITY_AND_PROJECT_INFORMATION", LOG),
        ("STRUCTURED_CONSOLE_LOGS", LOG),
        ("ServerInfo.features", FILES),
        ("ARTIFACT_COLLECTION_MEMBERSHIP_FILES", FILES),
        ("ARTIFACT_REGISTRY_SEARCH", REGISTRIES),
        ("ServerInfo.features", REGISTRIES),
    ],
)
def test_an_older_one_goes_another_way(missing: str, program: str, tmp_path: Path) -> None:
    borrowing.run("0.19.11", BEGIN.format(disabled=[missing], program=program.strip()), folder=tmp_path)
