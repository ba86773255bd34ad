"""Snapshots: after the block everything is as before, and the same things are there."""

from __future__ import annotations

import gc
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from runfake.world import Clock, World
from runfake.world.blobs import BLOCK
from runfake.world.errors import NotFound
from runfake.world.folder.encode import encode
from runfake.world.graph import changes
from runfake.world.runs import RunEdit

from .programs import Call, perform, programs
from .snapshot import view

START = datetime(2026, 1, 1, tzinfo=UTC)


def frozen() -> World:
    return World(clock=Clock(START))


def texts(world: World) -> dict[str, str]:
    """What an export of the world says, which is all that there is to know of it."""
    return {name: content for name, content in encode(world).items() if isinstance(content, str)}


@settings(max_examples=30)
@given(before=programs, inside=programs, after=programs)
def test_after_the_block_all_goes_on_as_if_it_had_not_been(
    before: list[Call], inside: list[Call], after: list[Call]
) -> None:
    world, other = frozen(), frozen()
    perform(world, before)
    perform(other, before)
    known, files = view(world), encode(world)
    with world.snapshot():
        perform(world, inside)
    assert view(world) == known
    assert encode(world) == files
    perform(world, after)
    perform(other, after)
    assert view(world) == view(other)
    # Contents are compared by the blobs, of which each world has its own.
    assert texts(world) == texts(other)


@given(before=programs, outer=programs, inner=programs)
def test_blocks_nest(before: list[Call], outer: list[Call], inner: list[Call]) -> None:
    world = frozen()
    perform(world, before)
    known = view(world)
    with world.snapshot():
        perform(world, outer)
        known_outside = view(world)
        with world.snapshot():
            perform(world, inner)
        assert view(world) == known_outside
    assert view(world) == known


def test_a_run_that_is_held_is_the_same_object_and_reads_as_before() -> None:
    world = frozen()
    run = world.run("demo/a", config={"lr": 0.1}, history=[{"loss": 1}], files={"f": "old"}, console=["x"])
    with world.snapshot():
        world.run("demo/a", config={"lr": 0.2}, history=[{"loss": 2}], files={"f": "new"}, tags=["t"], state="failed")
        world.project_changes.rename(run.project, "other")
        assert run.path == "runfake/other/a"
        world.delete_run(run.storage_id)
    assert world.get_run("demo/a") is run
    assert world.run_by_id(run.storage_id) is run
    assert (run.config, run.state, run.tags) == ({"lr": 0.1}, "finished", [])
    assert ([row["loss"] for row in run.history], run.files["f"].content) == ([1], b"old")


def test_an_error_in_the_block_goes_through_and_rolls_back() -> None:
    world = frozen()
    with pytest.raises(NotFound, match="demo/b"), world.snapshot():
        world.get_run(world.run("demo/a").path.replace("/a", "/b"))
    assert world.runs() == []


def test_one_can_go_back_again_and_again_inside_of_the_block() -> None:
    world = frozen()
    with world.snapshot() as taken:
        first = world.run("demo/a").display_name
        taken.restore()
        assert world.runs() == []
        assert world.run("demo/b").display_name == first


def test_the_clock_goes_back_too() -> None:
    world = frozen()
    with world.snapshot():
        world.clock.advance(3600)
    assert world.clock.now() == START


def test_who_had_begun_a_run_in_the_block_is_told_that_there_never_was_one() -> None:
    world = frozen()
    with world.snapshot():
        run, _ = world.run_writes.upsert(
            world.default_user, entity=None, project="demo", run_id="late", edit=RunEdit(host="h")
        )
        upload = world.blobs.put(b"late")
    with pytest.raises(NotFound):
        world.run_writes.edit(run.storage_id, RunEdit(notes="late"))
    with pytest.raises(NotFound):
        world.run_writes.put_file(run, "f", upload)
    with pytest.raises(NotFound):
        world.get_run("demo/late")


def test_a_large_file_that_was_replaced_in_the_block_is_whole_again() -> None:
    world = frozen()
    old, new = b"old" * BLOCK, b"new" * BLOCK
    run = world.run("demo/a", files={"f": old})
    held = world.blobs.blocks_held
    with world.snapshot():
        world.run("demo/a", files={"f": new})
        world.run("demo/b", files={"f": new + b"!"})
    assert run.files["f"].content == old
    # Runs and their projects hold each other.
    gc.collect()
    assert world.blobs.blocks_held == held
    world.close()


def test_artifacts_and_sweeps_are_as_before() -> None:
    world = frozen()
    run = world.run("demo/a")
    first = world.artifact("demo/data", files={"f": "1"}, logged_by=run)
    sweep = world.sweep("demo/s", {"method": "grid", "parameters": {"lr": {"values": [1, 2]}}})
    with world.snapshot():
        assert world.artifact("demo/data", files={"f": "2"}, used_by=[run]).name == "data:v1"
        world.run("demo/b", config={"lr": 1}, sweep=sweep)
        assert (sweep.state, first.aliases) == ("RUNNING", [])
    assert (sweep.state, sweep.runs, first.aliases) == ("PENDING", [], ["latest"])
    assert world.artifacts.lineage.outputs(run) == [first]
    assert world.artifacts.lineage.inputs(run) == []
    assert sweep.search.next() == {"lr": 1}


@pytest.mark.parametrize("thing", [memoryview(b""), iter([]), object()])
def test_what_nobody_knows_how_to_remember_is_refused(thing: Any) -> None:
    with pytest.raises(TypeError, match=f"a world cannot hold a {type(thing).__name__}"):
        changes(thing)


def test_what_is_made_of_something_known_is_known() -> None:
    assert changes(OrderedDict())
