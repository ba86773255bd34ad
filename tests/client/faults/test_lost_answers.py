"""The client asks again when an answer is lost, and the world holds nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
import wandb

from runfake import faults, when, which
from runfake.pytest_plugin.fixture import Runfake
from runfake.wire.which import Which

NOTE = "x" * 20_000
CHUNK = which.streams("wandb-history.jsonl")
# Each costs a second, the least that the client waits before it asks again.
LOST = [
    which.field("upsertBucket"),
    CHUNK,
    which.field("createArtifact"),
    which.field("commitArtifact"),
    which.field("useArtifact"),
    which.field("notifyScriptableRunAlert"),
    which.method("PUT"),
]


def log_everything(runfake: Runfake, folder: Path) -> None:
    """Logs one of each to the run demo/a: a row, a line, an alert, a file, an artifact, the use of another."""
    runfake.artifact("demo/in", files={"x.txt": "old"})
    (folder / "data.txt").write_text("new")
    with wandb.init(project="demo", id="a", config={"lr": 0.1}) as run:
        run.use_artifact("in:latest")
        run.alert("Diverged", "loss is NaN")
        artifact = wandb.Artifact("out", type="dataset")
        artifact.add_file(str(folder / "data.txt"))
        run.log_artifact(artifact)
        print("said once")
        run.log({"loss": 0.5, "note": NOTE})


def check_everything(runfake: Runfake) -> None:
    """It is all there, once."""
    (run,) = runfake.runs()
    assert (run.path, run.state, run.config, run.summary["loss"]) == ("runfake/demo/a", "finished", {"lr": 0.1}, 0.5)
    assert [(row["_step"], row["loss"], row["note"]) for row in run.history] == [(0, 0.5, NOTE)]
    # The client also prints there that it tries again.
    assert [line.text for line in run.console if not line.text.startswith("wandb: ")] == ["said once"]
    assert [alert.title for alert in run.alerts] == ["Diverged"]
    assert set(run.files) == {
        "config.yaml", "output.log", "requirements.txt", "wandb-metadata.json", "wandb-summary.json"
    }  # fmt: skip
    lineage = runfake.world.artifacts.lineage
    (made,) = lineage.outputs(run)
    assert (made.name, made.aliases, made.read("data.txt")) == ("out:v0", ["latest"], b"new")
    # Nor is one pending.
    assert made.sequence.artifacts == [made]
    assert [used.name for used in lineage.inputs(run)] == ["in:v0"]


@pytest.mark.parametrize("lost", LOST, ids=str)
def test_what_was_done_is_not_done_again_when_its_answer_is_lost(runfake: Runfake, tmp_path: Path, lost: Which) -> None:
    rule = runfake.faults.add(lost, faults.drop_after())
    log_everything(runfake, tmp_path)
    assert rule.matched > rule.fired == 1
    check_everything(runfake)


def test_what_was_not_done_is_done_when_it_comes_again(runfake: Runfake, tmp_path: Path) -> None:
    rules = [runfake.faults.add(lost, faults.drop_before()) for lost in (LOST[0], LOST[1], LOST[3])]
    log_everything(runfake, tmp_path)
    assert all(rule.fired == 1 for rule in rules)
    check_everything(runfake)


def test_a_gateway_that_gives_up_although_all_was_done(runfake: Runfake, tmp_path: Path) -> None:
    # Unlike a lost connection this is repeated at once, so that all of them cost nothing.
    rules = [runfake.faults.add(lost, faults.status(504, handled=True)) for lost in LOST]
    log_everything(runfake, tmp_path)
    assert all(rule.fired == 1 for rule in rules)
    check_everything(runfake)


def test_every_other_answer_is_an_error(runfake: Runfake, tmp_path: Path) -> None:
    kinds = [faults.status(code, handled=handled) for code in (500, 502, 503, 429) for handled in (False, True)]
    runfake.faults.add(which.anything(), faults.plan(1, kinds=kinds, seed=1))
    log_everything(runfake, tmp_path)
    hit = [entry.fault for entry in runfake.journal if entry.fault]
    assert len(hit) > 10
    assert len(set(hit)) > 3
    check_everything(runfake)


def test_a_client_that_gives_up_waiting_asks_again(runfake: Runfake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANDB_HTTP_TIMEOUT", "1")
    rule = runfake.faults.add(which.operation("UpsertBucket"), faults.delay(3600))
    with wandb.init(project="demo", id="a") as run:
        run.log({"loss": 0.5})
    (held,) = runfake.runs()
    assert (rule.fired, held.state, [row["loss"] for row in held.history]) == (1, "finished", [0.5])


def test_a_row_is_there_once_however_often_its_chunk_comes(runfake: Runfake) -> None:
    stream = which.route("file_stream")
    rule = runfake.faults.add(stream, faults.status(503, handled=True), when.every(2))
    with wandb.init(project="demo", id="a") as run:
        for i in range(200):
            run.log({"i": i})
    held = runfake.get_run("demo/a")
    assert rule.fired >= 1
    assert [row["i"] for row in held.history] == list(range(200))
