"""``wandb.init`` with the id of a run that is there, without resuming: the run is overwritten."""

from __future__ import annotations

from pathlib import Path

import wandb

from runfake.pytest_plugin.fixture import Runfake
from tests.client.processes import until

from .logging import every_second, logger


def test_what_was_logged_is_overwritten(runfake: Runfake, tmp_path: Path) -> None:
    with logger(tmp_path / "train", project="shop", id="a", config={"lr": 0.1, "old": 1}, tags=["t"]) as process:
        process.log({"v": 0}, {"v": 1, "old": 1}).do("print first", "save first.txt", 'summary {"best": 1}', "finish 3")
        held = runfake.get_run("shop/a")
        assert (held.exit_code, "first.txt" in held.files, len(held.history)) == (3, True, 2)
        process.again(project="shop", id="a", config={"lr": 0.2})
        assert (held.state, held.exit_code, len(held.history)) == ("running", None, 0)
        process.log({"v": 2}).do("print second", "save second.txt").done()
    assert held is runfake.get_run("shop/a")
    assert (held.config, held.tags, held.state) == ({"lr": 0.2}, ["t"], "finished")
    assert [(row["_step"], row["v"]) for row in held.history] == [(0, 2)]
    assert [line.text for line in held.console] == ["second"]
    assert ("first.txt" in held.files, "second.txt" in held.files) == (False, True)
    assert not {"best", "old"} & set(held.summary)
    assert [row["v"] for row in wandb.Api().run("shop/a").scan_history()] == [2]


def test_a_run_that_its_author_made_is_overwritten_too(runfake: Runfake) -> None:
    runfake.run("shop/a", config={"lr": 0.1}, history=[{"v": 0}, {"v": 1}], files={"f": "x"}, summary={"best": 1})
    with wandb.init(project="shop", id="a") as run:
        run.log({"v": 2})
    held = runfake.get_run("shop/a")
    assert ([row["v"] for row in held.history], held.config) == ([2], {})
    assert ("f" in held.files, "best" in held.summary) == (False, False)


def test_a_run_that_was_made_for_it_keeps_what_it_was_given(runfake: Runfake, api: wandb.Api, tmp_path: Path) -> None:
    made = api.create_run(project="shop", run_id="a")
    (tmp_path / "plan.yaml").write_text("x")
    made.upload_file(str(tmp_path / "plan.yaml"), root=str(tmp_path))
    with wandb.init(project="shop", id="a") as run:
        run.log({"v": 0})
    assert "plan.yaml" in runfake.get_run("shop/a").files


def test_what_changes_while_the_process_runs_overwrites_nothing(runfake: Runfake, api: wandb.Api) -> None:
    with wandb.init(project="shop", id="a", config={"lr": 0.1}, settings=every_second()) as run:
        held = runfake.get_run("shop/a")
        run.log({"v": 0})
        until(lambda: len(held.history) == 1, "the row")
        run.config.update({"lr": 0.2}, allow_val_change=True)  # type: ignore[no-untyped-call]
        run.name, run.notes, run.tags = "renamed", "noted", ("t",)
        until(lambda: held.display_name == "renamed" and held.config == {"lr": 0.2}, "the changes")
        public = api.run("shop/a")
        public.config["batch"] = 8
        public.update()
        assert (held.config["batch"], len(held.history)) == (8, 1)
        run.log({"v": 1})
    assert [row["v"] for row in held.history] == [0, 1]
    assert (held.display_name, held.notes, held.tags) == ("renamed", "noted", ["t"])
