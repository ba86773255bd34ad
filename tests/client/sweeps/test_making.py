"""``wandb.sweep``: what it makes, and what it is told of a configuration that is none."""

from __future__ import annotations

from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

UNIFORM = {"distribution": "uniform", "min": 0, "max": 1}
GRID = {"method": "grid", "parameters": {"a": {"values": [1, 2]}}}


def test_a_sweep_is_made_in_the_project_that_is_named(runfake: Runfake, capsys: pytest.CaptureFixture[str]) -> None:
    sweep_id = wandb.sweep(GRID | {"name": "mine", "description": "why"}, project="shop")
    (sweep,) = runfake.world.sweeps.all()
    assert (sweep.path, sweep.name, sweep.description) == (f"{runfake.entity}/shop/{sweep_id}", "mine", "why")
    assert sweep.config == GRID | {"name": "mine", "description": "why"}
    assert sweep.user is runfake.world.default_user
    assert f"Sweep URL: {runfake.url}/{sweep.project.path}/sweeps/{sweep_id}" in capsys.readouterr().out


def test_a_sweep_of_a_team_is_made_there(runfake: Runfake) -> None:
    runfake.team("crew")
    sweep_id = wandb.sweep(GRID, entity="crew", project="shop")
    assert [sweep.path for sweep in runfake.world.sweeps.all()] == [f"crew/shop/{sweep_id}"]


def test_numbers_keep_their_kind(runfake: Runfake) -> None:
    values = [1, 1.0, 1e-5, "008", "1e-5", True, None, [1, 2], {"x": 1}]
    wandb.sweep({"method": "grid", "parameters": {"a": {"values": values}}}, project="shop")
    (sweep,) = runfake.world.sweeps.all()
    assert repr(sweep.config["parameters"]["a"]["values"]) == repr(values)
    assert sweep.expected_run_count == len(values)


def test_prior_runs_are_left_out(runfake: Runfake) -> None:
    before = runfake.run("shop/before", config={"a": 1})
    wandb.sweep(GRID, project="shop", prior_runs=["before"])
    (sweep,) = runfake.world.sweeps.all()
    assert (sweep.prior_runs, sweep.runs, sweep.search.next()) == ([before], [], {"a": 2})


def test_what_is_odd_is_printed(runfake: Runfake, capsys: pytest.CaptureFixture[str]) -> None:
    wandb.sweep(GRID | {"metrik": {"name": "loss"}}, project="shop")
    said = capsys.readouterr().err
    assert "Violation 1. 'metrik' is no key of a sweep config. Did you mean 'metric'?" in said
    wandb.sweep(GRID, project="shop", prior_runs=["nowhere"])
    assert "none of the prior runs is in the project of the sweep" in capsys.readouterr().err
    assert len(runfake.world.sweeps.all()) == 2


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({"parameters": GRID["parameters"]}, "the sweep config needs a method, one of grid, random, bayes, custom"),
        (GRID | {"method": "gird"}, r"not 'gird'\. Did you mean 'grid'"),
        ({"method": "random"}, "the sweep config needs parameters"),
        ({"method": "random", "parameters": {"a": {"distribution": "normall"}}}, r"Did you mean 'normal'"),
        ({"method": "random", "parameters": {"a": UNIFORM | {"min": "1e-5"}}}, r"parameters\.a\.min must be a number"),
        ({"method": "grid", "parameters": {"a": {"min": 0.0, "max": 1.0}}}, "not a: give values or q"),
        (GRID | {"metric": {"name": "loss", "goal": "down"}}, "metric.goal must be one of minimize, maximize"),
    ],
)
def test_a_configuration_that_is_none_makes_no_sweep(runfake: Runfake, config: dict[str, Any], complaint: str) -> None:
    with pytest.raises(wandb.errors.CommError, match=complaint):
        wandb.sweep(config, project="shop")
    assert (runfake.world.sweeps.all(), runfake.world.projects.find(runfake.entity, "shop")) == ([], None)


def test_a_run_that_names_a_sweep_by_the_environment_joins_it(
    runfake: Runfake, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = runfake.sweep("shop/s", GRID)
    monkeypatch.setenv("WANDB_SWEEP_ID", "s")
    monkeypatch.setenv("WANDB_PROJECT", "shop")
    with wandb.init(config={"a": 2}) as run:
        assert run.sweep_id == "s"
    assert [(found.id, found.config) for found in sweep.runs] == [(run.id, {"a": 2})]
    assert sweep.search.next() == {"a": 1}


def test_a_run_that_names_no_sweep_that_there_is_is_told(runfake: Runfake, monkeypatch: pytest.MonkeyPatch) -> None:
    runfake.sweep("shop/shapes", GRID)
    monkeypatch.setenv("WANDB_SWEEP_ID", "shaeps")
    monkeypatch.setenv("WANDB_PROJECT", "shop")
    with pytest.raises(wandb.errors.CommError, match=r"sweep .*/shop/shaeps' not found\. Did you mean 'shapes'"):
        wandb.init()
    assert runfake.runs() == []
