"""Projects and the entities that hold them."""

from __future__ import annotations

from base64 import b64decode

import pytest

from runfake.world import Clock, World
from runfake.world.errors import Conflict, Gone, Invalid, NotFound
from runfake.world.runs import Run

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


def test_a_renamed_project_keeps_all_that_is_in_it() -> None:
    world = World()
    project = world.project("old")
    world.project("other")
    run, gone = world.run("old/r", files={"f": "x"}), world.run("old/gone")
    data = world.artifact("old/data", files={"f": "1"}, logged_by=run)
    world.sweep("old/s", config={"method": "random", "parameters": {"a": {"values": [1]}}})
    world.delete_run(gone.storage_id)
    before = run.storage_id
    world.project_changes.rename(project, "new")
    assert list(world.entity.projects) == ["new", "other"]
    assert world.projects.find("runfake", "old") is None
    assert world.get_run("new/r") is run is world.run_by_id(run.storage_id)
    assert run.storage_id == Run.storage_id_of("runfake", "new", "r") != before
    with pytest.raises(NotFound):
        world.run_by_id(before)
    with pytest.raises(Gone):
        world.get_run("new/gone")
    assert world.run("old/gone").state == "finished"
    assert (data.sequence.path, data.read("f")) == ("runfake/new/data", b"1")
    assert world.sweep("new/s").project is project
    assert [r.path for r in world.runs()] == ["runfake/new/r", "runfake/old/gone"]


def test_a_name_that_is_taken_or_none_changes_nothing() -> None:
    world = World()
    project = world.project("old")
    world.run("old/r")
    world.project("other")
    before = view(world)
    with pytest.raises(Conflict, match="'runfake' has a project 'other' already"):
        world.project_changes.rename(project, "other")
    with pytest.raises(Invalid, match="bad project 'a/b'"):
        world.project_changes.rename(project, "a/b")
    assert view(world) == before
    world.project_changes.rename(project, "old")
    assert view(world) == before


def test_a_removed_project_leaves_nothing_behind() -> None:
    world = World()
    project = world.project("p")
    run = world.run("p/r")
    data = world.artifact("p/data", files={"f": "1"}, logged_by=run)
    world.artifacts.link(data, world.project("kept"), "picks", [])
    user_of_it = world.run("kept/r")
    world.artifacts.lineage.record_input(user_of_it, data, None)
    world.project_changes.remove(project)
    assert (world.projects.find("runfake", "p"), world.projects.find_by_id(project.id)) == (None, None)
    assert world.projects.find_by_id(world.project("kept").internal_id) is world.project("kept")
    assert world.project("kept").collections["picks"].memberships == []
    assert world.artifacts.lineage.inputs(user_of_it) == []
    assert world.runs() == [user_of_it]
    assert world.run("p/r") is not run


def test_the_access_of_a_project_is_private_until_it_is_given_another() -> None:
    world = World()
    assert world.project("p").access == "PRIVATE"
    assert world.project("p", access="USER_READ").access == world.project("p").access == "USER_READ"
    before = view(world)
    with pytest.raises(Invalid, match="unknown project access 'user_read': expected one of"):
        world.project("new", access="user_read")
    assert view(world) == before
