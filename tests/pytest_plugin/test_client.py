"""What is done about ``wandb`` between tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import wandb

from runfake import faults, which
from runfake.pytest_plugin.client import Client
from runfake.pytest_plugin.fixture import Runfake
from runfake.transports import client_state
from runfake.transports.client_state import service_process
from runfake.wire.faults import Fault


@pytest.fixture
def client(runfake_client: Client) -> Iterator[Client]:
    """The session's own, which no test has in use now; it starts no later service where a test here was."""
    runfake_client.end()
    yield runfake_client
    runfake_client.end()


def log(run_id: str) -> int:
    """Logs a run; returns which process sent it."""
    with wandb.init(project="demo", id=run_id, mode="offline") as run:
        run.log({"loss": 0.5})
    process = service_process()
    assert process is not None
    return process.pid


@pytest.mark.usefixtures("runfake")
def test_the_service_process_goes_on_from_test_to_test(client: Client) -> None:
    with client.fresh():
        first = log("a")
    with client.fresh():
        assert log("b") == first


@pytest.mark.usefixtures("runfake")
def test_settings_and_credentials_do_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with client.fresh():
        wandb.setup(wandb.Settings(project="set-before", api_key="k" * 40))
        assert wandb.Api().settings["project"] == "set-before"
    monkeypatch.setenv("WANDB_PROJECT", "set-after")
    with client.fresh():
        assert wandb.Api().settings["project"] == "set-after"
        assert wandb.Api().viewer.username == os.environ["WANDB_ENTITY"]


@pytest.mark.usefixtures("runfake")
def test_a_run_that_is_left_open_ends(client: Client) -> None:
    with client.fresh():
        runs = [wandb.init(project="demo", mode="offline", reinit="create_new") for _ in range(2)]
    for run in runs:
        with pytest.raises(Exception, match="is finished"):
            run.log({"loss": 1})
    assert wandb.run is None


@pytest.mark.parametrize("fault", [faults.garbage(), faults.status(404)], ids=str)
def test_a_run_that_does_not_begin_is_in_nobodys_way(client: Client, runfake: Runfake, fault: Fault) -> None:
    with client.fresh():
        first = log("other")
        runfake.faults.add(which.operation("UpsertBucket"), fault)
        with pytest.raises(wandb.errors.Error):
            wandb.init(project="demo", id="a")
    with client.fresh():
        wandb.init(project="demo", id="a").finish()
        assert log("other") != first
    assert runfake.get_run("demo/a").state == "finished"


def test_a_test_in_another_folder_has_a_service_there(
    client: Client, runfake: Runfake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runfake.run("demo/a", files={"notes.txt": "read me"})
    with client.fresh():
        before = log("b")
    with client.fresh():
        monkeypatch.chdir(tmp_path)
        wandb.Api().run("demo/a").file("notes.txt").download(root="back").close()
        assert (tmp_path / "back" / "notes.txt").read_text() == "read me"
    monkeypatch.undo()
    with client.fresh():
        assert log("c") != before


@pytest.mark.usefixtures("runfake")
def test_a_service_that_died_is_started_anew(client: Client) -> None:
    with client.fresh():
        before = log("a")
        process = service_process()
        assert process is not None
        process.kill()
        process.wait()
    with client.fresh():
        assert log("b") != before


def test_a_cache_begins_empty(client: Client) -> None:
    with client.fresh():
        (client.cache / "runs").mkdir()
        (client.cache / "runs" / "a.parquet").touch()
        (client.cache / "runfake_shop_a_0.runhistory.parquet").touch()
    assert list(client.cache.iterdir()) == []


def waiting() -> subprocess.Popen[bytes]:
    """A process that ends only when it is made to."""
    return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)


def stand_in(monkeypatch: pytest.MonkeyPatch, process: subprocess.Popen[bytes], teardown: object) -> None:
    """Puts a client in the place of the real one that has this service process."""
    connection = SimpleNamespace(_proc=SimpleNamespace(_process=process))
    setup = SimpleNamespace(_singleton=SimpleNamespace(_connection=connection))
    monkeypatch.setitem(sys.modules, "wandb", SimpleNamespace(run=None, teardown=teardown))
    monkeypatch.setitem(sys.modules, "wandb.sdk.wandb_setup", setup)


def test_a_service_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with waiting() as service, waiting() as other:
        monkeypatch.setattr(client_state, "SECONDS_TO_END", 0.1)
        stand_in(monkeypatch, service, service.wait)
        Client(tmp_path).end()
        assert service.poll() is not None
        assert other.poll() is None
        other.communicate(b"\n")


def test_a_service_that_ends_is_left_to_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with waiting() as service:

        def teardown() -> None:
            service.communicate(b"\n")
            sys.exit(3)

        stand_in(monkeypatch, service, teardown)
        Client(tmp_path).end()
        assert service.returncode == 0
