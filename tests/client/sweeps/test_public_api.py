"""What ``wandb.Api`` shows of sweeps, their runs and their agents."""

from __future__ import annotations

from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.sweeps.sweep import Sweep


def fresh() -> Any:
    """A client that remembers nothing."""
    return wandb.Api()


@pytest.fixture
def tried(runfake: Runfake, grid: dict[str, Any]) -> Sweep:
    """A grid of which three of four combinations were tried, beside a run of no sweep."""
    sweep = runfake.sweep("shop/tried", grid)
    for name, loss, values in (("a", 3.0, (0.1, 1)), ("b", 1.0, (0.1, 2)), ("c", 2.0, (0.2, 1))):
        config = {"lr": values[0], "model": {"depth": values[1]}}
        runfake.run(f"shop/{name}", config=config, summary={"loss": loss, "acc": -loss}, sweep=sweep)
    runfake.run("shop/alone", summary={"loss": 0})
    return sweep


def test_a_sweep_reads_as_it_is(tried: Sweep, runfake: Runfake, api: Any, grid: dict[str, Any]) -> None:
    sweep = api.sweep("shop/tried")
    assert (sweep.id, sweep.name, sweep.state, sweep.method) == ("tried", "tried", "RUNNING", "grid")
    assert (sweep.config, sweep.order, sweep.expected_run_count) == (grid, "+summary_metrics.loss", 4)
    assert (sweep.entity, sweep.project, sweep.path) == (runfake.entity, "shop", [runfake.entity, "shop", "tried"])
    assert (sweep.best_loss, sweep.run_count, sweep.description, sweep.display_name) == (1.0, 3, None, None)
    assert sweep.url == f"{runfake.url}/{runfake.entity}/shop/sweeps/tried"
    assert "iframe" in sweep.to_html()
    assert repr(sweep) == f"<Sweep {runfake.entity}/shop/tried (RUNNING)>"
    assert tried.created_at.strftime("%Y-%m-%dT%H:%M:%S") in sweep.created_at
    assert sweep.updated_at is not None


def test_its_name_is_the_one_shown_else_the_configured(runfake: Runfake, api: Any, grid: dict[str, Any]) -> None:
    runfake.sweep("shop/one", grid | {"name": "configured", "description": "why"})
    assert (api.sweep("shop/one").name, api.sweep("shop/one").description) == ("configured", "why")
    runfake.sweep("shop/one", display_name="shown")
    assert fresh().sweep("shop/one").name == "shown"


def test_its_runs_are_those_that_it_has(tried: Sweep, api: Any) -> None:
    runs = api.sweep("shop/tried").runs
    assert [run.id for run in runs] == [run.id for run in tried.runs] == ["a", "b", "c"]
    assert len(runs) == 3
    assert [run.config["lr"] for run in runs] == [0.1, 0.1, 0.2]


def test_more_runs_than_a_page_come_once_each(runfake: Runfake, api: Any) -> None:
    sweep = runfake.sweep("shop/wide", {"method": "random", "parameters": {"a": {"min": 0, "max": 9}}})
    for i in range(25):
        runfake.run(f"shop/{i}", sweep=sweep)
    assert [run.id for run in api.sweep("shop/wide").runs] == [str(i) for i in range(25)]


@pytest.mark.usefixtures("tried")
def test_the_best_run_is_by_the_metric_or_by_an_order(api: Any) -> None:
    sweep = api.sweep("shop/tried")
    best = sweep.best_run()
    assert best is not None
    assert (best.id, best.summary["loss"], best.sweep_name) == ("b", 1.0, "tried")
    orders = {"+summary_metrics.acc": "a", "-loss": "a", "loss": "a", "+loss": "b", "-config.lr.value": "c"}
    assert {order: sweep.best_run(order).id for order in orders} == orders


def test_without_runs_none_is_best(runfake: Runfake, api: Any, grid: dict[str, Any]) -> None:
    runfake.sweep("shop/new", grid)
    sweep = api.sweep("shop/new")
    assert (sweep.best_run(), sweep.best_loss, list(sweep.runs), sweep.state) == (None, None, [], "PENDING")


@pytest.mark.usefixtures("tried")
def test_runs_know_their_sweep(api: Any) -> None:
    run = api.run("shop/a")
    assert run.sweep_name == "tried"
    assert run.sweep is not None
    assert (run.sweep.id, run.sweep.state) == ("tried", "RUNNING")
    alone = api.run("shop/alone")
    assert (alone.sweep_name, alone.sweep) == (None, None)


@pytest.mark.usefixtures("tried")
def test_runs_are_found_by_their_sweep(api: Any) -> None:
    assert [run.id for run in api.runs("shop", {"sweep": "tried"})] == ["a", "b", "c"]
    assert [run.id for run in api.runs("shop", {"sweep": None})] == ["alone"]
    assert [run.id for run in api.runs("shop", {"sweep": {"$in": ["tried"]}, "config.lr": 0.2})] == ["c"]


