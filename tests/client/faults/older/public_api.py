"""What the public API of 0.19.11 makes of each fault: it asks by itself, with the Python library ``requests``."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
import wandb

from runfake import faults, which
from runfake.pytest_plugin.fixture import Runfake
from runfake.wire.faults import Fault
from runfake.wire.which import Which
from runfake.world.runs import Run

CONTENT = b"hello " * 100
STATUSES = (400, 401, 403, 404, 408, 409, 410, 413, 422, 425, 429, 500, 501, 502, 503, 504)
OTHERS = [
    faults.graphql_error("no such thing"), faults.graphql_error("no such thing", status=409),
    faults.drop_before(), faults.drop_before(reset=False), faults.drop_after(), faults.drop_after(reset=False),
    faults.truncate(), faults.garbage(), faults.garbage(bare=True), faults.wrong_length(), faults.wrong_length(-1),
    faults.delay(0.05), faults.drip(),
]  # fmt: skip


# -- what the client does, and what is there then ---------------------------------------------------


def query(run: Callable[[], wandb.apis.public.Run], folder: Path) -> None:
    (folder / "seen").write_text(str(run().config))


def update(run: Callable[[], wandb.apis.public.Run], folder: Path) -> None:  # noqa: ARG001
    changed = run()
    changed.config["new"] = 1
    changed.update()


def upload(run: Callable[[], wandb.apis.public.Run], folder: Path) -> None:
    (folder / "new.txt").write_bytes(CONTENT)
    run().upload_file(str(folder / "new.txt"), root=str(folder))


def download(run: Callable[[], wandb.apis.public.Run], folder: Path) -> None:
    run().file("there.txt").download(root=str(folder), replace=True).close()


def download_anew(run: Callable[[], wandb.apis.public.Run], folder: Path) -> None:
    run().file("there.txt").download(root=str(folder)).close()


def seen(held: Run, folder: Path) -> object:  # noqa: ARG001
    return (folder / "seen").read_text() if (folder / "seen").exists() else "nothing"


def config(held: Run, folder: Path) -> object:  # noqa: ARG001
    return held.config


def uploaded(held: Run, folder: Path) -> object:  # noqa: ARG001
    return _shown(held.files["new.txt"].content) if "new.txt" in held.files else "nothing"


def downloaded(held: Run, folder: Path) -> object:  # noqa: ARG001
    path = folder / "there.txt"
    return _shown(path.read_bytes()) if path.exists() else "nothing"


def _shown(content: bytes) -> str:
    if not CONTENT.startswith(content):
        return "something else"
    return f"{len(content)} bytes of it" if len(content) < len(CONTENT) else "all"


# -- what comes of it -------------------------------------------------------------------------------

Outcome = tuple[str, object]
DENIED = {
    401: "The API key you provided is either invalid or missing",
    403: "It appears that you do not have permission",
}


def final(statuses: dict[int, str], there: object) -> dict[str, Outcome]:
    """Statuses after which it says so, with the beginning of what it says, and what is there then."""
    return {str(faults.status(code)): (said, there) for code, said in statuses.items()}


def plain(*statuses: int) -> dict[int, str]:
    """Statuses that it tells with the text of the server."""
    return {code: f"HTTP {code}: {code} " for code in statuses}


def errors(there: object) -> dict[str, Outcome]:
    """What it makes of errors of GraphQL."""
    return {
        str(faults.graphql_error("no such thing")): ("no such thing", there),
        str(faults.graphql_error("no such thing", status=409)): ("HTTP 409: no such thing", there),
    }


@dataclass(frozen=True)
class Channel:
    """One of the ways in which it asks.

    Attributes:
        act: asks once.
        there: what the world or the client then has; ``good`` where all went well.
        otherwise: faults after which it is not so, with the beginning of what the client says. After all others it
            tries again, and is served.
    """

    which: Which
    act: Callable[[Callable[[], wandb.apis.public.Run], Path], None]
    there: Callable[[Run, Path], object]
    good: object
    otherwise: dict[str, Outcome]

    def outcome(self, fault: Fault) -> Outcome:
        """What is to come of a fault."""
        return self.otherwise.get(str(fault), ("", self.good))


GRAPHQL = plain(400, 404, 409) | DENIED
# It takes them for the file.
TAKEN = {
    str(faults.graphql_error("no such thing")): ("", "something else"),
    str(faults.garbage()): ("", "something else"),
    str(faults.wrong_length(-1)): ("", "599 bytes of it"),
}
CHANNELS = (
    Channel(which.operation("Run"), query, seen, "{'lr': 0.1}", final(GRAPHQL, "nothing") | errors("nothing")),
    Channel(
        which.field("upsertBucket"), update, config, {"lr": 0.1, "new": 1},
        final(GRAPHQL, {"lr": 0.1}) | errors({"lr": 0.1}),
    ),
    Channel(
        which.method("PUT"), upload, uploaded, "all",
        final(plain(400, 401, 403, 404, 410, 413, 422, 425, 501), "nothing") | {
            # It takes any 200 for success.
            str(faults.graphql_error("no such thing")): ("", "nothing"),
            str(faults.wrong_length()): ("('Connection broken: IncompleteRead(0 bytes read, 1 more expected)", "all"),
        },
    ),
    Channel(
        which.method("GET"), download, downloaded, "all",
        final(GRAPHQL, "nothing") | errors("nothing") | TAKEN,
    ),
    Channel(
        which.method("GET"), download_anew, downloaded, "all",
        final(GRAPHQL, "nothing") | errors("nothing") | TAKEN | {
            # It tries again, and finds there the file that it has begun.
            str(faults.truncate()): ("File already exists", "0 bytes of it"),
            str(faults.wrong_length()): ("File already exists", "0 bytes of it"),
        },
    ),
)  # fmt: skip


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.act.__name__)
def test_what_it_makes_of_each_fault(runfake: Runfake, tmp_path: Path, channel: Channel) -> None:
    # It waits a second before it tries again, so that all are tried at once: each with a run of its own.
    kinds = [*(faults.status(code) for code in STATUSES), *OTHERS]

    def outcome(fault: Fault, number: int) -> Outcome:
        path, folder = f"demo/r{number}", tmp_path / str(number)
        folder.mkdir()
        held = runfake.get_run(path)
        said = ""
        try:
            channel.act(lambda: wandb.Api().run(path), folder)
        except Exception as error:
            said = str(error)
        expected, _ = channel.outcome(fault)
        return said[: len(expected)] if expected else said, channel.there(held, folder)

    rules = []
    for number, fault in enumerate(kinds):
        runfake.run(f"demo/r{number}", config={"lr": 0.1}, files={"there.txt": CONTENT})
        rules.append(runfake.faults.add(channel.which & which.run(f"demo/r{number}"), fault))
    with ThreadPoolExecutor(len(kinds)) as pool:
        outcomes = dict(zip(map(str, kinds), pool.map(outcome, kinds, range(len(kinds))), strict=True))
    assert outcomes == {str(fault): channel.outcome(fault) for fault in kinds}
    assert all(rule.fired == 1 for rule in rules)
    assert len(runfake.runs()) == len(kinds)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.status(404), requests.HTTPError),
        (faults.status(503), requests.HTTPError),
        (faults.drop_after(), requests.ConnectionError),
        (faults.truncate(), requests.exceptions.ChunkedEncodingError),
        (faults.garbage(), ValueError),
    ],
    ids=str,
)
def test_the_manifest_of_an_artifact_is_asked_for_once(
    runfake: Runfake, tmp_path: Path, fault: Fault, error: type[Exception]
) -> None:
    runfake.artifact("demo/in", files={"x.txt": CONTENT})
    artifact = wandb.Api().artifact("demo/in:v0")
    runfake.faults.add(which.method("GET"), fault)
    with pytest.raises(error):
        artifact.download(str(tmp_path))
    assert (Path(artifact.download(str(tmp_path))) / "x.txt").read_bytes() == CONTENT
