"""What agents are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from runfake import World
from runfake.world import stream
from runfake.world.life import LONGEST_SILENCE
from runfake.world.sweeps.agent import Agent
from runfake.world.sweeps.sweep import Sweep
from tests.world.sweeps.conftest import Ask
from tests.world.sweeps.runs import GRID, RANDOM, begin, end, log, work_off

Register = Callable[[Sweep], Agent]


def test_an_agent_is_given_a_run_with_its_values(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID | {"program": "train.py"})
    agent = register(sweep)
    (order,) = ask(agent)
    (run,) = sweep.runs
    assert order == {
        "type": "run", "run_id": run.id, "program": "train.py", "args": {"a": {"value": 1}, "b": {"value": "x"}},
    }  # fmt: skip
    assert (run.state, run.config, run.sweep, agent.runs) == ("pending", {"a": 1, "b": "x"}, sweep, [run])
    assert run.display_name.endswith("-sweep-1")


def test_it_is_given_the_next_one_when_it_has_none(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID)
    agent = register(sweep)
    first = ask(agent)[0]["run_id"]
    assert ask(agent, first) == []
    run = begin(world, sweep, first)
    assert ask(agent, first) == []
    end(world, run)
    assert ask(agent)[0]["run_id"] != first


def test_a_grid_is_worked_off_once_and_then_the_agent_exits(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID)
    agent = register(sweep)
    tried = work_off(world, sweep, agent)
    assert tried == [{"a": a, "b": b} for a, b in product([1, 2], ["x", "y"])]
    assert sweep.state == "FINISHED"
    assert agent.state == "finished"
    assert ask(agent) == [{"type": "exit"}]


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["ask", "begin", "end", "die"])), max_size=40))
def test_agents_share_a_grid_without_doubles_or_omissions(steps: list[tuple[int, str]]) -> None:
    world = World()
    sweep = world.sweep("p/s", {"method": "grid", "parameters": {"a": {"min": 0, "max": 9}}})
    agents = [world.sweeps.register(world.default_user, sweep, f"host {i}") for i in range(3)]
    going: dict[int, str] = {}
    for number, step in steps:
        if step == "ask":
            for order in world.sweeps.heartbeat(agents[number], [going[number]] if number in going else []):
                assert (order["type"] == "run") == (number not in going)
                going[number] = order["run_id"]
        elif number in going and step == "begin":
            begin(world, sweep, going[number])
        elif number in going and step == "end":
            end(world, begin(world, sweep, going.pop(number)))
        elif number in going and step == "die":
            del going[number]
            agents[number] = world.sweeps.register(world.default_user, sweep, "another host")
    work_off(world, sweep, world.sweeps.register(world.default_user, sweep, "the last"))
    assert [run.config["a"] for run in sweep.runs] == list(range(10))
    assert {run.state for run in sweep.runs} <= {"finished", "pending", "running"}


def test_an_agent_leaves_when_all_is_given_out_though_others_still_run(
    world: World, register: Register, ask: Ask
) -> None:
    sweep = world.sweep("p/s", {"method": "grid", "parameters": {"a": {"values": [1]}}})
    one, other = register(sweep), register(sweep)
    run = begin(world, sweep, ask(one)[0]["run_id"])
    assert ask(other) == [{"type": "exit"}]
    assert sweep.state == "RUNNING"
    end(world, run)
    assert sweep.state == "FINISHED"


def test_a_run_that_its_agent_never_began_has_crashed(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID)
    agent = register(sweep)
    ask(agent)
    assert ask(agent)[0]["args"] == {"a": {"value": 1}, "b": {"value": "y"}}
    assert [run.state for run in sweep.runs] == ["crashed", "pending"]


def test_the_run_of_an_agent_that_fell_silent_has_crashed(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", {"method": "grid", "parameters": {"a": {"values": [1, 2]}}})
    silent, other = register(sweep), register(sweep)
    ask(silent)
    world.clock.advance(LONGEST_SILENCE)
    work_off(world, sweep, other)
    assert [run.state for run in sweep.runs] == ["crashed", "finished"]
    assert (silent.state, other.state, sweep.state) == ("crashed", "finished", "FINISHED")


def test_a_running_run_of_a_dead_agent_crashes_by_its_own_silence(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", {"method": "grid", "parameters": {"a": {"values": [1]}}})
    agent = register(sweep)
    begin(world, sweep, ask(agent)[0]["run_id"])
    assert sweep.state == "RUNNING"
    world.clock.advance(LONGEST_SILENCE)
    assert [run.state for run in sweep.runs] == ["crashed"]
    assert (agent.state, sweep.state) == ("crashed", "FINISHED")


def test_an_agent_that_ends_by_itself_is_finished_once_it_is_silent(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID)
    agent = register(sweep)
    end(world, begin(world, sweep, ask(agent)[0]["run_id"]))
    world.clock.advance(LONGEST_SILENCE - timedelta(seconds=1))
    end(world, begin(world, sweep, ask(agent)[0]["run_id"]))
    assert (agent.state, agent.heartbeat_at, sweep.heartbeat_at) == ("running", world.clock.now(), world.clock.now())
    world.clock.advance(LONGEST_SILENCE - timedelta(seconds=1))
    assert agent.state == "running"
    world.clock.advance(1)
    assert agent.state == "finished"


def test_a_preempted_run_goes_on_with_the_next_agent_that_asks(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", {"method": "grid", "parameters": {"a": {"values": [1]}}})
    run = begin(world, sweep, ask(register(sweep))[0]["run_id"])
    world.run(run.path, config={"a": 1, "epochs": 9})
    world.run_writes.stream(run, stream.StreamRequest(preempting=True))
    end(world, run, exit_code=1)
    assert (run.state, sweep.state) == ("preempted", "RUNNING")
    other = register(sweep)
    assert ask(other) == [{"type": "resume", "run_id": run.id, "program": "", "args": {"a": {"value": 1}}}]
    assert other.runs == [run]
    assert ask(other, run.id) == []


def test_an_agent_that_goes_on_with_a_run_of_its_own_has_that_going(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", RANDOM)
    agent = register(sweep)
    first = begin(world, sweep, ask(agent)[0]["run_id"])
    end(world, first)
    end(world, begin(world, sweep, ask(agent)[0]["run_id"]))
    world.run(first.path, state="preempted")
    assert ask(agent)[0]["run_id"] == first.id
    assert (agent.current, len(agent.runs)) == (first, 2)


def test_a_deleted_run_is_stopped_and_its_combination_comes_again(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID)
    agent = register(sweep)
    run_id = ask(agent)[0]["run_id"]
    world.delete_run(sweep.runs[0].storage_id)
    assert (sweep.runs, agent.runs) == ([], [])
    assert ask(agent, run_id) == [{"type": "stop", "run_id": run_id}]
    assert ask(agent)[0]["args"] == {"a": {"value": 1}, "b": {"value": "x"}}


def test_a_run_that_went_to_another_sweep_is_stopped(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID)
    agent = register(sweep)
    run = begin(world, sweep, ask(agent)[0]["run_id"])
    begin(world, world.sweep("p/other", GRID), run.id)
    assert ask(agent, run.id) == [{"type": "stop", "run_id": run.id}]


def test_a_run_that_someone_stops_is_stopped_by_its_agent(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID)
    agent = register(sweep)
    run = begin(world, sweep, ask(agent)[0]["run_id"])
    assert ask(agent, run.id) == []
    world.stop_run(run.storage_id)
    assert ask(agent, run.id) == [{"type": "stop", "run_id": run.id}]
    end(world, run, exit_code=255)
    assert run.state == "killed"
    assert ask(agent)[0]["type"] == "run"


def test_a_paused_sweep_makes_agents_wait(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", GRID)
    agent = register(sweep)
    run = begin(world, sweep, ask(agent)[0]["run_id"])
    sweep.put_in_state("PAUSED")
    assert ask(agent, run.id) == []
    end(world, run)
    assert ask(agent) == []
    sweep.put_in_state("RUNNING")
    assert ask(agent)[0]["type"] == "run"


def test_a_finished_sweep_lets_runs_end_and_agents_leave(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", RANDOM)
    agent = register(sweep)
    run = begin(world, sweep, ask(agent)[0]["run_id"])
    sweep.put_in_state("FINISHED")
    assert ask(agent, run.id) == []
    end(world, run)
    assert run.state == "finished"
    assert (ask(agent), agent.state) == ([{"type": "exit"}], "finished")
    sweep.put_in_state("RUNNING")
    assert (ask(agent)[0]["type"], agent.state) == ("run", "running")


def test_a_cancelled_sweep_stops_its_runs_and_agents_leave(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", RANDOM)
    agent = register(sweep)
    run = begin(world, sweep, ask(agent)[0]["run_id"])
    alone = begin(world, sweep, "alone")
    sweep.put_in_state("CANCELED")
    assert ask(agent, run.id) == [{"type": "stop", "run_id": run.id}]
    assert (run.stop_requested, alone.stop_requested) == (False, True)
    end(world, run, exit_code=1)
    end(world, alone, exit_code=1)
    assert (run.state, alone.state) == ("killed", "killed")
    assert ask(agent) == [{"type": "exit"}]


def test_a_run_whose_agent_is_gone_is_asked_to_stop_itself(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", RANDOM)
    run = begin(world, sweep, ask(register(sweep))[0]["run_id"])
    world.clock.advance(LONGEST_SILENCE)
    world.run_writes.stream(run, stream.StreamRequest())
    sweep.put_in_state("CANCELED")
    assert (run.state, run.stop_requested) == ("running", True)


def test_the_cap_on_runs_ends_a_search_without_end(world: World, register: Register) -> None:
    sweep = world.sweep("p/s", RANDOM | {"run_cap": 3})
    assert len(work_off(world, sweep, register(sweep))) == 3
    assert (sweep.state, sweep.run_count) == ("FINISHED", 3)


def test_what_is_enqueued_is_beyond_the_cap(world: World, register: Register, ask: Ask) -> None:
    sweep = world.sweep("p/s", RANDOM | {"run_cap": 1})
    agent = register(sweep)
    run = begin(world, sweep, ask(agent)[0]["run_id"])
    more = world.sweeps.enqueue(sweep, {"lr": 0.5}, None)
    end(world, run)
    assert sweep.state == "RUNNING"
    assert ask(agent)[0]["run_id"] == more.id
    end(world, begin(world, sweep, more.id))
    assert (sweep.state, ask(agent)) == ("FINISHED", [{"type": "exit"}])


def test_a_run_that_does_badly_is_stopped_early(world: World, register: Register, ask: Ask) -> None:
    early = {"type": "hyperband", "min_iter": 2, "eta": 2}
    sweep = world.sweep("p/s", RANDOM | {"metric": {"name": "loss"}, "early_terminate": early})
    agent = register(sweep)
    good = begin(world, sweep, ask(agent)[0]["run_id"])
    log(world, good, 3, 1)
    end(world, good)
    bad = begin(world, sweep, ask(agent)[0]["run_id"])
    log(world, bad, 5)
    assert ask(agent, bad.id) == []
    log(world, bad, 4)
    assert ask(agent, bad.id) == [{"type": "stop", "run_id": bad.id}]
    end(world, bad, exit_code=1)
    assert (good.state, bad.state, bad.stop_requested) == ("finished", "killed", False)
    assert ask(agent)[0]["type"] == "run"


def test_goals_turn_around_what_is_bad(world: World, register: Register, ask: Ask) -> None:
    early = {"type": "hyperband", "min_iter": 1}
    metric = {"name": "loss", "goal": "maximize"}
    sweep = world.sweep("p/s", RANDOM | {"metric": metric, "early_terminate": early})
    agent = register(sweep)
    log(world, begin(world, sweep, "best"), 9)
    run = begin(world, sweep, ask(agent)[0]["run_id"])
    log(world, run, 1)
    assert ask(agent, run.id) == [{"type": "stop", "run_id": run.id}]


def test_the_same_seed_draws_the_same_values_whatever_else_happens() -> None:
    def draws(world: World) -> list[dict[str, Any]]:
        sweep = world.sweep("p/s", RANDOM)
        return work_off(world, sweep, world.sweeps.register(world.default_user, sweep, "host"), most=5)

    busy = World(seed=7)
    for i in range(5):
        busy.run(f"other/{i}")
    assert draws(World(seed=7)) == draws(busy)
    assert draws(World(seed=7)) != draws(World(seed=8))


def test_two_sweeps_of_a_world_draw_differently(world: World, register: Register) -> None:
    one, other = world.sweep("p/one", RANDOM), world.sweep("p/other", RANDOM)
    assert work_off(world, one, register(one), most=3) != work_off(world, other, register(other), most=3)
