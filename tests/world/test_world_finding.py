"""Finding what is in a world: by path, by id, in order, and after it was deleted or the world was closed."""

from __future__ import annotations

import pytest

from runfake.world import Clock, World
from runfake.world.errors import Gone
from runfake.world.runs import Run, RunEdit
from runfake.world.stream import StreamRequest

from .snapshot import view
from .values import NOON


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


def test_a_run_is_made_once_and_found_again(world: World) -> None:
    run = world.run("team-a/vision/abc")
    assert world.run("team-a/vision/abc") is world.find_run("team-a/vision/abc") is run
    assert world.get_run("team-a/vision/abc") is world.run_by_id(run.storage_id) is run
    assert world.runs() == [run]
    assert run.project is world.project("team-a/vision")


def test_a_path_without_an_entity_is_the_default_one() -> None:
    world = World(entity="ada")
    assert world.run("p/r") is world.get_run("ada/p/r") is world.get_run("p/r")


def test_finding_a_run_changes_nothing(world: World) -> None:
    run = world.run("p/r", state="running", config={"lr": 1}, history=[{"loss": 1}])
    world.run_writes.stream(run, StreamRequest(complete=True, exit_code=3))
    before = view(world)
    world.clock.advance(60)
    assert world.run("p/r") is run
    assert view(world) == before


def test_a_deleted_run_may_be_made_anew(world: World) -> None:
    old = world.run("p/r", config={"lr": 1}, tags=["a"])
    world.delete_run(old.storage_id)
    new = world.run("p/r")
    assert new is not old
    assert (new.config, new.tags) == ({}, [])
    assert world.run_by_id(old.storage_id) is new
    edited, inserted = world.run_writes.upsert(
        world.default_user, entity=None, project="p", run_id="r", edit=RunEdit(notes="n")
    )
    assert edited is new
    assert not inserted


def test_runs_come_in_the_order_they_were_made(world: World) -> None:
    made: list[Run] = [world.run(path) for path in ("z/b", "a/a", "team/m/c", "z/a")]
    world.run("z/b", notes="again")
    assert world.runs() == made
    assert [run.number for run in made] == [1, 2, 3, 4]


def test_a_world_shows_its_seed_and_how_much_is_in_it(world: World) -> None:
    world.run("p/r")
    assert repr(world) == "<World seed=0: 1 runs>"


def test_a_closed_world_stays_readable_but_for_its_large_files(world: World) -> None:
    run = world.run("p/r", history=[{"loss": 1}], files={"small": b"x", "large": bytes(1 << 20)})
    world.close()
    assert (len(run.history), run.files["small"].content) == (1, b"x")
    with pytest.raises(Gone, match="this world is closed"):
        _ = run.files["large"].content
