"""What a client sends after it gave up lines that were refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from runfake.world import World
from runfake.world.errors import Invalid
from runfake.world.runs import Run
from runfake.world.stream import CONSOLE, EVENTS, HISTORY, Chunk, StreamRequest


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def run(world: World) -> Run:
    return world.run("p/r", state="running")


def send(world: World, offset: int, *values: int, dropped: int, name: str = HISTORY) -> None:
    lines = [json.dumps({"v": value}) for value in values]
    world.run_writes.stream(world.get_run("p/r"), StreamRequest({name: Chunk(offset, lines)}, dropped=dropped))


def values(run: Run) -> list[int]:
    return [row["v"] for row in run.history]


def test_they_stand_behind_what_is_there_however_often_they_come(world: World, run: Run) -> None:
    send(world, 0, 0, 1, dropped=0)
    for _ in range(2):
        send(world, 4, 4, 5, dropped=1)
    send(world, 6, 6, dropped=1)
    for _ in range(2):
        send(world, 9, 9, dropped=2)
    send(world, 4, 4, 5, dropped=2)
    assert values(run) == [0, 1, 4, 5, 6, 9]


def test_so_do_system_metrics(world: World, run: Run) -> None:
    send(world, 3, 3, dropped=1, name=EVENTS)
    send(world, 4, 4, dropped=1, name=EVENTS)
    assert ([row["v"] for row in run.events], values(run)) == ([3, 4], [])


def test_console_lines_leave_a_hole_as_ever(world: World, run: Run) -> None:
    world.run_writes.stream(run, StreamRequest({CONSOLE: Chunk(1, ["x"])}, dropped=1))
    assert [line.text for line in run.console] == ["", "x"]


def test_lines_that_are_sent_again_from_the_beginning_fill_the_gap(world: World, run: Run) -> None:
    send(world, 0, 0, dropped=0)
    send(world, 2, 2, dropped=1)
    send(world, 0, 0, 1, dropped=1)
    send(world, 2, 2, dropped=1)
    assert values(run) == [0, 1, 2]


def test_one_that_begins_to_count_anew_counts_what_is_there(world: World, run: Run) -> None:
    send(world, 1, 1, 2, dropped=1)
    send(world, 2, 3, dropped=0)
    send(world, 4, 5, dropped=1)
    assert values(run) == [1, 2, 3, 5]


def test_what_begins_amidst_the_missing_is_refused(world: World, run: Run) -> None:
    send(world, 5, 5, dropped=1)
    with pytest.raises(Invalid, match="starts at line 3"):
        send(world, 3, 3, dropped=1)
    assert values(run) == [5]


def test_what_is_refused_leaves_no_gap(world: World, run: Run) -> None:
    with pytest.raises(Invalid, match="line 0 of wandb-history"):
        world.run_writes.stream(run, StreamRequest({HISTORY: Chunk(2, ["{"])}, dropped=1))
    send(world, 1, 1, dropped=1)
    send(world, 2, 2, dropped=1)
    assert values(run) == [1, 2]


def test_a_world_that_is_loaded_knows_what_never_came(world: World, run: Run, tmp_path: Path) -> None:
    send(world, 2, 2, dropped=1)
    with world.snapshot():
        send(world, 5, 5, dropped=2)
    world.export(tmp_path / "world")
    loaded = World.load(tmp_path / "world")
    send(loaded, 3, 3, dropped=1)
    assert (values(loaded.get_run("p/r")), values(run)) == ([2, 3], [2])
