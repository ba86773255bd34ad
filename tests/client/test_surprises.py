"""What real users and reviewers stumbled over."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import wandb
from wandb.errors import CommError, UsageError

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.errors import Invalid


def test_rows_may_come_from_a_scan_of_the_same_world(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", history=[{"loss": 1.0}] * 3)
    scan: Any = api.run("shop/a").scan_history()
    copied = runfake.run("shop/b", history=scan)
    assert list(copied.history) == list(runfake.get_run("shop/a").history)


def test_a_run_made_by_an_author_can_be_resumed(runfake: Runfake) -> None:
    runfake.run("shop/a", config={"lr": 1}, history=[{"loss": 1.0}, {"loss": 0.5}])
    with wandb.init(project="shop", id="a", resume="must") as run:
        assert dict(run.config) == {"lr": 1}
        run.log({"loss": 0.25})
    held = runfake.get_run("shop/a")
    assert [(row["_step"], row["loss"]) for row in held.history] == [(0, 1.0), (1, 0.5), (2, 0.25)]
    assert held.config == {"lr": 1}


def test_resume_never_refuses_a_run_that_is_there(runfake: Runfake) -> None:
    runfake.run("shop/a")
    with pytest.raises(UsageError):
        wandb.init(project="shop", id="a", resume="never")


def test_rows_with_the_same_keys_are_one_set_in_whatever_order(runfake: Runfake, api: wandb.Api) -> None:
    with wandb.init(project="shop", id="a") as run:
        for i in range(50):
            run.log({f"metric/{k}": i for k in range(12)})
    assert len(api.run("shop/a").history_keys["sets"]) == 1
    assert runfake.get_run("shop/a").history.last_step == 49


def test_numbers_and_arrays_of_numpy_may_be_given(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", config={"lr": np.float32(0.5)}, history=[{"x": np.int64(3), "v": np.arange(2)}])
    assert api.run("shop/a").config == {"lr": 0.5}
    (row,) = api.run("shop/a").history(pandas=False)
    assert (row["x"], row["v"]) == (3, [0, 1])


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"config": {"d": {1}}}, "config must hold what JSON can"),
        ({"config": [1]}, "config must be a dict"),
        ({"history": [{"ok": 1}, {"bad": object()}]}, r"history\[1\] must hold what JSON can"),
        ({"history": {"loss": 1}}, "history must be a list of dicts"),
        ({"history": [1]}, "history must be a list of dicts, but its item 0 is 1"),
        ({"tags": "abc"}, "tags must be a list of strings, not the string 'abc'"),
        ({"tags": [None]}, "tags must be a list of strings, but its item 0 is None"),
        ({"notes": {"a": 1}}, "notes must be a string"),
        ({"files": ["x"]}, "files must be a dict"),
        ({"console": "abc"}, "console must be a list of strings"),
    ],
)
def test_a_wrong_argument_is_named_and_changes_nothing(runfake: Runfake, given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        runfake.run("shop/a", **given)
    assert runfake.runs() == []


def test_what_a_run_holds_reads_like_python(runfake: Runfake) -> None:
    run = runfake.run("shop/a", history=[{"x": i} for i in range(9)], files={"b": "2", "a": "1"}, console=["hello you"])
    assert list(run.files) == ["a", "b"]
    assert "a" in run.files
    assert [file.content for file in run.files.values()] == [b"1", b"2"]
    assert [row["x"] for row in run.history[2:4]] == [2, 3]
    assert "hello" in run.console
    assert "secret" not in run.console
    assert "9 rows, last step 8" in repr(run.history)
    assert "hello you" in repr(run.console)


def test_an_alert_is_kept(runfake: Runfake) -> None:
    with wandb.init(project="shop", id="a") as run:
        run.alert("Diverged", "loss is NaN", level="WARN")
    ((title, text, level),) = [(a.title, a.text, a.level) for a in runfake.get_run("shop/a").alerts]
    assert (title, text, level) == ("Diverged", "loss is NaN", "WARN")


def test_a_file_whose_name_has_dots_alone_in_it_comes_and_goes(runfake: Runfake, api: wandb.Api, tmp_path: Any) -> None:
    runfake.run("shop/a", files={"a/./b.txt": "dots", "~x": "tilde"})
    run = api.run("shop/a")
    with run.file("a/./b.txt").download(root=str(tmp_path)) as file:
        assert file.read() == "dots"
    with run.file("~x").download(root=str(tmp_path)) as file:
        assert file.read() == "tilde"


def test_an_update_of_a_run_that_was_deleted_meanwhile_fails_and_makes_nothing(
    runfake: Runfake, api: wandb.Api
) -> None:
    held = runfake.run("shop/a")
    run = api.run("shop/a")
    runfake.world.delete_run(held.storage_id)
    with pytest.raises(CommError, match="was deleted"):
        run.update()
    assert runfake.runs() == []
