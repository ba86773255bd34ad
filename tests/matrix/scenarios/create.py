"""`Run.create`: a run is created in the given project; without an id one is generated."""

from __future__ import annotations

import pytest
import wandb
from wandb.apis.public import Run

from runfake.pytest_plugin.fixture import Runfake


def test_in_the_given_project(backend: Runfake) -> None:
    backend.team("lab")
    created = Run.create(wandb.Api(), run_id="a", project="demo", entity="lab")
    assert created.id == "a"
    assert created.path == ["lab", "demo", "a"]
    held = backend.get_run("lab/demo/a")
    assert (held.id, held.state, held.config, list(held.history)) == ("a", "running", {}, [])


def test_without_an_id_one_is_made(backend: Runfake) -> None:
    api = wandb.Api()
    made = [Run.create(api, project="demo") for _ in range(3)]
    assert len({run.id for run in made}) == 3
    assert sorted(held.id for held in backend.runs()) == sorted(run.id for run in made)
    assert {held.project.name for held in backend.runs()} == {"demo"}


def test_without_a_project(backend: Runfake) -> None:
    created = Run.create(wandb.Api(), run_id="a")
    assert created.project == "uncategorized"
    assert backend.get_run("uncategorized/a").id == "a"


def test_of_an_id_that_is_there(backend: Runfake) -> None:
    held = backend.run("demo/a", config={"lr": 0.1})
    Run.create(wandb.Api(), run_id="a", project="demo")
    assert backend.runs() == [held]
    assert held.config == {"lr": 0.1}


@pytest.mark.parametrize("state", ["pending", "running"])
def test_with_a_state(backend: Runfake, state: str) -> None:
    Run.create(wandb.Api(), run_id="a", project="demo", state=state)
    assert backend.get_run("demo/a").state == state