@pytest.mark.usefixtures("tried")
def test_runs_come_with_their_sweeps_where_that_is_asked_for(api: Any) -> None:
    runs = list(api.runs("shop", include_sweeps=True))
    assert [run.sweep.id if run.sweep else None for run in runs] == ["tried", "tried", "tried", None]
    assert runs[0].sweep is runs[1].sweep


@pytest.mark.usefixtures("tried")
def test_a_sweep_that_is_not_there_is_told(api: Any) -> None:
    with pytest.raises(wandb.errors.CommError, match=r"Could not find sweep <Sweep .*/shop/none"):
        api.sweep("shop/none")
    with pytest.raises(wandb.errors.CommError, match="Could not find sweep"):
        api.sweep("nowhere/tried")


def test_the_sweeps_of_a_project_come_newest_first_and_by_page(
    runfake: Runfake, api: Any, grid: dict[str, Any]
) -> None:
    for i in range(7):
        runfake.sweep(f"shop/s{i}", grid)
    runfake.sweep("other/one", grid)
    sweeps = api.project("shop", runfake.entity).sweeps(per_page=3)
    assert len(sweeps) == 7
    assert [sweep.id for sweep in sweeps] == [f"s{i}" for i in reversed(range(7))]
    runfake.world.project("empty")
    assert list(api.project("empty", runfake.entity).sweeps()) == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "RUNNING"}, ["running"]),
        ({"state": {"$in": ["RUNNING", "PAUSED"]}}, ["paused", "running"]),
        ({"displayName": {"$regex": "^the best"}}, ["paused"]),
        ({"name": "fresh"}, ["fresh"]),
        ({"method": {"$ne": "grid"}}, ["paused"]),
        ({"config.metric.name": "loss"}, ["running", "fresh"]),
        ({"createdAt": {"$gt": "2020-01-01"}, "runCount": 0}, ["paused", "fresh"]),
        ({"$or": [{"name": "fresh"}, {"bestLoss": {"$lt": 3}}]}, ["running", "fresh"]),
    ],
)
def test_sweeps_are_filtered(
    runfake: Runfake, api: Any, grid: dict[str, Any], filters: dict[str, Any], found: list[str]
) -> None:
    runfake.sweep("shop/fresh", grid)
    runfake.run("shop/r", summary={"loss": 2}, sweep=runfake.sweep("shop/running", grid))
    random = {"method": "random", "parameters": {"a": {"min": 0, "max": 1}}}
    runfake.sweep("shop/paused", random, display_name="the best of all", state="PAUSED")
    sweeps = api.project("shop", runfake.entity).sweeps(filters=filters)
    assert [sweep.id for sweep in sweeps] == found


def test_a_filter_on_nothing_is_told(runfake: Runfake, api: Any, grid: dict[str, Any]) -> None:
    runfake.sweep("shop/s", grid)
    with pytest.raises(Exception, match=r"unknown field 'stat' of sweeps: .* Did you mean 'state'"):
        list(api.project("shop", runfake.entity).sweeps(filters={"stat": "RUNNING"}))


def test_agents_and_their_runs(runfake: Runfake, api: Any, grid: dict[str, Any]) -> None:
    made = runfake.sweep("shop/s", grid)
    one, other = (runfake.world.sweeps.register(runfake.world.default_user, made, host) for host in ("box", "rack"))
    for agent in (one, other, one):
        runfake.world.sweeps.heartbeat(agent, [])
    first, second = api.sweep("shop/s").agents()
    assert (first.name, first.host, first.state, first.total_runs) == (one.name, "box", "running", 2)
    assert (second.name, second.host, second.total_runs) == (other.name, "rack", 1)
    runs = first.runs(per_page=1)
    assert [run.id for run in runs] == [run.id for run in one.runs]
    assert len(runs) == 2
    assert [run.state for run in first.runs()] == ["crashed", "pending"]
    assert api.sweep("shop/s").agent(second.id).name == other.name
    assert first.heartbeat_at is not None


def test_a_paused_sweep_is_read_anew(runfake: Runfake, api: Any, grid: dict[str, Any]) -> None:
    made = runfake.sweep("shop/s", grid)
    sweep = api.sweep("shop/s")
    made.put_in_state("PAUSED")
    assert sweep.state == "PENDING"
    sweep.load(force=True)
    assert sweep.state == "PAUSED"


def test_nobody_sees_the_sweeps_of_a_private_project(runfake: Runfake, grid: dict[str, Any]) -> None:
    runfake.sweep("shop/s", grid)
    stranger = runfake.world.user("stranger")
    api: Any = wandb.Api(api_key=stranger.api_key)
    with pytest.raises(wandb.errors.CommError, match="Could not find sweep"):
        api.sweep(f"{runfake.entity}/shop/s")


def test_the_state_of_a_run_of_a_sweep_is_not_set_by_hand(runfake: Runfake, api: Any, grid: dict[str, Any]) -> None:
    runfake.run("shop/r", state="running", sweep=runfake.sweep("shop/s", grid))
    with pytest.raises(wandb.errors.CommError, match=r"invalid state transition: run .* belongs to sweep"):
        api.run("shop/r").update_state("pending")
    assert runfake.get_run("shop/r").state == "running"
