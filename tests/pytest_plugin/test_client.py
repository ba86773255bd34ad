"""What is done about ``wandb`` between tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import SimpleNamespace

import pytest
import wandb

from runfake import faults, which
from runfake.pytest_plugin.client import Client
from runfake.pytest_plugin.fixture import Runfake
from runfake.transports import client_state
from runfake.wire.faults import Fault

Fresh = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def fresh(runfake: Runfake, runfake_client: Client) -> Iterator[Fresh]:
    """Begins with a client as a test does, where the environment leads now."""
    del runfake
    runfake_client.end()

    def begin() -> AbstractContextManager[None]:
        return runfake_client.fresh({name: value for name, value in os.environ.items() if name.startswith("WANDB_")})

    yield begin
    runfake_client.end()


def log(run_id: str) -> int:
    """Logs a run; returns which process sent it."""
    with wandb.init(project="demo", id=run_id, mode="offline") as run:
        run.log({"loss": 0.5})
    process = client_state.service_process()
    assert process is not None
    return process.pid


def test_the_service_process_goes_on_from_test_to_test(fresh: Fresh) -> None:
    with fresh():
        first = log("a")
    with fresh():
        assert log("b") == first


def test_settings_and_credentials_do_not(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    with fresh():
        wandb.setup(wandb.Settings(project="set-before", api_key="k" * 40))
        assert wandb.Api().settings["project"] == "set-before"
    monkeypatch.setenv("WANDB_PROJECT", "set-after")
    with fresh():
        assert wandb.Api().settings["project"] == "set-after"
        assert wandb.Api().viewer.username == os.environ["WANDB_ENTITY"]


def test_a_run_that_is_left_open_ends(fresh: Fresh) -> None:
    with fresh():
        runs = [wandb.init(project="demo", mode="offline", reinit="create_new") for _ in range(2)]
    for run in runs:
        with pytest.raises(Exception, match="is finished"):
            run.log({"loss": 1})
    assert wandb.run is None


@pytest.mark.parametrize("fault", [faults.garbage(), faults.status(404)], ids=str)
def test_a_run_that_does_not_begin_is_in_nobodys_way(fresh: Fresh, runfake: Runfake, fault: Fault) -> None:
    with fresh():
        first = log("other")
        runfake.faults.add(which.operation("UpsertBucket"), fault)
        with pytest.raises(wandb.errors.Error):
            wandb.init(project="demo", id="a")
    with fresh():
        wandb.init(project="demo", id="a").finish()
        assert log("other") != first
    assert runfake.get_run("demo/a").state == "finished"


def test_a_test_in_another_folder_has_a_service_there(
    fresh: Fresh, runfake: Runfake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runfake.run("demo/a", files={"notes.txt": "read me"})
    with fresh():
        before = log("b")
    with fresh():
        monkeypatch.chdir(tmp_path)
        wandb.Api().run("demo/a").file("notes.txt").download(root="back").close()
        assert (tmp_path / "back" / "notes.txt").read_text() == "read me"
    monkeypatch.undo()
    with fresh():
        assert log("c") != before


def test_a_service_that_died_is_started_anew(fresh: Fresh) -> None:
    with fresh():
        before = log("a")
        process = client_state.service_process()
        assert process is not None
        process.kill()
        process.wait()
    with fresh():
        assert log("b") != before


def test_a_cache_begins_empty(fresh: Fresh) -> None:
    with fresh():
        first = log("a")
        cache = Path(os.environ["WANDB_CACHE_DIR"])
        (cache / "runs").mkdir()
        (cache / "runs" / "a.parquet").touch()
        (cache / "runfake_shop_a_0.runhistory.parquet").touch()
    with fresh():
        assert Path(os.environ["WANDB_CACHE_DIR"]) == cache
        assert list(cache.iterdir()) == []
        assert log("b") == first


def test_a_download_past_the_cache_is_in_no_later_one_s_way(fresh: Fresh, runfake: Runfake, tmp_path: Path) -> None:
    runfake.artifact("demo/one", files={"a": "1"})
    runfake.artifact("demo/two", files={"b": "2"})
    with fresh():
        first = log("a")
        wandb.Api().artifact("demo/one:latest").download(root=str(tmp_path / "one"), skip_cache=True)
    with fresh():
        wandb.Api().artifact("demo/two:latest").download(root=str(tmp_path / "two"))
        assert (tmp_path / "two" / "b").read_text() == "2"
        assert log("b") == first


def test_a_test_that_changes_the_environment_has_a_service_with_it(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh():
        before = log("a")
    with fresh():
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        changed = log("b")
        assert changed != before
    with fresh():
        assert log("c") == changed
    monkeypatch.undo()
    with fresh():
        assert log("d") != changed


def test_one_test_has_one_service(fresh: Fresh, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with fresh():
        before = log("a")
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        monkeypatch.chdir(tmp_path)
        assert log("b") == before


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
