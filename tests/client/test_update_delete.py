"""Rows 2, 10, 14 and 18: changing a run, deleting it, waiting for it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import wandb
from wandb.apis.public import runs as client_runs
from wandb.errors import CommError

from runfake.pytest_plugin.fixture import Runfake


@pytest.mark.parametrize("method", ["update", "save"])
def test_changes_made_to_the_object_are_persisted(runfake: Runfake, api: wandb.Api, method: str) -> None:
    runfake.run("shop/a", config={"lr": 0.1, "gone": 1}, summary={"loss": 1.0}, tags=["old"], history=[{"loss": 1.0}])
    run: Any = api.run("shop/a")
    run.config["lr"] = 0.2
    run.config["layers"] = [1, 2]
    del run.config["gone"]
    run.tags.append("new")
    run.notes, run.name, run.group, run.job_type = "noted", "renamed", "g2", "train"
    run.summary["best"] = 2**60
    getattr(run, method)()

    held = runfake.get_run("shop/a")
    assert held.config == {"lr": 0.2, "layers": [1, 2]}
    assert (held.tags, held.notes, held.display_name) == (["old", "new"], "noted", "renamed")
    assert (held.group, held.job_type, held.state) == ("g2", "train", "finished")
    assert held.summary == {"loss": 1.0, "best": 2**60}
    again = wandb.Api().run("shop/a")
    assert (again.config, again.tags, again.name) == (held.config, held.tags, "renamed")
    assert (again.notes, again.summary["best"]) == ("noted", 2**60)


def test_an_empty_tag_list_clears_the_tags(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", tags=["old"])
    run: Any = api.run("shop/a")
    run.tags = []
    run.update()
    assert runfake.get_run("shop/a").tags == []


def test_the_summary_alone_may_be_written(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", config={"lr": 0.1}, summary={"loss": 1.0, "old": 1})
    run: Any = api.run("shop/a")
    del run.summary["old"]
    run.summary.update({"loss": 0.5, "deep": {"k": "v"}})
    held = runfake.get_run("shop/a")
    assert (held.summary, held.config) == ({"loss": 0.5, "deep": {"k": "v"}}, {"lr": 0.1})


def test_an_update_leaves_state_and_heartbeat_alone(runfake: Runfake, api: wandb.Api) -> None:
    held = runfake.run("shop/a", state="crashed")
    before = held.heartbeat_at
    api.run("shop/a").update()
    assert (held.state, held.heartbeat_at) == ("crashed", before)


def test_a_deleted_run_is_gone_and_the_others_stay(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", files={"f": b"x"})
    kept = runfake.run("shop/b", config={"lr": 0.1})
    run: Any = api.run("shop/a")
    run.delete()
    with pytest.raises(CommError, match="Could not find run"):
        wandb.Api().run("shop/a")
    with pytest.raises(ValueError, match="Could not find run"):
        run.load(force=True)
    assert runfake.runs() == [kept]
    assert [r.id for r in wandb.Api().runs("shop")] == ["b"]
    run.delete()  # a second time is no error
    assert runfake.runs() == [kept]


def test_a_deleted_run_cannot_be_changed(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a")
    run: Any = api.run("shop/a")
    run.delete()
    with pytest.raises(CommError, match=r"run 'runfake/shop/a' was deleted"):
        run.update()
    assert runfake.runs() == []


@pytest.mark.parametrize("end", ["finished", "failed", "crashed"])
def test_waiting_ends_when_the_run_has_ended(
    runfake: Runfake, api: wandb.Api, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    held = runfake.run("shop/a", state="running")
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 2:
            held.state = end

    # The client polls every five seconds; here the run ends while it naps for the second time.
    monkeypatch.setattr(client_runs, "time", SimpleNamespace(sleep=nap))
    run: Any = api.run("shop/a")
    run.wait_until_finished()
    assert (run.state, naps) == (end, [5, 5])
    assert runfake.journal.operations().count("RunState") == 3


def test_waiting_for_a_run_that_has_ended_returns_at_once(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", state="finished")
    api.run("shop/a").wait_until_finished()
    assert runfake.journal.operations().count("RunState") == 1


def test_a_state_may_be_set_by_hand_where_that_is_allowed(runfake: Runfake, api: wandb.Api) -> None:
    held = runfake.run("shop/a", state="failed")
    run: Any = api.run("shop/a")
    assert run.update_state("pending")
    assert held.state == "pending"
    run.update_state("failed")
    with pytest.raises(CommError, match="invalid state transition"):
        run.update_state("failed")
    assert held.state == "failed"


def test_stop_reaches_the_run(runfake: Runfake, api: wandb.Api) -> None:
    held = runfake.run("shop/a", state="running")
    api.run("shop/a").stop()
    assert held.stop_requested
