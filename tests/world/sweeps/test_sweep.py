"""A sweep: what it is called, where it stands, which of its runs is best."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from runfake import Clock, World
from runfake.world.errors import Invalid, NotFound
from runfake.world.sweeps.config import SweepConfig
from runfake.world.sweeps.edit import SweepEdit
from runfake.world.sweeps.states import STATES
from runfake.world.sweeps.sweep import sweep_at
from tests.world.snapshot import view
from tests.world.sweeps.runs import GRID, RANDOM, begin, end

LOSS = {"metric": {"name": "loss", "goal": "minimize"}}


def test_an_author_makes_a_sweep_and_finds_it_again(world: World) -> None:
    sweep = world.sweep("team/p/s", GRID | {"name": "mine", "description": "why"}, display_name="shown")
    assert world.sweep("team/p/s") is sweep
    assert (sweep.path, sweep.id, sweep.method, sweep.state) == ("team/p/s", "s", "grid", "PENDING")
    assert (sweep.name, sweep.description) == ("shown", "why")
    assert sweep.config == GRID | {"name": "mine", "description": "why"}
    assert (sweep.runs, sweep.agents, sweep.run_count) == ([], [], 0)
    assert repr(sweep) == "<sweep team/p/s (PENDING): 0 runs>"


def test_its_name_is_the_one_shown_else_the_configured_else_its_id(world: World) -> None:
    assert world.sweep("p/a", GRID).name == "a"
    assert world.sweep("p/b", GRID | {"name": "mine"}).name == "mine"
    assert world.sweep("p/b", display_name="shown").name == "shown"


def test_an_author_gives_it_runs(world: World) -> None:
    sweep = world.sweep("p/s", GRID)
    run = world.run("p/r", config={"a": 1, "b": "y"}, sweep=sweep)
    assert (sweep.runs, run.sweep, run.sweep_id, sweep.state) == ([run], sweep, "s", "RUNNING")
    assert world.run("p/r", notes="again", sweep=sweep) is run
    assert sweep.runs == [run]
    assert world.run("p/other").sweep_id is None


def test_a_run_is_of_one_sweep(world: World) -> None:
    one, other = world.sweep("p/one", GRID), world.sweep("p/other", GRID)
    run = world.run("p/r", config={"a": 1, "b": "x"}, sweep=one)
    world.run("p/r", sweep=other)
    assert (one.runs, other.runs, run.sweep) == ([], [run], other)
    assert one.search.next() == {"a": 1, "b": "x"}
    assert other.search.next() == {"a": 1, "b": "y"}


def test_a_run_of_another_project_is_refused(world: World) -> None:
    sweep = world.sweep("p/s", GRID)
    with pytest.raises(Invalid, match="sweep 'runfake/p/s' takes runs of its own project alone, not of 'runfake/q'"):
        world.run("q/r", sweep=sweep)
    assert world.find_run("q/r") is None


@pytest.mark.parametrize(
    ("arguments", "error", "complaint"),
    [
        ({}, Invalid, "a new sweep needs a config"),
        ({"config": {"method": "grid"}}, Invalid, "needs parameters"),
        ({"config": GRID, "state": "RUNING"}, Invalid, "unknown sweep state 'RUNING': .* Did you mean 'RUNNING'"),
    ],
)
def test_a_sweep_that_cannot_be_is_not_made(world: World, arguments: Any, error: type, complaint: str) -> None:
    with pytest.raises(error, match=complaint):
        world.sweep("p/s", **arguments)
    assert world.sweeps.all() == []
    assert world.projects.find("runfake", "p") is None


def test_a_sweep_that_is_not_there_is_told_with_the_nearest(world: World) -> None:
    home = world.sweep("p/shapes", GRID).project
    with pytest.raises(NotFound, match=r"sweep 'runfake/p/shaeps' not found\. Did you mean 'shapes'"):
        sweep_at(home, home.path, "shaeps")
    with pytest.raises(NotFound, match=r"sweep 'runfake/q/shapes' not found\.$"):
        sweep_at(None, "runfake/q", "shapes")
    with pytest.raises(NotFound, match="sweep with id 'x' not found"):
        world.sweeps.by_id("x")


# -- states ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_an_author_puts_a_sweep_in_any_state(world: World, state: str) -> None:
    assert world.sweep("p/s", RANDOM, state=state).state == state


LEGAL = {
    "RUNNING": set(STATES), "PAUSED": {"RUNNING", "PAUSED"}, "PENDING": set[str](),
    "FINISHED": {"PENDING", "RUNNING", "PAUSED", "FINISHED"}, "CANCELED": {"PENDING", "RUNNING", "PAUSED", "CANCELED"},
}  # fmt: skip


@pytest.mark.parametrize("old", STATES)
@pytest.mark.parametrize("new", STATES)
def test_a_person_moves_a_sweep_where_that_is_allowed(world: World, old: str, new: str) -> None:
    sweep = world.sweep("p/s", RANDOM, state=old)
    if old in LEGAL[new]:
        world.sweeps.change(sweep, SweepEdit(state=new))
        assert sweep.state == new
    else:
        with pytest.raises(Invalid, match=f"a sweep that is {old} cannot become {new}"):
            world.sweeps.change(sweep, SweepEdit(state=new, display_name="other"))
        assert (sweep.state, sweep.display_name) == (old, None)


def test_a_grid_is_finished_when_all_its_runs_have_ended(world: World) -> None:
    sweep = world.sweep("p/s", {"method": "grid", "parameters": {"a": {"values": [1, 2]}}})
    world.run("p/one", config={"a": 1}, sweep=sweep)
    assert sweep.state == "RUNNING"
    world.run("p/two", config={"a": 2}, state="running", sweep=sweep)
    assert sweep.state == "RUNNING"
    world.run("p/two", state="failed")
    assert sweep.state == "FINISHED"


def test_a_finished_grid_goes_on_when_a_run_of_it_is_deleted(world: World) -> None:
    sweep = world.sweep("p/s", {"method": "grid", "parameters": {"a": {"values": [1, 2]}}})
    for i in (1, 2):
        world.run(f"p/{i}", config={"a": i}, sweep=sweep)
    world.delete_run(sweep.runs[0].storage_id)
    assert (sweep.state, sweep.search.next()) == ("RUNNING", {"a": 1})


def test_cancelling_ends_what_has_not_begun(world: World) -> None:
    sweep = world.sweep("p/s", RANDOM)
    run = world.sweeps.enqueue(sweep, {"lr": 0.5}, None)
    world.sweeps.change(sweep, SweepEdit(state="CANCELED"))
    assert run.state == "killed"
    world.sweeps.change(sweep, SweepEdit(state="RUNNING"))
    (order,) = world.sweeps.heartbeat(world.sweeps.register(world.default_user, sweep, "h"), [])
    assert order["run_id"] != run.id


def test_the_same_calls_make_the_same_sweeps() -> None:
    def made() -> World:
        world = World(seed=3, clock=Clock(datetime(2026, 1, 2, tzinfo=UTC)))
        for config in (GRID, RANDOM | LOSS):
            sweep = world.sweep(f"p/{config['method']}", config)
            agents = [world.sweeps.register(world.default_user, sweep, f"host {i}") for i in range(2)]
            for agent in agents * 2:
                for order in world.sweeps.heartbeat(agent, []):
                    end(world, begin(world, sweep, order["run_id"]))
        return world

    assert view(made()) == view(made())


@pytest.mark.parametrize(
    "edit",
    [
        SweepEdit(state="PENDING", display_name="x", description="y"),
        SweepEdit(state="PAUSD", display_name="x"),
        SweepEdit(config=SweepConfig.read(GRID | {"run_cap": 1}), state="PAUSED", display_name="x"),
    ],
)
def test_a_refused_change_changes_nothing(world: World, edit: SweepEdit) -> None:
    sweep = world.sweep("p/s", GRID)
    world.run("p/r", config={"a": 1, "b": "x"}, sweep=sweep)
    before = view(world)
    with pytest.raises(Invalid):
        world.sweeps.change(sweep, edit)
    assert view(world) == before


# -- its configuration -----------------------------------------------------------------------------


def test_its_config_may_change_before_its_first_run(world: World) -> None:
    sweep = world.sweep("p/s", GRID)
    world.sweep("p/s", {"method": "grid", "parameters": {"c": {"values": [3]}}})
    assert (sweep.search.next(), sweep.expected_run_count) == ({"c": 3}, 1)


def test_its_config_stays_once_it_has_a_run(world: World) -> None:
    sweep = world.sweep("p/s", GRID)
    world.run("p/r", sweep=sweep)
    world.sweep("p/s", dict(GRID), display_name="renamed")
    with pytest.raises(Invalid, match="can be changed only before its first run, and it is RUNNING: make another"):
        world.sweep("p/s", RANDOM, display_name="again")
    assert (sweep.config, sweep.name) == (GRID, "renamed")


@pytest.mark.parametrize(
    ("config", "count"),
    [(GRID, 4), (GRID | {"run_cap": 3}, 3), (GRID | {"run_cap": 9}, 4), (RANDOM, None), (RANDOM | {"run_cap": 5}, 5)],
)
def test_how_many_runs_are_expected(world: World, config: dict[str, Any], count: int | None) -> None:
    assert world.sweep("p/s", config).expected_run_count == count


# -- its best run ----------------------------------------------------------------------------------


def test_the_best_run_has_the_least_loss(world: World) -> None:
    sweep = world.sweep("p/s", RANDOM | LOSS)
    assert (sweep.best_run, sweep.best_loss) == (None, None)
    for name, loss in {"a": 3, "b": 1.5, "c": 2, "d": math.nan, "e": "low", "f": True}.items():
        world.run(f"p/{name}", summary={"loss": loss}, sweep=sweep)
    world.run("p/g", sweep=sweep)
    assert sweep.best_run is world.get_run("p/b")
    assert sweep.best_loss == 1.5


def test_the_best_run_has_the_most_where_that_is_the_goal(world: World) -> None:
    sweep = world.sweep("p/s", RANDOM | {"metric": {"name": "val.acc", "goal": "maximize"}})
    for name, accuracy in {"a": 0.3, "b": 0.9, "c": 0.9}.items():
        world.run(f"p/{name}", summary={"val": {"acc": accuracy}}, sweep=sweep)
    assert (sweep.best_run, sweep.best_loss) == (world.get_run("p/b"), 0.9)


def test_without_a_metric_no_run_is_best(world: World) -> None:
    sweep = world.sweep("p/s", RANDOM)
    world.run("p/a", summary={"loss": 1}, sweep=sweep)
    assert (sweep.best_run, sweep.best_loss) == (None, None)


# -- runs from elsewhere ---------------------------------------------------------------------------


def test_a_process_joins_a_sweep_by_its_id(world: World) -> None:
    sweep = world.sweep("p/s", RANDOM)
    run = begin(world, sweep, "mine")
    assert (sweep.runs, run.state) == ([run], "running")


def test_a_process_that_names_no_sweep_that_there_is_makes_no_run(world: World) -> None:
    sweep = world.sweep("p/sweep", RANDOM)
    sweep.id = "sweeep"
    with pytest.raises(NotFound, match=r"sweep 'runfake/p/sweeep' not found\. Did you mean 'sweep'"):
        begin(world, sweep, "mine")
    assert world.find_run("p/mine") is None


def test_prior_runs_count_as_tried_and_stay_where_they_are(world: World) -> None:
    run = world.run("p/before", config={"a": 1, "b": "x", "more": 3})
    sweep = world.sweep("p/s", GRID)
    assert world.sweeps.change(sweep, SweepEdit(prior=lambda found: found.id == "before")) == []
    assert (sweep.prior_runs, sweep.runs, run.sweep, sweep.state) == ([run], [], None, "PENDING")
    assert sweep.search.next() == {"a": 1, "b": "y"}
    world.delete_run(run.storage_id)
    assert (sweep.prior_runs, sweep.search.next()) == ([], {"a": 1, "b": "x"})


def test_prior_runs_count_for_the_config_that_comes_after(world: World) -> None:
    world.run("p/before", config={"c": 3})
    sweep = world.sweep("p/s", GRID)
    world.sweeps.change(sweep, SweepEdit(prior=lambda _: True))
    world.sweep("p/s", {"method": "grid", "parameters": {"c": {"values": [3, 4]}}})
    assert sweep.search.next() == {"c": 4}


def test_prior_runs_that_are_not_there_are_a_warning(world: World) -> None:
    sweep = world.sweep("p/s", GRID)
    (warning,) = world.sweeps.change(sweep, SweepEdit(prior=lambda _: False))
    assert warning == "none of the prior runs is in the project of the sweep."


def test_an_enqueued_run_goes_before_others(world: World) -> None:
    sweep = world.sweep("p/s", GRID)
    run = world.sweeps.enqueue(sweep, {"a": 9, "b": "z"}, "my run")
    assert (run.state, run.display_name, run.config) == ("pending", "my run", {"a": 9, "b": "z"})
    agent = world.sweeps.register(world.default_user, sweep, "host")
    (order,) = world.sweeps.heartbeat(agent, [])
    assert (order["run_id"], order["args"]) == (run.id, {"a": {"value": 9}, "b": {"value": "z"}})


def test_an_enqueued_run_that_is_deleted_is_not_given_out(world: World) -> None:
    sweep = world.sweep("p/s", GRID)
    world.delete_run(world.sweeps.enqueue(sweep, {"a": 9, "b": "z"}, None).storage_id)
    agent = world.sweeps.register(world.default_user, sweep, "host")
    (order,) = world.sweeps.heartbeat(agent, [])
    assert order["args"] == {"a": {"value": 1}, "b": {"value": "x"}}


@pytest.mark.parametrize("state", ["FINISHED", "CANCELED"])
def test_a_sweep_that_is_over_takes_no_more_runs(world: World, state: str) -> None:
    sweep = world.sweep("p/s", RANDOM, state=state)
    with pytest.raises(Invalid, match=f"is {state} and takes no more runs: resume it before"):
        world.sweeps.enqueue(sweep, {"lr": 0.5}, None)


def test_the_state_of_a_run_of_a_sweep_is_not_moved_by_hand(world: World) -> None:
    sweep = world.sweep("p/s", RANDOM)
    run = begin(world, sweep, "mine")
    with pytest.raises(Invalid, match="invalid state transition: run 'runfake/p/mine' belongs to sweep 'runfake/p/s'"):
        world.run_writes.set_state(run.storage_id, "failed")
    end(world, run)
    assert run.state == "finished"


def test_a_removed_sweep_leaves_its_runs(world: World) -> None:
    sweep = world.sweep("p/s", GRID)
    run = world.run("p/r", sweep=sweep)
    agent = world.sweeps.register(world.default_user, sweep, "host")
    world.sweeps.remove(sweep)
    assert (run.sweep, world.sweeps.all(), world.sweeps.find_agent(agent.id)) == (None, [], None)
    assert world.sweep("p/s", GRID) is not sweep


def test_sweeps_go_with_their_project(world: World) -> None:
    sweep = world.sweep("team/p/s", GRID)
    agent = world.sweeps.register(world.default_user, sweep, "host")
    world.remove_team("team")
    assert (world.sweeps.all(), world.sweeps.find_agent(agent.id)) == ([], None)
