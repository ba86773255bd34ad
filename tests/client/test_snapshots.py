"""Snapshots, as seen by the real client."""

from __future__ import annotations

from typing import Any

import pytest
import wandb
from wandb.errors import CommError

from runfake.pytest_plugin.fixture import Runfake


def test_what_was_logged_in_the_block_is_gone_for_readers(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("demo/a", history=[{"loss": 1.0}])
    with runfake.world.snapshot():
        with wandb.init(project="demo", id="b") as run:
            run.log({"loss": 0.5})
        api.run("demo/a").delete()
        assert [run.id for run in wandb.Api().runs("demo")] == ["b"]
    assert [run.id for run in wandb.Api().runs("demo")] == ["a"]
    assert [row["loss"] for row in wandb.Api().run("demo/a").scan_history()] == [1.0]


def test_what_is_asked_later_of_a_run_made_in_the_block_is_asked_of_a_run_that_never_was(
    runfake: Runfake, api: wandb.Api
) -> None:
    with runfake.world.snapshot():
        runfake.run("demo/late", files={"f": "x"})
        run: Any = api.run("demo/late")
        (file,) = run.files()
    run.config["late"] = True
    with pytest.raises(CommError, match="not found"):
        run.update()
    run.delete()  # of what is not there changes nothing
    with pytest.raises(CommError, match="not found"):
        file.delete()
    assert runfake.runs() == []
