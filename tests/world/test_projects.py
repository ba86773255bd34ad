"""Projects and the entities that hold them."""

from __future__ import annotations

from base64 import b64decode

import pytest

from runfake.world import Clock, World
from runfake.world.errors import Invalid, NotFound

from .snapshot import view
from .values import NOON


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


def test_a_project_is_made_once_and_found_again(world: World) -> None:
    project = world.project("team-a/vision")
    assert project.path == "team-a/vision"
    assert (project.created_at, project.updated_at) == (NOON, NOON)
    assert project.user is world.default_user
    before = view(world)
    world.clock.advance(1)
    assert world.project("team-a/vision") is project
    assert view(world) == before


def test_a_path_without_an_entity_is_the_default_one(world: World) -> None:
    assert world.project("vision") is world.project("runfake/vision")
    assert world.project("vision").entity is world.entity


def test_an_unknown_entity_becomes_a_team_of_the_default_user(world: World) -> None:
    entity = world.project("new-team/vision").entity
    assert entity.is_team
    assert entity.members == [world.default_user]
    assert entity is world.team("new-team")


def test_ids_decode_to_the_number_of_the_project(world: World) -> None:
    world.project("first")
    project = world.project("second")
    assert project.number == 2
    assert b64decode(project.id) == b"Project:2"
    assert b64decode(project.internal_id) == b"ProjectInternalId:2"


def test_upserting_makes_a_project_and_then_edits_it(world: World) -> None:
    made, inserted = world.projects.upsert(world.default_user, entity=None, name="p", description="d", access="PRIVATE")
    assert inserted
    assert (made.path, made.description, made.access) == ("runfake/p", "d", "PRIVATE")
    found, inserted = world.projects.upsert(world.default_user, entity="runfake", name="p", description="")
    assert found is made
    assert not inserted
    assert (found.description, found.access) == ("", "PRIVATE")


def test_upserting_a_project_makes_no_entity(world: World) -> None:
    before = view(world)
    with pytest.raises(NotFound, match="entity 'nobody' not found"):
        world.projects.upsert(world.default_user, entity="nobody", name="p")
    assert view(world) == before


@pytest.mark.parametrize("name", [None, "", "a/b", "x" * 129])
def test_a_name_that_was_refused_leaves_no_trace_in_later_ids(world: World, name: str | None) -> None:
    with pytest.raises(Invalid, match="bad project"):
        world.projects.upsert(world.default_user, entity=None, name=name)
    assert world.project("p").number == 1


def test_a_missing_project_is_told_with_the_nearest(world: World) -> None:
    project = world.project("vision")
    assert world.entity.project("vision") is project
    with pytest.raises(NotFound, match=r"'runfake/vison' not found\. Did you mean 'runfake/vision'"):
        world.entity.project("vison")


def test_finding_makes_nothing(world: World) -> None:
    before = view(world)
    assert world.projects.find("runfake", "p") is None
    assert world.projects.find("nobody", "p") is None
    assert view(world) == before
    assert world.project("p") is world.projects.find("runfake", "p")


def test_an_entity_knows_how_much_its_files_take(world: World) -> None:
    world.run("p/one", files={"a": b"12345", "b": b"123"})
    world.run("p/more", files={"c": b"12"})
    world.run("q/two", files={"a": b"12345"})
    world.run("other/p/three", files={"a": b"1"})
    assert world.entity.storage_bytes == 15
    assert world.team("other").storage_bytes == 1
