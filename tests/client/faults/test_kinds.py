"""What the newest client makes of each kind of fault: whether it recovers, or what it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import wandb
from wandb.errors import CommError

from runfake import faults, which
from runfake.pytest_plugin.fixture import Runfake
from runfake.wire.faults import Fault
from runfake.wire.which import Which

CONTENT = "hello " * 100
QUERY, UPLOAD, DOWNLOAD = which.operation("Run"), which.method("PUT"), which.method("GET")


@pytest.fixture
def act(runfake: Runfake, tmp_path: Path) -> dict[Which, Callable[[], object]]:
    """What the client does in each channel; gives what the world or the client then has."""
    held = runfake.run("demo/a", config={"lr": 0.1}, files={"there.txt": CONTENT})
    (tmp_path / "new.txt").write_text(CONTENT)
    api = wandb.Api()
    run = api.run("demo/a")

    def upload() -> bytes:
        run.upload_file(str(tmp_path / "new.txt"), root=str(tmp_path))
        return held.files["new.txt"].content

    def download() -> bytes:
        run.file("there.txt").download(root=str(tmp_path), replace=True).close()
        return (tmp_path / "there.txt").read_bytes()

    return {QUERY: lambda: wandb.Api().run("demo/a").config, UPLOAD: upload, DOWNLOAD: download}


GOOD: dict[Which, object] = {QUERY: {"lr": 0.1}, UPLOAD: CONTENT.encode(), DOWNLOAD: CONTENT.encode()}


@pytest.mark.parametrize(
    ("fault", "channels"),
    [
        (faults.status(503), (QUERY, UPLOAD, DOWNLOAD)),
        (faults.status(429), (QUERY, UPLOAD, DOWNLOAD)),
        (faults.delay(0.05), (QUERY, UPLOAD, DOWNLOAD)),
        (faults.drip(), (QUERY, UPLOAD, DOWNLOAD)),
        # These cost a second each, the least that the client waits after a broken connection.
        (faults.drop_before(), (QUERY,)),
        (faults.drop_after(reset=False), (DOWNLOAD,)),
        (faults.garbage(bare=True), (UPLOAD,)),
        # The answer to an upload has no body to spoil.
        (faults.truncate(), (UPLOAD,)),
        (faults.garbage(), (UPLOAD,)),
        (faults.wrong_length(), (UPLOAD,)),
        # The body is whole all the same.
        (faults.wrong_length(), (QUERY,)),
    ],
    ids=str,
)
def test_it_recovers(
    runfake: Runfake, act: dict[Which, Callable[[], object]], fault: Fault, channels: tuple[Which, ...]
) -> None:
    for channel in channels:
        rule = runfake.faults.add(channel, fault)
        assert act[channel]() == GOOD[channel]
        assert rule.fired == 1


@pytest.mark.parametrize(
    ("fault", "channel", "said"),
    [
        (faults.status(404), QUERY, "404 Not Found: a fault that the test asked for"),
        (faults.status(404), UPLOAD, "failed to upload: status: 404"),
        (faults.status(404), DOWNLOAD, "failed to download: status: 404"),
        (faults.graphql_error("no such thing"), QUERY, "input: no such thing"),
        (faults.graphql_error("no such thing", status=409), QUERY, "^no such thing$"),
        (faults.truncate(), QUERY, "unexpected EOF"),
        (faults.truncate(), DOWNLOAD, "unexpected EOF"),
        (faults.garbage(), QUERY, "invalid character .* looking for beginning of value"),
        (faults.wrong_length(-1), QUERY, "unexpected EOF"),
        (faults.wrong_length(), DOWNLOAD, "unexpected EOF"),
    ],
    ids=str,
)
def test_it_fails_and_says_so(
    runfake: Runfake, act: dict[Which, Callable[[], object]], fault: Fault, channel: Which, said: str
) -> None:
    runfake.faults.add(channel, fault)
    with pytest.raises(CommError, match=said):
        act[channel]()
    # The world took no harm, and the next time it works.
    assert act[channel]() == GOOD[channel]


# What it repeats, and what it takes as final, unless it is a file that is transferred.
REPEATED, FINAL = (408, 425, 429, 500, 502, 503, 504), (400, 401, 403, 404, 409, 410, 413, 422, 501)


def test_which_statuses_are_final(runfake: Runfake, act: dict[Which, Callable[[], object]]) -> None:
    for code in REPEATED + FINAL:
        for channel in (QUERY, UPLOAD, DOWNLOAD):
            rule = runfake.faults.add(channel, faults.status(code))
            if code in FINAL or (channel is not QUERY and code in (408, 425)):
                with pytest.raises(CommError, match=str(code)):
                    act[channel]()
            else:
                assert act[channel]() == GOOD[channel]
            assert rule.fired == 1


def test_a_conflict_is_final_but_for_a_run_that_begins(runfake: Runfake) -> None:
    runfake.faults.add(which.operation("UpsertBucket"), faults.status(409))
    wandb.init(project="demo", id="a").finish()
    assert runfake.get_run("demo/a").state == "finished"


def test_garbage_in_a_file_goes_unnoticed(runfake: Runfake, act: dict[Which, Callable[[], object]]) -> None:
    runfake.faults.add(DOWNLOAD, faults.garbage())
    assert act[DOWNLOAD]() != GOOD[DOWNLOAD]


# The newest, and 0.19.11.
BEGINNING = "(Error initializing run|failed to upsert bucket)"


@pytest.mark.parametrize("fault", [faults.truncate(), faults.garbage(), faults.graphql_error("boom")], ids=str)
def test_a_run_that_is_not_told_that_it_exists_does_not_begin(runfake: Runfake, fault: Fault) -> None:
    runfake.faults.add(which.operation("UpsertBucket"), fault)
    with pytest.raises(wandb.errors.Error, match=f"{BEGINNING}: (unexpected EOF|invalid|input: boom)"):
        wandb.init(project="demo", id="a")
    assert [run.path for run in runfake.runs()] == ([] if "boom" in str(fault) else ["runfake/demo/a"])


@pytest.mark.parametrize(
    "fault",
    [faults.truncate(), faults.garbage(), faults.wrong_length(), faults.wrong_length(-1), faults.drip(),
     faults.graphql_error("boom", handled=True)],
    ids=str,
)  # fmt: skip
def test_a_broken_answer_to_the_file_stream_loses_nothing(runfake: Runfake, fault: Fault) -> None:
    runfake.faults.add(which.route("file_stream"), fault)
    with wandb.init(project="demo", id="a") as run:
        run.log({"loss": 0.5})
    held = runfake.get_run("demo/a")
    assert ([row["loss"] for row in held.history], held.state) == ([0.5], "finished")


def test_which_statuses_the_file_stream_is_given_up_for(runfake: Runfake) -> None:
    for code in REPEATED + FINAL:
        rule = runfake.faults.add(which.route("file_stream"), faults.status(code))
        with wandb.init(project="demo", id=f"r{code}") as run:
            run.log({"loss": 0.5})
        held = runfake.get_run(f"demo/r{code}")
        given_up = code in FINAL
        assert ([row["loss"] for row in held.history], held.state) == (
            ([], "running") if given_up else ([0.5], "finished")
        )
        assert rule.fired == 1
        # What goes up as a file is not lost.
        assert b'"loss":0.5' in held.files["wandb-summary.json"].content


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.status(404), requests.HTTPError),
        (faults.truncate(), requests.exceptions.ChunkedEncodingError),
        (faults.garbage(), ValueError),
        (faults.status(503), None),
        (faults.drop_after(), None),
    ],
    ids=str,
)
def test_an_artifact_that_is_downloaded(
    runfake: Runfake, api: wandb.Api, tmp_path: Path, fault: Fault, error: type[Exception] | None
) -> None:
    runfake.artifact("demo/in", files={"x.txt": CONTENT})
    artifact = api.artifact("demo/in:v0")
    runfake.faults.add(DOWNLOAD, fault)
    if error is not None:
        with pytest.raises(error):
            artifact.download(str(tmp_path))
    assert (Path(artifact.download(str(tmp_path))) / "x.txt").read_text() == CONTENT
