"""What the journal has of the real client's requests."""

from __future__ import annotations

from collections import defaultdict
from threading import Thread
from typing import Any

import pytest
import wandb

from runfake import which
from runfake.pytest_plugin.fixture import Runfake


def runs_by_operation(runfake: Runfake) -> dict[str, set[str]]:
    """The runs that the journal has for each operation."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in runfake.journal:
        found[entry.operations[0] if entry.operations else entry.route].add(entry.run)
    return found


def test_logging_is_about_its_run(runfake: Runfake, tmp_path: Any) -> None:
    (tmp_path / "notes.txt").write_text("hi")
    with wandb.init(project="shop", id="a") as run:
        run.log({"loss": 1.0})
        run.save(tmp_path / "notes.txt", base_path=tmp_path)
        run.alert("Oh", "no")
        run.log_artifact(wandb.Artifact("shelves", "dataset")).wait()
    about = runs_by_operation(runfake)
    path = f"{runfake.entity}/shop/a"
    for name in (
        "UpsertBucket",
        "file_stream",
        "CreateRunFiles",
        "NotifyScriptableRunAlert",
        "CreateArtifact",
    ):
        assert about[name] == {path}, name
    assert path in about["storage"]
    assert about["ServerFeaturesQuery"] == {""}
    assert {entry.world for entry in runfake.journal} == {f"{runfake.entity} seed=0"}


def test_reading_and_changing_a_run_is_about_it(runfake: Runfake, api: wandb.Api, tmp_path: Any) -> None:
    runfake.run("shop/a", history=[{"loss": 1.0}], files={"notes.txt": "hi"})
    run: Any = api.run("shop/a")
    run.history(pandas=False)
    list(run.scan_history())
    run.file("notes.txt").download(root=str(tmp_path)).close()
    list(run.used_artifacts())
    run.tags = ["best"]
    run.update()
    run.delete()
    about = runs_by_operation(runfake)
    expected = {name for name in about if "Run" in name} | {"UpsertBucket", "HistoryPage", "storage"}
    assert {"Run", "RunFullHistory", "RunFiles", "RunInputArtifacts", "DeleteRun"} <= expected
    for name in expected:
        assert about[name] == {f"{runfake.entity}/shop/a"}, name


def test_what_is_about_a_project_is_about_no_run(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a")
    len(api.runs("shop"))
    assert runs_by_operation(runfake)["Runs"] == {""}


def test_times_and_sizes_are_there(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a")
    api.run("shop/a")
    (entry,) = runfake.journal.find(which.operation("Run"))
    assert entry.bytes_in > 100
    assert entry.bytes_out > 100
    assert 0 < entry.duration < 60
    assert entry.begun > runfake.journal[0].begun


def test_what_another_thread_logs_is_waited_for(runfake: Runfake) -> None:
    def train() -> None:
        with wandb.init(project="shop", id="a") as run:
            run.log({"loss": 1.0})

    thread = Thread(target=train)
    thread.start()
    (upsert,) = runfake.journal.wait_for(which.operation("UpsertBucket") & which.run("shop/a"), timeout=60)
    assert upsert.status == 200
    runfake.journal.wait_for(which.route("file_stream") & which.run("shop/a"), timeout=60)
    thread.join()


def test_waiting_in_vain_says_what_came_instead(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a")
    api.run("shop/a")
    with pytest.raises(AssertionError) as failure:
        runfake.journal.wait_for(which.operation("Run") & which.run("shop/b"), timeout=0.01)
    assert "within 0.01 s, expected at least 1 request of which.operation('Run') & which.run('shop/b')" in str(
        failure.value
    )
    assert "run: expected 'shop/b', came 'shop/a'" in str(failure.value)
