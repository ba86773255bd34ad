"""``runfake serve`` and the other commands, as processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from runfake.cli import main


@contextmanager
def command(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A ``runfake`` process, ended at the latest with the block."""
    line = [sys.executable, "-m", "runfake", *arguments]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WANDB_")}
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean | {"PYTHONUNBUFFERED": "1"}
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def first_line(child: subprocess.Popen[str]) -> str:
    """What the process prints first."""
    assert child.stdout is not None
    return child.stdout.readline()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_says_in_json_where_it_is_and_ends_cleanly(number: int) -> None:
    with command("serve", "--json") as child:
        ready: dict[str, Any] = json.loads(first_line(child))
        assert set(ready) == {"base_url", "api_key", "entity", "fixture_url"}
        assert ready["fixture_url"] is None
        with urlopen(f"{ready['base_url']}/ready", timeout=10) as answer:
            assert answer.status == 200
        child.send_signal(number)
        assert child.communicate(timeout=20) == ("", "")
        assert child.returncode == 0


def test_serve_tells_a_person_which_variables_to_set() -> None:
    with command("serve") as child:
        assert first_line(child).startswith("runfake serves at http://127.0.0.1:")
        assert child.stdout is not None
        lines = [child.stdout.readline().strip() for _ in range(3)]
        assert lines[1].startswith("export WANDB_BASE_URL=http://127.0.0.1:")
        assert lines[2].startswith("export WANDB_API_KEY=")
        child.terminate()
        assert child.wait(20) == 0


def test_the_same_seed_gives_the_same_key() -> None:
    keys = []
    for seed in ("3", "3", "4"):
        with command("serve", "--json", "--seed", seed) as child:
            keys.append(json.loads(first_line(child))["api_key"])
    assert keys[0] == keys[1] != keys[2]


def test_a_port_that_is_taken_is_told_kindly() -> None:
    with command("serve", "--json") as first:
        port = json.loads(first_line(first))["base_url"].rsplit(":", 1)[1]
        for option in ("--port", "--fixture-port"):
            with command("serve", option, port) as second:
                output, complaint = second.communicate(timeout=20)
            assert (second.returncode, output) == (1, "")
            assert complaint.startswith(f"runfake: Address already in use (127.0.0.1:{port}): is the port free")
            assert "Traceback" not in complaint


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_both_ports_answer_once_it_says_where_they_are_and_end_with_it(number: int) -> None:
    with command("serve", "--json", "--fixture-port", "0") as child:
        ready = json.loads(first_line(child))
        urls = (ready["base_url"], ready["fixture_url"])
        for url in urls:
            with urlopen(f"{url}/health", timeout=10) as answer:
                assert answer.status == 200
        make = {"command": "up", "username": "ada", "password": "ada", "admin": False}
        with urlopen(f"{ready['fixture_url']}/db/user", json.dumps(make).encode(), timeout=10) as answer:
            assert answer.status == 200
        # A client that never finishes its request holds up neither port.
        held = [socket.create_connection(("127.0.0.1", urlsplit(url).port or 0)) for url in urls]
        for link in held:
            link.sendall(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{")
        child.send_signal(number)
        assert child.communicate(timeout=20) == ("", "")
        assert child.returncode == 0
        for url, link in zip(urls, held, strict=True):
            link.close()
            with pytest.raises(URLError):
                urlopen(f"{url}/health", timeout=10)


def test_a_person_is_told_where_the_fixture_service_is() -> None:
    with command("serve", "--fixture-port", "0") as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(7)]
    assert lines[5].startswith("Test suites make users, organizations and teams at http://127.0.0.1:")


def test_the_address_that_clients_know_is_told() -> None:
    with command("serve", "--json", "--base-url", "http://runfake.example:8080/") as child:
        assert json.loads(first_line(child))["base_url"] == "http://runfake.example:8080"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["sevre"], "invalid choice: 'sevre'"),
        (["serve", "--port", "x"], "expected a port from 0 to 65535, not 'x'"),
        (["serve", "--fixture-port", "-1"], "expected a port from 0 to 65535, not '-1'"),
        (["serve", "--base-url", "x"], "expected an address like http://runfake.example:8080, not 'x'"),
        (["serve", "--port", "65536"], "expected a port from 0 to 65535, not '65536'"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert complaint in capsys.readouterr().err
