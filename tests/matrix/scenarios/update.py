"""`Run.update`: what was changed on the object is persisted."""

from __future__ import annotations

import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_config_and_summary(backend: Runfake) -> None:
    held = backend.run("demo/a", config={"lr": 0.1, "gone": 1, "kept": [1]}, summary={"loss": 1.0})
    run = wandb.Api().run("demo/a")
    run.config["lr"] = 0.2
    run.config["deep"] = {"a": [1, {"b": None}]}
    del run.config["gone"]
    run.summary["best"] = 2**60
    run.update()
    assert held.config == {"lr": 0.2, "kept": [1], "deep": {"a": [1, {"b": None}]}}
    assert held.summary == {"loss": 1.0, "best": 2**60}
    again = wandb.Api().run("demo/a")
    assert (again.config, again.summary["best"]) == (held.config, 2**60)


def test_name_notes_group_and_tags(backend: Runfake) -> None:
    held = backend.run("demo/a", tags=["old"])
    run = wandb.Api().run("demo/a")
    run.name, run.notes, run.group = "renamed", "noted\ntwice", "together"
    run.tags.append("new")
    run.update()
    assert (held.display_name, held.notes, held.group) == ("renamed", "noted\ntwice", "together")
    assert held.tags == ["old", "new"]
    again = wandb.Api().run("demo/a")
    assert (again.name, again.notes, again.tags) == ("renamed", "noted\ntwice", ["old", "new"])


def test_job_type(backend: Runfake) -> None:
    held = backend.run("demo/a", job_type="train")
    run = wandb.Api().run("demo/a")
    run.job_type = "evaluate"
    run.update()
    assert held.job_type == "evaluate"


def test_the_summary_alone(backend: Runfake) -> None:
    held = backend.run("demo/a", config={"lr": 0.1}, summary={"loss": 1.0, "old": 1})
    run = wandb.Api().run("demo/a")
    run.summary.update({"loss": 0.5, "deep": {"k": "v"}})
    assert held.summary == {"loss": 0.5, "old": 1, "deep": {"k": "v"}}
    assert held.config == {"lr": 0.1}


def test_state_and_history_stay(backend: Runfake) -> None:
    held = backend.run("demo/a", history=[{"loss": 1.0}], summary={"best": 1}, state="crashed")
    wandb.Api().run("demo/a").update()
    assert (held.state, held.summary, len(held.history)) == ("crashed", {"best": 1}, 1)
