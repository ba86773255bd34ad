"""Rows 1, 7 and 19: making a run through the public API, loading it, and its attributes."""

from __future__ import annotations

import json

import pytest
import wandb
from wandb.apis.public import Run
from wandb.errors import CommError

from runfake.pytest_plugin.fixture import Runfake


def test_create_makes_the_run_in_the_given_project(runfake: Runfake, api: wandb.Api) -> None:
    run = Run.create(api, run_id="mine", project="shop", entity=runfake.entity)
    assert (run.id, run.path) == ("mine", [runfake.entity, "shop", "mine"])
    held = runfake.get_run("shop/mine")
    assert held.state == "running"
    assert held.user is runfake.world.default_user


def test_create_without_a_run_id_generates_one(runfake: Runfake, api: wandb.Api) -> None:
    run = api.create_run(project="shop")
    assert len(run.id) == 8
    assert [held.id for held in runfake.runs()] == [run.id]


def test_create_without_a_project_goes_to_uncategorized(runfake: Runfake, api: wandb.Api) -> None:
    run = Run.create(api, run_id="loose")
    assert run.path == [runfake.entity, "uncategorized", "loose"]
    assert runfake.get_run("uncategorized/loose").display_name


def test_create_with_the_id_of_a_run_that_is_there_leaves_it_alone(runfake: Runfake, api: wandb.Api) -> None:
    held = runfake.run("shop/mine", config={"lr": 0.1}, history=[{"loss": 1.0}], state="failed")
    run = Run.create(api, run_id="mine", project="shop", entity=runfake.entity)
    assert run.storage_id == held.storage_id
    assert (held.state, held.config, len(held.history)) == ("failed", {"lr": 0.1}, 1)


def test_create_can_begin_as_pending(runfake: Runfake, api: wandb.Api) -> None:
    Run.create(api, run_id="later", project="shop", state="pending")
    assert runfake.get_run("shop/later").state == "pending"


def test_create_in_an_entity_that_is_not_there_says_which_there_are(runfake: Runfake, api: wandb.Api) -> None:
    with pytest.raises(Exception, match=r"entity 'runfaek' not found.*Did you mean 'runfake'") as raised:
        Run.create(api, run_id="x", project="p", entity="runfaek")
    assert type(raised.value).__name__ == "WandbApiFailedError"
    assert runfake.runs() == []


def test_load_asks_the_backend_only_when_forced(runfake: Runfake, api: wandb.Api) -> None:
    held = runfake.run("shop/a", config={"lr": 0.1}, tags=["old"])
    run = api.run("shop/a")
    asked = len(runfake.journal)
    runfake.run("shop/a", tags=["new"], config={"lr": 0.2})

    run.load()
    assert (run.tags, run.config, len(runfake.journal)) == (["old"], {"lr": 0.1}, asked)
    attributes = run.load(force=True)
    assert (run.tags, run.config, len(runfake.journal)) == (["new"], {"lr": 0.2}, asked + 1)
    assert attributes["displayName"] == held.display_name


def test_a_run_has_the_attributes_that_the_client_derives(runfake: Runfake, api: wandb.Api) -> None:
    held = runfake.run(
        "shop/a",
        config={"lr": 0.1, "deep": {"k": [1, None]}},
        history=[{"loss": 0.5}, {"loss": 0.25, "_step": 7}],
        system_metrics=[{"system.cpu": 12.5, "_timestamp": 1.0, "_runtime": 1.0}],
        tags=["t"],
        notes="line 1\nline 2",
        group="g",
        job_type="eval",
        display_name="kindly-named",
        state="crashed",
        files={"wandb-metadata.json": json.dumps({"os": "TempleOS", "program": "train.py"})},
    )
    run = api.run("shop/a")
    assert (run.id, run.name, run.state) == ("a", "kindly-named", "crashed")
    assert (run.entity, run.project, run.path) == (runfake.entity, "shop", [runfake.entity, "shop", "a"])
    assert run.storage_id == held.storage_id
    assert run.url == f"{runfake.url}/{runfake.entity}/shop/runs/a"
    assert run.config == {"lr": 0.1, "deep": {"k": [1, None]}}
    assert run.summary["loss"] == 0.25
    assert run.system_metrics == {"system.cpu": 12.5}
    assert (run.tags, run.notes, run.group, run.job_type) == (["t"], "line 1\nline 2", "g", "eval")
    assert run.created_at == held.created_at.strftime("%Y-%m-%dT%H:%M:%S")
    assert run.heartbeat_at == held.heartbeat_at.strftime("%Y-%m-%dT%H:%M:%S")
    assert run.user.username == runfake.entity
    assert run.metadata == {"os": "TempleOS", "program": "train.py"}
    assert (run.lastHistoryStep, run.history_line_count, run.sweep, run.read_only) == (7, 2, None, False)
    assert run.history_keys["keys"]["loss"]["typeCounts"] == [{"type": "number", "count": 2}]


def test_a_run_that_logged_nothing_reads_as_empty(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", state="running")
    run = api.run("shop/a")
    assert (run.config, dict(run.summary), run.system_metrics, run.tags) == ({}, {}, {}, [])
    assert (run.lastHistoryStep, run.metadata) == (-1, None)
    assert run.history(pandas=False) == []
    assert run.history(keys=["loss"], pandas=False) == []
    assert list(run.scan_history()) == list(run.scan_history(keys=["loss"])) == []


@pytest.mark.parametrize("path", ["shop/b", "shopp/a", "nobody/shop/a"])
def test_a_run_that_is_not_there_is_said_to_be_not_found(runfake: Runfake, api: wandb.Api, path: str) -> None:
    runfake.run("shop/a")
    with pytest.raises(CommError, match=f"Could not find run .*{path}"):
        api.run(path)
