"""`wandb.init`: what is logged is there, whole and once."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_a_run_is_logged_and_read_back(runfake: Runfake) -> None:
    run = wandb.init(
        project="demo", id="a", name="first", config={"lr": 0.1}, tags=["x"], notes="n", group="g", job_type="train"
    )
    for i in range(100):
        run.log({"loss": 1 / (i + 1), "deep": {"er": i}})
    run.summary["best"] = 0.01
    run.finish()
    held = runfake.get_run("demo/a")
    assert [row["_step"] for row in held.history] == list(range(100))
    assert [row["loss"] for row in held.history] == [1 / (i + 1) for i in range(100)]
    assert (held.state, held.display_name, held.config["lr"]) == ("finished", "first", 0.1)
    assert (held.tags, held.notes, held.group, held.job_type) == (["x"], "n", "g", "train")
    assert held.summary["best"] == 0.01
    read = wandb.Api().run("demo/a")
    assert (read.state, read.config["lr"], read.summary["loss"]) == ("finished", 0.1, 0.01)
    assert [row["deep"] for row in read.scan_history()] == [{"er": i} for i in range(100)]


def test_steps_and_what_is_not_finite(runfake: Runfake) -> None:
    run = wandb.init(project="demo", id="a")
    run.log({"x": math.nan}, step=3)
    run.log({"x": math.inf, "größe 📏": "ö", "big": 2**53 + 1}, step=10)
    run.log({"y": 1}, step=10)
    run.log({"z": 1}, commit=False)
    run.log({"z": 2})
    run.finish()
    rows = list(runfake.get_run("demo/a").history)
    assert [row["_step"] for row in rows][:2] == [3, 10]
    assert math.isnan(rows[0]["x"])
    assert (rows[1]["x"], rows[1]["größe 📏"], rows[1]["big"], rows[1]["y"]) == (math.inf, "ö", 2**53 + 1, 1)
    assert sum("z" in row for row in rows) == 1
    assert runfake.get_run("demo/a").summary["z"] == 2


def test_a_file_is_saved(runfake: Runfake, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    run = wandb.init(project="demo", id="a")
    run.save(str(tmp_path / "notes.txt"), base_path=str(tmp_path))
    run.finish()
    held = runfake.get_run("demo/a")
    assert held.files["notes.txt"].content == b"hello"
    assert {"config.yaml", "wandb-summary.json", "wandb-metadata.json"} <= set(held.files)
    assert wandb.Api().run("demo/a").metadata["os"]


def test_the_console(runfake: Runfake) -> None:
    run = wandb.init(project="demo", id="a", settings=wandb.Settings(console="wrap"))
    print("said by the run")
    run.finish()
    assert "said by the run" in [line.text for line in runfake.get_run("demo/a").console]


def test_a_run_that_fails(runfake: Runfake) -> None:
    with pytest.raises(ZeroDivisionError), wandb.init(project="demo", id="a") as run:
        run.log({"loss": 1 / 0})
    assert runfake.get_run("demo/a").state == "failed"


def test_metrics_are_defined(runfake: Runfake) -> None:
    run = wandb.init(project="demo", id="a")
    run.define_metric("loss", summary="min")
    for loss in (3.0, 1.0, 2.0):
        run.log({"loss": loss})
    run.finish()
    assert runfake.get_run("demo/a").summary["loss"] == {"min": 1.0}


def test_a_table(runfake: Runfake) -> None:
    run = wandb.init(project="demo", id="a")
    run.log({"table": wandb.Table(columns=["a", "b"], data=[[1, "x"], [2, "y"]])})
    run.finish()
    held = runfake.get_run("demo/a")
    (row,) = held.history
    assert held.files[row["table"]["path"]].content
    assert row["table"]["nrows"] == 2


def test_config_and_name_change_on_the_way(runfake: Runfake) -> None:
    run = wandb.init(project="demo", id="a", config={"lr": 0.1})
    run.config.update({"lr": 0.2, "new": [1]}, allow_val_change=True)
    run.name = "renamed"
    run.notes = "noted"
    run.tags = ["x", "y"]
    run.finish()
    held = runfake.get_run("demo/a")
    assert (held.config["lr"], held.config["new"]) == (0.2, [1])
    assert (held.display_name, held.notes, held.tags) == ("renamed", "noted", ["x", "y"])


def test_one_run_after_the_other(runfake: Runfake) -> None:
    for name in "abc":
        run = wandb.init(project="demo", id=name, reinit=True)
        run.log({"name": name})
        run.finish()
    assert sorted(held.id for held in runfake.runs()) == list("abc")
    assert [held.summary["name"] for held in sorted(runfake.runs(), key=lambda held: held.id)] == list("abc")


def test_alerts(runfake: Runfake) -> None:
    run = wandb.init(project="demo", id="a")
    run.alert("low", "the accuracy is low")
    run.finish()
    assert [alert.title for alert in runfake.get_run("demo/a").alerts] == ["low"]
