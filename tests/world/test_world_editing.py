"""What clients do to a world: upsert, edit, stop, set states, delete."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from runfake.world import Clock, World
from runfake.world.errors import Gone, Invalid, NotFound
from runfake.world.runs import Run, RunEdit
from runfake.world.states import STATES

from .snapshot import view
from .values import NOON


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


def upsert(
    world: World, project: str | None = "p", run_id: str | None = "r", state: str | None = None, **edit: Any
) -> tuple[Run, bool]:
    return world.run_writes.upsert(
        world.default_user, entity=None, project=project, run_id=run_id, edit=RunEdit(**edit), state=state
    )


def test_an_upsert_makes_the_run_and_then_finds_it(world: World) -> None:
    run, inserted = upsert(world, host="node-1")
    assert inserted
    assert (run.path, run.state, run.host) == ("runfake/p/r", "running", "node-1")
    assert re.fullmatch(r"[a-z]+-[a-z]+-1", run.display_name)
    assert upsert(world) == (run, False)


def test_an_upsert_without_a_run_id_invents_one(world: World) -> None:
    (one, _), (other, _) = upsert(world, run_id=None), upsert(world, run_id=None)
    assert re.fullmatch(r"[a-z0-9]{8}", one.id)
    assert one.id != other.id


def test_an_upsert_without_a_project_goes_to_uncategorized(world: World) -> None:
    assert upsert(world, project=None)[0].path == "runfake/uncategorized/r"


def test_an_upsert_goes_to_the_default_entity_of_the_user_or_to_the_one_named(world: World) -> None:
    bob = world.people.add_user("bob")
    world.team("team-a", members=[bob])
    for entity, owner in ((None, "bob"), ("team-a", "team-a")):
        run, _ = world.run_writes.upsert(bob, entity=entity, project="p", run_id="r", edit=RunEdit())
        assert run.path == f"{owner}/p/r"
        assert run.user is run.project.user is bob


@pytest.mark.parametrize("state", [None, *STATES])
def test_a_new_run_runs_unless_another_state_is_given(world: World, state: str | None) -> None:
    assert upsert(world, state=state)[0].state == (state or "running")


@pytest.mark.parametrize("state", STATES)
def test_an_edit_by_upsert_changes_neither_state_nor_heartbeat(world: World, state: str) -> None:
    run = world.run("p/r", state=state)
    world.clock.advance(60)
    upsert(world, notes="n", state="pending")
    assert (run.notes, run.state, run.heartbeat_at) == ("n", state, NOON)


@pytest.mark.parametrize("state", STATES)
def test_an_upsert_from_a_host_makes_the_run_run_again(world: World, state: str) -> None:
    run = world.run("p/r", state=state)
    world.clock.advance(60)
    upsert(world, host="node-1")
    assert (run.state, run.heartbeat_at) == ("running", NOON + timedelta(seconds=60))


@pytest.mark.parametrize("state", STATES)
def test_an_edit_by_id_changes_neither_state_nor_heartbeat(world: World, state: str) -> None:
    run = world.run("p/r", state=state)
    world.clock.advance(60)
    assert world.run_writes.edit(run.storage_id, RunEdit(notes="n", host="node-1")) is run
    assert (run.notes, run.state, run.heartbeat_at) == ("n", state, NOON)


@pytest.mark.parametrize("state", STATES)
def test_only_a_run_that_has_not_ended_is_asked_to_stop(world: World, state: str) -> None:
    run = world.run("p/r", state=state)
    for _ in range(2):
        assert world.stop_run(run.storage_id) is run
        assert run.stop_requested == (state in ("running", "pending", "preempting"))
        assert run.state == state


def test_a_state_is_set_by_hand_where_that_is_allowed(world: World) -> None:
    run = world.run("p/r", state="crashed")
    assert world.run_writes.set_state(run.storage_id, "pending") is run
    assert run.state == "pending"
    with pytest.raises(Invalid, match="invalid state transition"):
        world.run_writes.set_state(run.storage_id, "finished")
    assert run.state == "pending"


def test_a_deleted_run_is_nowhere(world: World) -> None:
    kept, gone = world.run("p/kept"), world.run("p/gone")
    world.delete_run(gone.storage_id)
    assert world.runs() == [kept]
    assert list(kept.project.runs) == ["kept"]
    assert world.find_run("p/gone") is None


def test_deleting_again_or_what_never_was_changes_nothing(world: World) -> None:
    run = world.run("p/r")
    world.run("p/kept")
    world.delete_run(run.storage_id)
    before = view(world)
    world.delete_run(run.storage_id)
    world.delete_run("never")
    assert view(world) == before


def test_a_deleted_run_is_told_from_one_that_never_was(world: World) -> None:
    run = world.run("p/gone-run")
    world.delete_run(run.storage_id)
    for ask in (
        lambda: world.get_run("p/gone-run"),
        lambda: world.run_by_id(run.storage_id),
        lambda: world.run_writes.edit(run.storage_id, RunEdit()),
        lambda: world.stop_run(run.storage_id),
        lambda: world.run_writes.set_state(run.storage_id, "failed"),
        lambda: upsert(world, run_id="gone-run"),
    ):
        with pytest.raises(Gone, match="'runfake/p/gone-run' was deleted"):
            ask()
    with pytest.raises(NotFound):
        world.get_run("q/gone-run")
    with pytest.raises(NotFound):
        world.run_by_id("never")


def test_the_number_in_a_name_is_not_given_twice_though_runs_are_deleted(world: World) -> None:
    first = world.run("p/a")
    world.delete_run(first.storage_id)
    assert world.run("p/b").display_name.endswith("-2")
    assert world.run("p/b").number == 2


def test_files_are_deleted_by_their_ids(world: World) -> None:
    run, other = world.run("p/r", files={"a": "1", "b": "2"}), world.run("p/s", files={"a": "1", "c:d": "3"})
    world.run_writes.delete_files([run.files["a"].id, other.files["c:d"].id])
    assert list(run.files) == ["b"]
    assert list(other.files) == ["a"]
    world.run_writes.delete_files([])


def test_a_file_named_twice_is_deleted_once_or_refused_whole(world: World) -> None:
    run = world.run("p/r", files={"a": "1"})
    twice, refused = [run.files["a"].id] * 2, False
    try:
        world.run_writes.delete_files(twice)
    except NotFound:
        refused = True
    assert ("a" in run.files) == refused
