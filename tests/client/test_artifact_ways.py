"""The less trodden ways to log, change and fetch an artifact, with the real client."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


def saved(folder: Path, name: str, content: str) -> str:
    """The path of a new file."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    return str(folder / name)


def entries(artifact: Any) -> set[str]:
    """The paths in a version."""
    return set(artifact.manifest.entries)


def test_an_incremental_artifact_adds_to_the_one_before(runfake: Runfake, tmp_path: Path) -> None:
    runfake.artifact("shop/ds", files={"a": "1", "b": "2"})
    with wandb.init(project="shop") as run:
        more = wandb.Artifact("ds", type="dataset", incremental=True)
        more.add_file(saved(tmp_path, "b", "3"))
        more.add_file(saved(tmp_path, "c", "4"))
        run.log_artifact(more)
    version = wandb.Api().artifact("shop/ds:latest")
    assert version.version == "v1"
    assert entries(version) == {"a", "b", "c"}
    folder = Path(version.download(root=str(tmp_path / "down")))
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"a": "1", "b": "3", "c": "4"}


def test_an_artifact_of_several_runs_is_one_version(runfake: Runfake, tmp_path: Path) -> None:
    for i in range(2):
        with wandb.init(project="shop", group="team") as run:
            part = wandb.Artifact("ds", type="dataset")
            part.add_file(saved(tmp_path / str(i), f"part{i}", str(i)))
            run.upsert_artifact(part, distributed_id="together")
    assert not wandb.Api().artifact_exists("shop/ds:v0")
    assert len(runfake.runs()) == 2
    with wandb.init(project="shop", group="team") as run:
        last = wandb.Artifact("ds", type="dataset")
        last.add_file(saved(tmp_path / "last", "part2", "2"))
        run.finish_artifact(last, distributed_id="together")
    version = wandb.Api().artifact("shop/ds:latest")
    assert (version.version, entries(version)) == ("v0", {"part0", "part1", "part2"})


def test_time_to_live_is_kept(runfake: Runfake) -> None:
    held = runfake.artifact("shop/ds", files={"a": "1"})
    version = wandb.Api().artifact("shop/ds:v0")
    version.ttl = timedelta(days=3)
    version.save()
    assert held.ttl_seconds == 3 * 24 * 3600
    assert wandb.Api().artifact("shop/ds:v0").ttl == timedelta(days=3)


def test_a_version_is_checked_out_and_verified(runfake: Runfake, tmp_path: Path) -> None:
    runfake.artifact("shop/ds", files={"a": "1", "deep/b": "2"})
    version = wandb.Api().artifact("shop/ds:v0")
    folder = version.checkout(str(tmp_path / "out"))
    assert (Path(folder) / "deep" / "b").read_text() == "2"
    version.verify(folder)
    (Path(folder) / "a").write_text("changed")
    with pytest.raises(ValueError, match="Digest mismatch for file"):
        version.verify(folder)


def test_a_draft_of_a_version_becomes_the_next(runfake: Runfake, tmp_path: Path) -> None:
    runfake.artifact("shop/ds", files={"a": "1"})
    with wandb.init(project="shop") as run:
        draft = run.use_artifact("ds:latest").new_draft()
        draft.add_file(saved(tmp_path, "b", "2"))
        logged = run.log_artifact(draft)
        logged.wait()
        assert logged.version == "v1"
    assert entries(wandb.Api().artifact("shop/ds:v1")) == {"a", "b"}


@pytest.mark.parametrize("per_page", [1, 2, 50])
def test_versions_and_files_come_in_pages_of_any_size(runfake: Runfake, per_page: int) -> None:
    for i in range(5):
        runfake.artifact("shop/ds", files={f"{name}{i}": str(i) for name in "abcde"})
    versions = wandb.Api().artifacts("dataset", "shop/ds", per_page=per_page)
    assert [version.version for version in versions] == ["v4", "v3", "v2", "v1", "v0"]
    files = wandb.Api().artifact("shop/ds:v2").files(per_page=per_page)
    assert [file.name for file in files] == [f"{name}2" for name in "abcde"]
    assert (len(versions), len(files)) == (5, 5)


def test_collection_tags_are_added_and_taken_away(runfake: Runfake) -> None:
    runfake.artifact("shop/ds", files={"a": "1"})
    collection = wandb.Api().artifact_collection("dataset", "shop/ds")
    collection.tags = ["one", "two words"]
    collection.save()
    assert sorted(wandb.Api().artifact_collection("dataset", "shop/ds").tags) == ["one", "two words"]
    collection.tags = ["two words"]
    collection.save()
    assert runfake.world.project("shop").collections["ds"].tags == ["two words"]


def test_the_type_of_a_collection_may_be_changed_but_not_to_one_of_the_clients_own(runfake: Runfake) -> None:
    runfake.artifact("shop/ds", files={"a": "1"})
    collection = wandb.Api().artifact_collection("dataset", "shop/ds")
    collection.change_type("model")
    assert wandb.Api().artifact("shop/ds:v0").type == "model"
    with pytest.raises(Exception, match="is reserved for internal use"):
        wandb.Api().artifact_collection("model", "shop/ds").change_type("wandb-history")
    assert runfake.world.project("shop").collections["ds"].type.name == "model"


def test_an_image_is_logged_and_read_back(runfake: Runfake, tmp_path: Path) -> None:
    pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    with wandb.init(project="shop", id="r") as run:
        run.log({"seen": wandb.Image(pixels, caption="a ramp")})
    read: Any = wandb.Api().run("shop/r")
    seen = read.summary["seen"]
    assert (seen["_type"], seen["width"], seen["height"], seen["caption"]) == ("image-file", 4, 4, "a ramp")
    read.file(seen["path"]).download(root=str(tmp_path)).close()
    assert np.array_equal(np.asarray(PIL.Image.open(tmp_path / seen["path"])), pixels)
    assert runfake.get_run("shop/r").files[seen["path"]].mimetype == "image/png"


def test_a_run_links_what_it_has_just_logged(runfake: Runfake, tmp_path: Path) -> None:
    runfake.world.project("models")
    with wandb.init(project="shop") as run:
        made = wandb.Artifact("net", type="model")
        made.add_file(saved(tmp_path, "w", "1"))
        run.log_artifact(made)
        run.link_artifact(made, "models/best", aliases=["gold"])
    linked = wandb.Api().artifact("models/best:gold")
    assert (linked.source_name, linked.source_project, linked.aliases) == ("net:v0", "shop", ["latest", "gold"])
    assert [place.collection.path for place in runfake.world.project("models").collections["best"].memberships] == [
        f"{runfake.entity}/models/best"
    ]


def test_a_run_logs_code_and_a_model(runfake: Runfake, tmp_path: Path) -> None:
    saved(tmp_path, "train.py", "print('x')")
    with wandb.init(project="shop", id="r") as run:
        run.log_code(str(tmp_path))
        run.log_model(saved(tmp_path, "weights.bin", "w"), name="net")
    assert {version.type for version in wandb.Api().run("shop/r").logged_artifacts()} == {"code", "model"}
    assert runfake.journal.refused() == []
