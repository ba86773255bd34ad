"""Where a run stands: every state, and all that can happen to it there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from runfake.world import Clock, World
from runfake.world.life import LONGEST_SILENCE
from runfake.world.runs import Run, RunEdit
from runfake.world.states import ENDED, STATES
from runfake.world.stream import StreamRequest

from .values import NOON

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def world() -> World:
    return World(clock=Clock(NOON))


def upsert(world: World, edit: RunEdit | None = None, state: str | None = None) -> Run:
    edit = edit or RunEdit()
    run, _ = world.run_writes.upsert(world.default_user, entity=None, project="p", run_id="r", edit=edit, state=state)
    return run


def told(**signs: object) -> Callable[[World, Run], None]:
    """A request of the file stream."""
    return lambda world, run: world.run_writes.stream(run, StreamRequest(**signs))  # type: ignore[arg-type]


def opened(world: World, _: Run) -> None:
    upsert(world, RunEdit(host="node"))


def edited(world: World, run: Run) -> None:
    upsert(world, RunEdit(notes="n"))
    world.run_writes.edit(run.storage_id, RunEdit(tags=["t"], host="node"))


def stopped(world: World, run: Run) -> None:
    world.stop_run(run.storage_id)


def silence(world: World, _: Run) -> None:
    world.clock.advance(LONGEST_SILENCE)


# What happens, and where it leads from each state; states that are not named stay as they are.
SAME = {state: state for state in STATES}
EVENTS: dict[str, tuple[Callable[[World, Run], None], dict[str, str]]] = {
    "heartbeat": (told(), dict.fromkeys(STATES, "running") | {"preempting": "preempting"}),
    "preempting": (told(preempting=True), dict.fromkeys(STATES, "preempting")),
    "end 0": (told(complete=True, exit_code=0), dict.fromkeys(STATES, "finished")),
    "end 1": (
        told(complete=True, exit_code=1),
        dict.fromkeys(STATES, "failed") | {"preempting": "preempted", "preempted": "preempted"},
    ),
    "preempting and end 1": (told(preempting=True, complete=True, exit_code=1), dict.fromkeys(STATES, "preempted")),
    "preempting and end 0": (told(preempting=True, complete=True), dict.fromkeys(STATES, "finished")),
    "a process opens it": (opened, dict.fromkeys(STATES, "running")),
    "an edit": (edited, SAME),
    "a request to stop": (stopped, SAME),
    "silence": (silence, SAME),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("event", EVENTS)
def test_what_becomes_of_a_run_that_an_author_put_there(world: World, state: str, event: str) -> None:
    run = world.run("p/r", state=state)
    happen, leads_to = EVENTS[event]
    happen(world, run)
    assert run.state == leads_to[state]


# What a process did last, the state then, and the state after a silence.
WATCHED: dict[str, tuple[list[str], str, str]] = {
    "runs": (["heartbeat"], "running", "crashed"),
    "was opened": (["a process opens it"], "running", "crashed"),
    "is about to be preempted": (["preempting"], "preempting", "preempted"),
    "still is": (["preempting", "heartbeat"], "preempting", "preempted"),
    "was opened anew": (["preempting", "a process opens it"], "running", "crashed"),
    "got done": (["heartbeat", "end 0"], "finished", "finished"),
    "failed": (["heartbeat", "end 1"], "failed", "failed"),
    "was preempted": (["preempting", "end 1"], "preempted", "preempted"),
    "was stopped": (["heartbeat", "a request to stop", "end 1"], "killed", "killed"),
    "was asked to stop": (["heartbeat", "a request to stop"], "running", "crashed"),
}


@pytest.mark.parametrize("case", WATCHED)
def test_a_process_that_falls_silent_is_taken_for_dead(world: World, case: str) -> None:
    run = world.run("p/r", state="crashed")
    events, state, after = WATCHED[case]
    for event in events:
        EVENTS[event][0](world, run)
    world.clock.advance(LONGEST_SILENCE - MOMENT)
    assert run.state == state
    world.clock.advance(MOMENT)
    assert run.state == after


@pytest.mark.parametrize(("state", "after"), [(None, "crashed"), ("running", "crashed"), ("pending", "pending")])
def test_a_run_that_a_client_made_is_waited_for(world: World, state: str | None, after: str) -> None:
    run = upsert(world, state=state)
    world.clock.advance(LONGEST_SILENCE)
    assert run.state == after


@pytest.mark.parametrize("state", STATES)
def test_a_state_that_was_put_by_hand_holds_until_a_process_writes(world: World, state: str) -> None:
    run = upsert(world, RunEdit(host="node"))
    world.run("p/r", state=state)
    world.clock.advance(10 * LONGEST_SILENCE)
    world.run("p/r", history=[{"loss": 1}])
    edited(world, run)
    world.clock.advance(10 * LONGEST_SILENCE)
    assert run.state == state
    told()(world, run)
    world.clock.advance(LONGEST_SILENCE)
    assert run.state == ("preempted" if state == "preempting" else "crashed")


def test_a_heartbeat_revives_a_run_that_was_taken_for_dead(world: World) -> None:
    run = upsert(world, RunEdit(host="node"))
    world.clock.advance(LONGEST_SILENCE)
    assert run.state == "crashed"
    told()(world, run)
    assert run.state == "running"
    world.clock.advance(LONGEST_SILENCE - MOMENT)
    assert run.state == "running"


def test_a_crash_is_an_end_of_its_own(world: World) -> None:
    run = upsert(world, RunEdit(host="node"))
    world.clock.advance(LONGEST_SILENCE)
    stopped(world, run)
    assert (run.state, run.exit_code, run.stop_requested) == ("crashed", None, False)
    world.run_writes.set_state(run.storage_id, "pending")
    assert run.state == "pending"


def test_what_an_author_appends_is_a_sign_of_life(world: World) -> None:
    run = upsert(world, RunEdit(host="node"))
    world.clock.advance(LONGEST_SILENCE - MOMENT)
    world.run("p/r", history=[{"loss": 1}])
    world.clock.advance(LONGEST_SILENCE - MOMENT)
    assert run.state == "running"


@pytest.mark.parametrize("end", sorted(set(ENDED) - {"crashed"}))
def test_a_run_that_is_opened_again_is_not_stopped_and_has_no_exit_code(world: World, end: str) -> None:
    run = world.run("p/r", state=end)
    for event in ("heartbeat", "a request to stop", "end 1", "a process opens it"):
        EVENTS[event][0](world, run)
    assert (run.state, run.exit_code, run.stop_requested) == ("running", None, False)


def test_a_wish_to_stop_outlives_heartbeats_but_not_a_crash(world: World) -> None:
    run = upsert(world, RunEdit(host="node"))
    stopped(world, run)
    told()(world, run)
    assert run.stop_requested
    world.clock.advance(LONGEST_SILENCE)
    told()(world, run)
    assert (run.state, run.stop_requested) == ("running", False)


@pytest.mark.parametrize("twice", ["end 0", "end 1", "preempting", "preempting and end 1", "heartbeat"])
@pytest.mark.parametrize("first", EVENTS)
def test_a_report_may_come_twice(world: World, first: str, twice: str) -> None:
    run = upsert(world, RunEdit(host="node"))
    EVENTS[first][0](world, run)
    EVENTS[twice][0](world, run)
    once = (run.state, run.exit_code, run.stop_requested)
    EVENTS[twice][0](world, run)
    assert (run.state, run.exit_code, run.stop_requested) == once
