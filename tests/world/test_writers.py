"""Several writers of one run, each of which counts by itself."""

from __future__ import annotations

import json

import pytest

from runfake.world import Clock, World
from runfake.world.config import Config
from runfake.world.errors import Invalid
from runfake.world.runs import Run, RunEdit
from runfake.world.stream import CONSOLE, EVENTS, HISTORY, SUMMARY, Chunk, StreamRequest

from .snapshot import view_of_run
from .values import NOON


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


@pytest.fixture
def run(world: World) -> Run:
    return world.run("p/r", state="running")


def send(world: World, writer: str, name: str, lines: list[str], offset: int = 0) -> None:
    run = world.get_run("p/r")
    world.run_writes.stream(run, StreamRequest({name: Chunk(offset, lines)}, writer=writer))


def rows(*values: int) -> list[str]:
    return [json.dumps({"v": value, "_step": step}) for step, value in enumerate(values)]


def test_rows_stand_in_the_order_in_which_they_came_and_are_numbered_so(world: World, run: Run) -> None:
    send(world, "a", HISTORY, rows(1, 2))
    send(world, "b", HISTORY, rows(10))
    send(world, "a", HISTORY, rows(0, 0, 3)[2:], offset=2)
    assert [(row["v"], row["_step"]) for row in run.history] == [(1, 0), (2, 1), (10, 2), (3, 3)]


def test_a_row_that_has_its_step_already_stays_as_it_was_sent(world: World, run: Run) -> None:
    line = '{"big": 123456789012345678901, "_step": 0,  "x": 1.50}'
    send(world, "a", HISTORY, [line])
    assert run.history.sample(9) == [line]


@pytest.mark.parametrize("name", [HISTORY, EVENTS])
def test_lines_that_come_again_are_there_once(world: World, run: Run, name: str) -> None:
    send(world, "a", name, ['{"v":1}', '{"v":2}'])
    send(world, "b", name, ['{"v":3}'])
    before = view_of_run(run)
    send(world, "a", name, ['{"v":1}', '{"v":2}'])
    send(world, "a", name, ['{"v":2}'], offset=1)
    assert view_of_run(run) == before
    send(world, "a", name, ['{"v":2}', '{"v":4}'], offset=1)
    assert [row["v"] for row in (run.history if name == HISTORY else run.events)] == [1, 2, 3, 4]


def test_a_writer_counts_from_wherever_it_begins(world: World, run: Run) -> None:
    send(world, "a", HISTORY, rows(1, 2))
    send(world, "b", HISTORY, rows(3), offset=2)
    send(world, "b", HISTORY, rows(4), offset=3)
    assert [row["v"] for row in run.history] == [1, 2, 3, 4]


def test_console_lines_are_written_again_in_their_places(world: World, run: Run) -> None:
    send(world, "a", CONSOLE, ["a0", "a1"])
    send(world, "b", CONSOLE, ["b0"])
    send(world, "a", CONSOLE, ["a1!", "a2"], offset=1)
    send(world, "b", CONSOLE, ["b0!", "b1"])
    assert [line.text for line in run.console] == ["a0", "a1!", "b0!", "a2", "b1"]
    before = view_of_run(run)
    send(world, "b", CONSOLE, ["b0!", "b1"])
    assert view_of_run(run) == before


def test_a_hole_in_the_console_is_filled_later(world: World, run: Run) -> None:
    send(world, "a", CONSOLE, ["a0"])
    send(world, "a", CONSOLE, ["a3"], offset=3)
    send(world, "b", CONSOLE, ["b0"])
    send(world, "a", CONSOLE, ["a1", "a2"], offset=1)
    assert [line.text for line in run.console] == ["a0", "a1", "a2", "a3", "b0"]


def test_the_summary_holds_what_each_has_summed_up(world: World, run: Run) -> None:
    send(world, "a", SUMMARY, ['{"loss":1,"_step":0}'])
    send(world, "a", HISTORY, rows(1, 2))
    send(world, "b", SUMMARY, ['{"acc":NaN,"_step":0}'])
    assert run.summary["loss"] == 1
    assert (set(run.summary), run.summary["_step"]) == ({"loss", "acc", "_step"}, 1)
    send(world, "b", SUMMARY, [])
    assert set(run.summary) == {"loss", "acc", "_step"}


def test_the_config_holds_what_each_has_set(world: World) -> None:
    def introduce(config: str) -> Run:
        edit = RunEdit(host="node", config=Config(config))
        who = world.default_user
        return world.run_writes.upsert(who, entity=None, project="p", run_id="r", edit=edit, shared=True)[0]

    introduce('{"x":{"value":1},"_wandb":{"value":{"t":{"1":[1]},"m":[{"1":"a"}],"e":{"w1":{"os":"L"}}}}}')
    run = introduce('{"y":{"value":2},"_wandb":{"value":{"t":{"1":[1,2]},"m":[{"1":"b"}],"e":{"w2":{}}}}}')
    assert run.config == {"x": 1, "y": 2}
    assert run.wire_config.internal(None) == {
        "t": {"1": [1, 2]},
        "m": [{"1": "a"}, {"1": "b"}],
        "e": {"w1": {"os": "L"}, "w2": {}},
    }
    introduce('{"y":{"value":3},"odd":4,"_wandb":7}')
    assert run.config == {"x": 1, "y": 3, "odd": 4}
    assert run.wire_config.internal(["m"]) == {"m": [{"1": "a"}, {"1": "b"}]}


def test_one_writer_ends_the_run_and_the_others_do_not_revive_it(world: World, run: Run) -> None:
    send(world, "second", HISTORY, rows(1))
    world.run_writes.stream(run, StreamRequest(complete=True, exit_code=0, writer="main"))
    world.clock.advance(30)
    send(world, "second", HISTORY, rows(0, 2)[1:], offset=1)
    world.run_writes.stream(run, StreamRequest(writer="second"))
    assert (run.state, run.exit_code, len(run.history)) == ("finished", 0, 2)
    assert (run.heartbeat_at - NOON).total_seconds() == 30


@pytest.mark.parametrize(
    ("name", "lines", "offset", "told"),
    [
        (HISTORY, ["{}"], 3, "only 2 line"),
        (HISTORY, ["{}", "{"], 2, "a line of wandb-history.jsonl"),
        (EVENTS, ["{}"], 3, "only 2 line"),
        (EVENTS, ["{"], 2, "wandb-events"),
        (HISTORY, ["{}"], 0, "offset 0 is before 1, where this writer began to count"),
        (CONSOLE, ["x"], 0, "offset 0 is before 1, where this writer began to count"),
        (CONSOLE, ["x"], 200_000, "output.log"),
        (SUMMARY, ["7"], 0, "summary must be"),
        ("x.log", ["7"], 0, "'x.log' is not a streamed file"),
    ],
)
def test_a_request_that_is_refused_leaves_no_trace(
    world: World, run: Run, *, name: str, lines: list[str], offset: int, told: str
) -> None:
    for streamed in (HISTORY, EVENTS, CONSOLE):
        send(world, "a", streamed, ["{}"], offset=1)
    before = view_of_run(run)
    world.clock.advance(1)
    with pytest.raises(Invalid, match=told):
        send(world, "a", name, lines, offset)
    with pytest.raises(Invalid):
        world.run_writes.stream(run, StreamRequest({CONSOLE: Chunk(0, ["x"]), HISTORY: Chunk(0, ["{"])}, writer="new"))
    assert view_of_run(run) == before
    assert list(run.writers) == ["a"]
