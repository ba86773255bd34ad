"""Resuming a run: what each mode does with a run that is there and with one that is not, and what goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import wandb
from wandb.errors import UsageError

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.runs import Run

from .logging import logger


def steps(run: Run) -> list[tuple[int, Any]]:
    return [(row["_step"], row["v"]) for row in run.history]


def started_by_a_client(_: Runfake) -> None:
    with wandb.init(project="shop", id="a", config={"lr": 0.1}, tags=["old"], notes="before") as run:
        run.log({"v": 0})
        run.log({"v": 1})


def made_by_its_author(runfake: Runfake) -> None:
    runfake.run("shop/a", config={"lr": 0.1}, tags=["old"], notes="before", history=[{"v": 0}, {"v": 1}])


BEFORE: list[Callable[[Runfake], None]] = [started_by_a_client, made_by_its_author]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("mode", ["must", "allow", True])
def test_a_run_that_is_there_goes_on(runfake: Runfake, before: Callable[[Runfake], None], mode: Any) -> None:
    before(runfake)
    with wandb.init(project="shop", id="a", resume=mode) as run:
        assert (run.resumed, run.starting_step, run.tags, run.notes) == (True, 2, ("old",), "before")
        assert (dict(run.config), run.summary["v"]) == ({"lr": 0.1}, 1)
        assert steps(runfake.get_run("shop/a")) == [(0, 0), (1, 1)]
        run.config["batch"] = 8
        run.log({"v": 2})
    held = runfake.get_run("shop/a")
    assert steps(held) == [(0, 0), (1, 1), (2, 2)]
    assert (held.config, held.summary["v"], held.tags, held.notes) == ({"lr": 0.1, "batch": 8}, 2, ["old"], "before")
    assert (held.state, len(runfake.runs())) == ("finished", 1)


@pytest.mark.parametrize("before", BEFORE)
def test_never_refuses_a_run_that_is_there(runfake: Runfake, before: Callable[[Runfake], None]) -> None:
    before(runfake)
    with pytest.raises(UsageError, match="already exists"):
        wandb.init(project="shop", id="a", resume="never")
    assert steps(runfake.get_run("shop/a")) == [(0, 0), (1, 1)]


def test_must_refuses_a_run_that_is_not_there(runfake: Runfake) -> None:
    with pytest.raises(UsageError, match="does not exist or has not been initialized"):
        wandb.init(project="shop", id="a", resume="must")
    assert runfake.runs() == []


@pytest.mark.parametrize("mode", ["allow", "never"])
def test_a_run_that_is_not_there_begins(runfake: Runfake, mode: Any) -> None:
    with wandb.init(project="shop", id="a", resume=mode) as run:
        assert not run.resumed
        run.log({"v": 0})
    assert steps(runfake.get_run("shop/a")) == [(0, 0)]


@pytest.mark.parametrize("mode", ["must", "never"])
def test_a_run_that_was_not_started_is_as_good_as_not_there(runfake: Runfake, api: wandb.Api, mode: Any) -> None:
    api.create_run(project="shop", run_id="a")
    if mode == "must":
        with pytest.raises(UsageError, match="does not exist or has not been initialized"):
            wandb.init(project="shop", id="a", resume="must")
        return
    with wandb.init(project="shop", id="a", resume=mode) as run:
        run.log({"v": 0})
    assert steps(runfake.get_run("shop/a")) == [(0, 0)]


def test_auto_goes_on_with_the_run_that_crashed_here(runfake: Runfake, tmp_path: Path) -> None:
    with logger(tmp_path / "first", project="shop", resume="auto", dir=str(tmp_path)) as process:
        process.log({"v": 0}).do("fail oh")
    (held,) = runfake.runs()
    assert held.state == "failed"
    with wandb.init(project="shop", resume="auto", dir=str(tmp_path)) as run:
        assert (run.id, run.resumed) == (held.id, True)
        run.log({"v": 1})
    assert steps(held) == [(0, 0), (1, 1)]


def test_what_is_given_when_resuming_replaces_what_was(runfake: Runfake) -> None:
    made_by_its_author(runfake)
    config = {"lr": 0.2, "new": True}
    with wandb.init(
        project="shop", id="a", resume="must", config=config, tags=["t"], notes="n", name="d", group="g", job_type="j"
    ):
        pass
    held = runfake.get_run("shop/a")
    assert (held.tags, held.notes, held.display_name, held.group, held.job_type) == (["t"], "n", "d", "g", "j")
    assert held.config == {"lr": 0.2, "new": True}


def test_console_lines_and_files_go_on(runfake: Runfake, tmp_path: Path) -> None:
    with logger(tmp_path / "train", project="shop", id="a") as process:
        process.do("print first", "save first.txt", 'summary {"best": 1}').again(project="shop", id="a", resume="must")
        process.do("print second", "save second.txt").log({"v": 0}).done()
    held = runfake.get_run("shop/a")
    assert [line.text for line in held.console] == ["first", "second"]
    assert {"first.txt", "second.txt"} <= set(held.files)
    assert held.summary["best"] == 1
    assert [line.content for line in wandb.Api().run("shop/a").console_logs()] == ["first", "second"]


def test_a_run_is_resumed_as_often_as_one_likes(runfake: Runfake) -> None:
    for value in range(4):
        with wandb.init(project="shop", id="a", resume="allow") as run:
            run.log({"v": value})
    held = runfake.get_run("shop/a")
    assert steps(held) == [(value, value) for value in range(4)]
    scanned = list(wandb.Api().run("shop/a").scan_history())
    assert [row["v"] for row in scanned] == list(range(4))
