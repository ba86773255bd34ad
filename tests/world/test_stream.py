"""The file stream: what one request does to its run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import Clock, World
from runfake.world.errors import Invalid
from runfake.world.runs import Run
from runfake.world.states import STATES
from runfake.world.stream import CONSOLE, EVENTS, HISTORY, SUMMARY, Chunk, StreamRequest

from .snapshot import view_of_run
from .values import NOON

lines = st.lists(st.sampled_from(['{"a":1}', '{"a":NaN,"b":2}', "{}"]), max_size=3)
chunks = st.builds(Chunk, st.just(0), lines)
requests = st.builds(
    StreamRequest,
    st.dictionaries(st.sampled_from([HISTORY, EVENTS, SUMMARY, CONSOLE]), chunks),
    complete=st.booleans(),
    exit_code=st.sampled_from([None, 0, 1, 255]),
    preempting=st.booleans(),
)


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


@pytest.fixture
def run(world: World) -> Run:
    return world.run("p/r", state="running")


def send(world: World, run: Run, content: Mapping[str, list[str]], offset: int = 0) -> None:
    world.run_writes.stream(run, StreamRequest({name: Chunk(offset, chunk) for name, chunk in content.items()}))


@given(st.lists(requests, max_size=4))
def test_every_request_may_come_twice(program: list[StreamRequest]) -> None:
    once, twice = World(clock=Clock(NOON)), World(clock=Clock(NOON))
    for request in program:
        once.run_writes.stream(once.run("p/r", state="running"), request)
        run = twice.run("p/r", state="running")
        twice.run_writes.stream(run, request)
        twice.run_writes.stream(run, request)
        assert view_of_run(once.get_run("p/r")) == view_of_run(twice.get_run("p/r"))


def test_each_file_goes_to_its_place(world: World, run: Run) -> None:
    history, events, summary = ['{"loss":1}', '{"loss":2}'], ['{"system.cpu":3}'], ['{"loss":2}']
    send(world, run, {HISTORY: history, EVENTS: events, SUMMARY: summary, CONSOLE: ["hi", "there"]})
    assert run.history.sample(9) == history
    assert run.events.sample(9) == events
    assert run.wire_summary.text == '{"loss":2}'
    assert [line.text for line in run.console] == ["hi", "there"]


def test_requests_add_up_by_their_offsets(world: World, run: Run) -> None:
    for step in range(4):
        send(world, run, {HISTORY: [json.dumps({"_step": step})], CONSOLE: [f"line {step}"]}, offset=step)
    assert run.history.steps() == [0, 1, 2, 3]
    assert [line.text for line in run.console] == [f"line {step}" for step in range(4)]


def test_only_the_last_line_of_the_summary_counts(world: World, run: Run) -> None:
    send(world, run, {SUMMARY: ['{"loss":1}', "anything", '{"loss":Infinity}']}, offset=7)
    assert run.wire_summary.text == '{"loss":Infinity}'
    send(world, run, {SUMMARY: []})
    assert run.wire_summary.text == '{"loss":Infinity}'


def test_a_summary_can_be_derived_from_what_is_logged(world: World, run: Run) -> None:
    def log(offset: int, lines: list[str], summary: list[str]) -> None:
        chunks = {HISTORY: Chunk(offset, lines), SUMMARY: Chunk(0, summary)}
        world.run_writes.stream(run, StreamRequest(chunks, derives_summary=True))

    log(0, ['{"loss":3,"n":{"a":1}}', '{"loss":2}'], [])
    assert run.summary == {"loss": 2, "n": {"a": 1}}
    log(2, ['{"n":{"b":NaN}}'], ['{"best":2}'])
    log(2, ['{"n":{"b":NaN}}'], ['{"best":2}'])
    assert run.wire_summary.text == '{"loss":2,"n":{"a":1,"b":NaN},"best":2}'
    world.run_writes.stream(run, StreamRequest(derives_summary=True))
    assert run.wire_summary.text == '{"loss":2,"n":{"a":1,"b":NaN},"best":2}'


def test_console_lines_may_leave_a_hole(world: World, run: Run) -> None:
    send(world, run, {CONSOLE: ["late"]}, offset=2)
    assert [line.text for line in run.console] == ["", "", "late"]


def test_every_request_is_a_sign_of_life(world: World, run: Run) -> None:
    world.clock.advance(30)
    world.run_writes.stream(run, StreamRequest())
    assert run.heartbeat_at == NOON + timedelta(seconds=30)
    assert run.created_at == NOON


@pytest.mark.parametrize("state", STATES)
def test_a_request_puts_a_run_back_to_running_unless_it_is_preempted_now(world: World, state: str) -> None:
    run = world.run("p/r", state=state)
    world.run_writes.stream(run, StreamRequest())
    assert run.state == ("preempting" if state == "preempting" else "running")


@pytest.mark.parametrize(
    ("exit_code", "stopped", "state"),
    [
        (0, False, "finished"),
        (None, False, "finished"),
        (1, False, "failed"),
        (255, False, "failed"),
        (0, True, "killed"),
        (1, True, "killed"),
    ],
)
def test_the_last_request_ends_the_run(
    world: World, run: Run, exit_code: int | None, stopped: bool, state: str
) -> None:
    if stopped:
        world.stop_run(run.storage_id)
    world.run_writes.stream(run, StreamRequest(complete=True, exit_code=exit_code))
    assert (run.state, run.exit_code) == (state, exit_code or 0)


def test_an_exit_code_without_the_end_changes_nothing(world: World, run: Run) -> None:
    world.run_writes.stream(run, StreamRequest(exit_code=1))
    assert (run.state, run.exit_code) == ("running", None)


def test_a_run_that_is_written_to_again_is_not_stopped_and_has_no_exit_code(world: World, run: Run) -> None:
    world.stop_run(run.storage_id)
    world.run_writes.stream(run, StreamRequest(complete=True, exit_code=1))
    world.run_writes.stream(run, StreamRequest())
    assert (run.state, run.exit_code, run.stop_requested) == ("running", None, False)


def test_a_preempting_run_stays_so_until_it_ends(world: World, run: Run) -> None:
    world.run_writes.stream(run, StreamRequest(preempting=True))
    world.run_writes.stream(run, StreamRequest())
    assert run.state == "preempting"
    world.run_writes.stream(run, StreamRequest(complete=True, exit_code=0))
    assert run.state == "finished"


@pytest.mark.parametrize(
    ("name", "chunk", "told"),
    [
        (HISTORY, Chunk(0, ["{}", "[1]"]), "line 1 of wandb-history"),
        (HISTORY, Chunk(0, ['{"_step":"x"}']), "_step must be"),
        (HISTORY, Chunk(1, ["{}"]), "only 0 lines are held"),
        (EVENTS, Chunk(0, ["{", "{}"]), "line 0 of wandb-events"),
        (EVENTS, Chunk(3, ["{}"]), "only 0 lines are held"),
        (SUMMARY, Chunk(0, ["{}", "7"]), "summary must be"),
        ("wandb-histroy.jsonl", Chunk(0, []), "Did you mean 'wandb-history.jsonl'"),
        (HISTORY, Chunk(-1, ["{}"]), "at least 0"),
        (EVENTS, Chunk(-1, ["{}"]), "at least 0"),
        (CONSOLE, Chunk(-1, ["x"]), "at least 0"),
    ],
)
def test_a_request_that_is_refused_leaves_no_trace(world: World, run: Run, name: str, chunk: Chunk, told: str) -> None:
    before = view_of_run(run)
    world.clock.advance(1)
    good = {CONSOLE: Chunk(0, ["x"]), SUMMARY: Chunk(0, ['{"a":1}']), HISTORY: Chunk(0, ["{}"])}
    with pytest.raises(Invalid, match=told):
        world.run_writes.stream(run, StreamRequest(good | {name: chunk}, complete=True, exit_code=1))
    assert view_of_run(run) == before
