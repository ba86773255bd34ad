"""A world that ``requests`` reaches without a socket."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from runfake import World, intercept, serve, which
from runfake.transports.hosting import Hosting
from tests.transports.asking import CONTENT, Asking, small_world


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails whoever looks up a name or connects a socket."""

    def refuse(*arguments: Any, **_: Any) -> None:
        raise AssertionError(f"somebody used the network: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def hosting(no_network: None) -> Iterator[Hosting]:
    """A small world, intercepted."""
    del no_network
    with intercept(small_world()) as made:
        yield made


@pytest.fixture
def asking(hosting: Hosting) -> Asking:
    """A client of it."""
    return Asking(hosting)


def test_a_query_is_answered_and_written_in_the_journal(hosting: Hosting, asking: Asking) -> None:
    data = asking.graphql("query Who { viewer { entity } }")
    assert data == {"viewer": {"entity": "runfake"}}
    (entry,) = hosting.journal.find(which.operation("Who"))
    assert (entry.status, entry.method, entry.path) == (200, "POST", "/graphql")
    assert entry.bytes_in > 0


def test_what_is_logged_is_in_the_world(hosting: Hosting, asking: Asking) -> None:
    assert asking.log('{"_step": 2, "loss": 0.125}', offset=2).status_code == 200
    assert [row["loss"] for row in hosting.world.get_run("demo/a").history] == [0.5, 0.25, 0.125]


@pytest.mark.parametrize(
    "body",
    [
        CONTENT,
        bytearray(CONTENT),
        CONTENT.decode(),
        io.BytesIO(CONTENT),
        (CONTENT[start : start + 7] for start in range(0, len(CONTENT), 7)),
        b"",
        io.BytesIO(),
    ],
    ids=["bytes", "bytearray", "text", "file", "generator", "no bytes", "empty file"],
)
def test_a_body_arrives_in_whatever_form_it_is_given(hosting: Hosting, asking: Asking, body: Any) -> None:
    wanted = b"" if body == b"" or (isinstance(body, io.BytesIO) and not body.getvalue()) else CONTENT
    assert requests.put(asking.place("new.txt"), data=body, timeout=20).status_code == 200
    assert hosting.world.get_run("demo/a").files["new.txt"].content == wanted


def test_a_file_on_disk_is_uploaded(hosting: Hosting, asking: Asking, tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_bytes(os.urandom(1 << 20))
    with (tmp_path / "big.bin").open("rb") as file:
        requests.put(asking.place("big.bin"), data=file, timeout=20).raise_for_status()
    assert hosting.world.get_run("demo/a").files["big.bin"].content == (tmp_path / "big.bin").read_bytes()


def test_a_body_that_fails_midway_leaves_nothing(hosting: Hosting, asking: Asking) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("no more")

    place = asking.place("new.txt")
    with pytest.raises(ValueError, match="no more"):
        requests.put(place, data=broken(), timeout=20)
    assert requests.get(place, timeout=20).status_code == 404
    assert hosting.journal[-2].error == "the client went away before the request was whole"


def test_a_file_is_downloaded_in_pieces(asking: Asking) -> None:
    with asking.ask("GET", asking.place("notes.txt"), stream=True) as answer:
        assert answer.headers["Content-Length"] == str(len(CONTENT))
        assert answer.raw.read(10) == CONTENT[:10]
        pieces = list(answer.iter_content(16))
    assert b"".join(pieces) == CONTENT[10:]
    assert max(map(len, pieces)) == 16


def test_a_large_file_comes_back_whole(hosting: Hosting, asking: Asking) -> None:
    content = os.urandom((1 << 20) + 1)
    hosting.world.run("demo/a", files={"big.bin": content})
    assert asking.ask("GET", asking.place("big.bin")).content == content


def test_ways_to_ask_for_a_file(asking: Asking) -> None:
    place = asking.place("notes.txt")
    part = asking.ask("GET", place, headers={"Range": "bytes=6-10"})
    assert (part.status_code, part.content) == (206, b"hello")
    assert part.headers["Content-Range"] == f"bytes 6-10/{len(CONTENT)}"
    head = asking.ask("HEAD", place)
    assert (head.status_code, head.content, head.headers["Content-Length"]) == (200, b"", str(len(CONTENT)))


def test_it_is_what_a_server_gives(hosting: Hosting) -> None:
    with serve(small_world()) as server:
        for name in ("url", "api_key", "entity", "journal", "faults", "stubs", "world", "stray_requests"):
            assert type(getattr(hosting, name)) is type(getattr(server, name))
    assert hosting.api_key == hosting.world.api_key
    assert repr(hosting) == "<Hosting http://runfake.test>"


def test_a_second_world_is_told_apart_by_its_key(hosting: Hosting) -> None:
    other = hosting.add(World(seed=9, entity="other"))
    session = requests.Session()
    session.auth = ("api", other.api_key)
    query = {"query": "{ viewer { entity } }"}
    assert session.post(f"{hosting.url}/graphql", json=query).json()["data"]["viewer"]["entity"] == "other"
    assert len(other.journal) == 1
    hosting.remove(other)
    assert session.post(f"{hosting.url}/graphql", json=query).status_code == 401
    assert len(hosting.stray_requests) == 1


def test_the_environment_leads_there_and_is_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANDB_MODE", "offline")
    monkeypatch.setenv("WANDB_API_KEY", "mine")
    before = dict(os.environ)
    with intercept(World()) as hosting:
        assert "WANDB_MODE" not in os.environ
        named = [os.environ[name] for name in ("WANDB_BASE_URL", "WANDB_API_KEY", "WANDB_ENTITY")]
        assert named == [hosting.url, hosting.api_key, hosting.entity]
        folder = Path(os.environ["WANDB_DIR"])
        assert folder.is_dir()
        os.environ["WANDB_SERVICE"] = "left over"
    assert dict(os.environ) == before
    assert not folder.exists()


def test_the_environment_is_restored_after_an_error() -> None:
    before = dict(os.environ)
    with pytest.raises(ZeroDivisionError), intercept(World()):
        _ = 1 / 0
    assert dict(os.environ) == before


def test_code_with_another_address_written_in_it_is_served(no_network: None) -> None:
    del no_network
    with intercept(small_world(), base_url="https://api.wandb.ai/") as hosting:
        assert hosting.url == "https://api.wandb.ai"
        assert requests.get("https://api.wandb.ai/ready", timeout=20).json() == {"status": "ready"}
        place = Asking(hosting).place("notes.txt")
        assert place.startswith("https://api.wandb.ai/storage/")
        assert requests.get(place, timeout=20).content == CONTENT


@pytest.mark.usefixtures("no_network")
def test_an_address_may_have_a_path() -> None:
    with intercept(small_world(), base_url="https://ml.example/wandb") as hosting:
        assert requests.get(f"{hosting.url}/ready?x=1#y", timeout=20).json() == {"status": "ready"}
        assert hosting.stray_requests[-1].path == "/ready"
        with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
            requests.get("https://ml.example/wandbs/ready", timeout=20)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected an address like"):
        intercept(World(), base_url="runfake.test")


# -- as a decorator --------------------------------------------------------------------------------

WORLD = World(seed=5)
KEYED = intercept(WORLD)


@KEYED
def asked(path: str) -> int:
    """What this path is answered with."""
    return requests.get(os.environ["WANDB_BASE_URL"] + path, timeout=20).status_code


@pytest.mark.usefixtures("no_network")
def test_a_function_is_decorated() -> None:
    assert (asked("/ready"), asked(path="/nowhere")) == (200, 404)
    assert (asked.__name__, asked.__doc__) == ("asked", "What this path is answered with.")
    assert "WANDB_BASE_URL" not in os.environ or os.environ["WANDB_BASE_URL"] != "http://runfake.test"


@pytest.mark.usefixtures("no_network")
def test_a_decorated_function_may_call_another() -> None:
    @KEYED
    def outer() -> list[int]:
        return [asked("/ready"), requests.get(os.environ["WANDB_BASE_URL"] + "/health", timeout=20).status_code]

    assert outer() == [200, 200]


@pytest.mark.usefixtures("no_network")
def test_a_coroutine_function_is_decorated() -> None:
    import asyncio

    @intercept(World())
    async def ask() -> int:
        await asyncio.sleep(0)
        return requests.get(os.environ["WANDB_BASE_URL"] + "/ready", timeout=20).status_code

    assert asyncio.run(ask()) == 200


def test_what_would_run_after_the_interception_is_not_decorated() -> None:
    def generate() -> Iterator[int]:
        yield 1

    async def generate_later() -> Any:
        yield 1

    for wrong in (generate, generate_later, World):
        with pytest.raises(TypeError, match=r"decorates functions, not .*use it in a with block"):
            intercept(World())(wrong)


# -- several threads -------------------------------------------------------------------------------


def test_threads_ask_at_once(hosting: Hosting, asking: Asking) -> None:
    places = [asking.place(f"{number}.bin") for number in range(16)]

    def transfer(number: int) -> bytes:
        requests.put(places[number], data=iter([bytes([number])] * 5000), timeout=20).raise_for_status()
        return requests.get(places[number], timeout=20).content

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(transfer, range(16))) == [bytes([number]) * 5000 for number in range(16)]
    assert len(hosting.journal.find(which.method("PUT"))) == 16


# -- what cannot be intercepted --------------------------------------------------------------------


def test_without_responses_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "responses", None)
    with pytest.raises(ModuleNotFoundError, match=r"needs the library `responses`: pip install 'runfake\[intercept\]'"):
        intercept(World())


