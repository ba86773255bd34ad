"""The examples of the documented page."""

from __future__ import annotations

from pathlib import Path

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_an_artifact_is_logged_and_used(runfake: Runfake, tmp_path: Path) -> None:
    (tmp_path / "my_file.txt").write_text("some text")
    run = wandb.init(project="artifact-example")
    artifact = wandb.Artifact("test_artifact", type="dataset")
    artifact.add_file(str(tmp_path / "my_file.txt"))
    run.log_artifact(artifact)
    run.finish()
    finished = wandb.Api().run(f"{run.entity}/{run.project}/{run.id}")
    assert [logged.name for logged in finished.logged_artifacts()] == ["test_artifact:v0"]

    run = wandb.init(project="artifact-example")
    run.use_artifact("test_artifact:latest")
    run.finish()
    finished = wandb.Api().run(f"{run.entity}/{run.project}/{run.id}")
    assert [used.name for used in finished.used_artifacts()] == ["test_artifact:v0"]
    assert len(runfake.runs()) == 2


@pytest.mark.runfake(world="numpy-boston")
@pytest.mark.usefixtures("backend")
def test_losses_are_scanned() -> None:
    run = wandb.Api().run("l2k2/examples-numpy-boston/i0wt6xua")
    history = run.scan_history(keys=["Loss"])
    losses = [row["Loss"] for row in history]
    assert len(losses) > 10
    assert losses == [row["Loss"] for row in run.scan_history() if "Loss" in row]
