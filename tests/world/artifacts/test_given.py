"""Artifacts that authors make, and find."""

from __future__ import annotations

import pytest

from runfake import World
from runfake.world.errors import Conflict, Invalid, NotFound


@pytest.fixture
def world() -> World:
    world = World()
    world.artifact("demo/net", type="model", files={"w": "1"})
    world.artifact("demo/net", type="model", files={"w": "2"}, aliases=["gold"])
    world.artifact("demo/net", type="model", files={"w": "3"})
    return world


def test_without_files_the_newest_version_is_found(world: World) -> None:
    run = world.run("demo/a")
    found = world.artifact("demo/net", aliases=["best"], logged_by=run)
    assert (found.name, found.read("w"), found.aliases) == ("net:v2", b"3", ["latest", "best"])
    assert world.artifacts.lineage.outputs(run) == [found]
    assert found.sequence.type.name == "model"


def test_without_files_a_new_one_is_empty_and_a_dataset() -> None:
    made = World().artifact("demo/data")
    assert (made.name, dict(made.entries), made.sequence.type.name) == ("data:v0", {}, "dataset")


def test_another_type_is_refused(world: World) -> None:
    with pytest.raises(Conflict, match="exists with type 'model'"):
        world.artifact("demo/net", type="dataset")
    assert world.artifact("demo/net", files={"w": "4"}).name == "net:v3"


@pytest.mark.parametrize(
    ("path", "version"),
    [("demo/net", 2), ("demo/net:latest", 2), ("demo/net:gold", 1), ("runfake/demo/net:v0", 0)],
)
def test_a_version_is_found_by_name(world: World, path: str, version: int) -> None:
    assert world.get_artifact(path).version_index == version


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("demo/nett", r"artifact 'runfake/demo/nett:latest' not found. Did you mean 'runfake/demo/net:latest'\?"),
        ("demo/net:v3", "artifact 'runfake/demo/net:v3' not found. Did you mean 'runfake/demo/net:v"),
        ("other/net:gold", r"Did you mean 'runfake/demo/net:gold'\?"),
    ],
)
def test_one_that_is_not_there_is_told_with_the_nearest(world: World, path: str, said: str) -> None:
    with pytest.raises(NotFound, match=said):
        world.get_artifact(path)


def test_what_is_no_path_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="expected entity/project/artifact name"):
        world.get_artifact("net:v0")


def test_a_file_that_is_not_there_is_told_with_the_nearest(world: World) -> None:
    data = world.artifact("demo/data", files={"train.csv": "1"})
    with pytest.raises(NotFound, match=r"file 'trian.csv' not found in artifact 'data:v0'. Did you mean 'train.csv'\?"):
        data.read("trian.csv")