@pytest.mark.parametrize(
    "command",
    [
        ["/venv/wandb/bin/wandb-core", "--port-filename", "x"],
        [Path("C:/venv/wandb/bin/wandb-core.exe")],
        ["/usr/bin/python", "-m", "wandb", "service", "--debug"],
        ("/usr/bin/python", "-m", "coverage", "run", "-m", "wandb", "service"),
    ],
    ids=str,
)
def test_no_service_process_of_wandb_starts(hosting: Hosting, command: Any) -> None:
    del hosting
    with pytest.raises(RuntimeError, match=r"(?s)cannot be intercepted.*use the server.*fixture `runfake`"):
        subprocess.Popen(command)


def test_other_processes_start(hosting: Hosting) -> None:
    del hosting
    done = subprocess.run([sys.executable, "-c", "print('wandb service')"], capture_output=True, text=True, check=True)
    assert done.stdout == "wandb service\n"
    assert subprocess.check_output("echo wandb service", shell=True) == b"wandb service\n"


def test_the_newest_client_says_that_it_cannot_be_intercepted(hosting: Hosting) -> None:
    import wandb

    for use in (wandb.Api, lambda: wandb.init(project="demo")):
        with pytest.raises(Exception, match=r"(?s)cannot be intercepted.*the fixture `runfake`"):
            use()
    assert len(hosting.journal) == len(hosting.stray_requests) == 0
