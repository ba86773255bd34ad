"""The loopback server."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest

from runfake import Server, World, faults, serve, which
from runfake.transports.asgi import Application
from tests.wire.client import basic

VIEWER = json.dumps({"query": "{ viewer { entity } }"})


@pytest.fixture
def server() -> Iterator[Server]:
    """A running server of an empty world."""
    with serve(World()) as running:
        yield running


def connection(server: Server) -> http.client.HTTPConnection:
    """A keep-alive connection to the server."""
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)


def ask(server: Server, key: str, link: http.client.HTTPConnection | None = None) -> tuple[int, bytes]:
    """Status and body of a GraphQL request with this key."""
    with closing(connection(server)) as fresh:
        used = link or fresh
        used.request("POST", "/graphql", VIEWER, {"authorization": basic(key), "content-type": "application/json"})
        response = used.getresponse()
        return response.status, response.read()


def test_it_is_ready_once_it_is_made_and_gone_once_it_is_closed() -> None:
    server = serve(World())
    assert ask(server, server.api_key) == (200, b'{"data":{"viewer":{"entity":"runfake"}}}')
    server.close()
    with pytest.raises(ConnectionRefusedError):
        ask(server, server.api_key)
    server.close()


def test_it_closes_although_clients_hold_connections_and_send_half_requests(server: Server) -> None:
    idle = connection(server)
    assert ask(server, server.api_key, idle)[0] == 200
    with socket.create_connection(("127.0.0.1", server.port)) as half:
        half.sendall(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
        assert ask(server, server.api_key)[0] == 200
        server.close()
        names = [thread.name for thread in threading.enumerate()]
        assert f"runfake-server-{server.port}" not in names
        assert half.recv(1) == b""
    idle.close()


def test_it_says_where_it_is(server: Server) -> None:
    assert server.url == f"http://127.0.0.1:{server.port}"
    assert server.api_key == server.world.api_key
    assert server.entity == "runfake"


def test_a_port_that_is_taken_is_an_error(server: Server) -> None:
    with pytest.raises(OSError, match=rf"in use \(127\.0\.0\.1:{server.port}\)"):
        serve(World(), port=server.port)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_fixture_port_that_is_taken_leaves_nothing_open(server: Server) -> None:
    port = free_port()
    for fixture_port in (server.port, port):
        with pytest.raises(OSError, match=rf"in use \(127\.0\.0\.1:{fixture_port}\)"):
            serve(World(), port, fixture_port=fixture_port)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
    serve(World(), port).close()


def command(url: str, kind: str, **fields: Any) -> tuple[int, bytes]:
    """Status and body of a command to the fixture service at ``url``."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)) as link:
        link.request("POST", f"/db/{kind}", json.dumps(fields))
        response = link.getresponse()
        return response.status, response.read()


def test_the_fixture_service_makes_users_of_the_first_world_whose_keys_work_at_once() -> None:
    with serve(World(), fixture_port=0) as server:
        assert server.fixture_url is not None
        other = server.add(World(seed=1))
        assert command(server.fixture_url, "user", command="up", username="ada") == (200, b'{"status":"done"}')
        assert ask(server, "ada")[0] == 401
        assert command(server.fixture_url, "user", command="password", username="ada", password="ada")[0] == 200
        assert ask(server, "ada") == (200, b'{"data":{"viewer":{"entity":"ada"}}}')
        assert command(server.fixture_url, "user", command="down", username="ada")[0] == 200
        assert ask(server, "ada")[0] == 401
        assert server.fixture_requests.operations() == ["user up", "user password", "user down"]
        assert len(server.journal) == 1
        assert list(other.world.people.users) == ["runfake"]


def test_the_fixture_port_is_closed_with_the_server_and_open_only_if_it_is_asked_for(server: Server) -> None:
    assert server.fixture_url is None
    with serve(World(), fixture_port=0) as other:
        assert other.fixture_url is not None
        place = ("127.0.0.1", urlsplit(other.fixture_url).port or 0)
        half = socket.create_connection(place)
        half.sendall(b"POST /db/user HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
        assert command(other.fixture_url, "user", command="up", username="ada")[0] == 200
    assert half.recv(1) == b""
    half.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(place)
    assert not [t.name for t in threading.enumerate() if t.name == f"runfake-server-{place[1]}"]


def test_the_health_of_both_ports_is_told() -> None:
    with serve(World(), fixture_port=0) as server:
        assert server.fixture_url is not None
        for url in (server.url, server.fixture_url):
            for path in ("/ready", "/health"):
                with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)) as link:
                    link.request("GET", path)
                    response = link.getresponse()
                    assert (response.status, response.read()) == (200, b'{"status":"ready"}')


def test_what_is_handed_out_starts_with_the_address_that_clients_know() -> None:
    with serve(World(), base_url="http://runfake.example:8080/") as server:
        assert server.url == "http://runfake.example:8080"
        server.world.run("shop/a")
        url = storage_url(server, "shop", "a", "f")
        assert url.startswith("http://runfake.example:8080/storage/")
        link = connection(server)
        link.request("PUT", urlsplit(url).path, b"content")
        assert link.getresponse().status == 200
        link.close()
    assert server.world.get_run("shop/a").files["f"].content == b"content"


@pytest.mark.parametrize(
    "text", ["runfake.example", "ftp://a", "http://", "http://a:x", "http://a?b", "http://u@a", "http://a b", ""]
)
def test_what_is_no_address_is_told_and_opens_nothing(text: str) -> None:
    port = free_port()
    with pytest.raises(ValueError, match="expected an address like http"):
        serve(World(), port, base_url=text)
    serve(World(), port).close()


def test_answers_are_not_held_back_for_more(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without TCP_NODELAY on the sockets that are accepted, answers wait 40 ms for the client's delayed ACK.
    found: list[int] = []
    answer = Application.__call__

    async def looking(self: Application, scope: Any, receive: Any, send: Any) -> None:
        for accepted in server._listener.accepted_sockets():
            found.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        await answer(self, scope, receive, send)

    monkeypatch.setattr(Application, "__call__", looking)
    link = connection(server)
    assert ask(server, server.api_key, link)[0] == 200
    link.close()
    assert found
    assert all(found)


def test_many_clients_are_answered_at_once(server: Server) -> None:
    other = server.add(World(seed=1, entity="other"))

    def work(number: int) -> set[bytes]:
        link = connection(server)
        key = other.api_key if number % 2 else server.api_key
        answers = {ask(server, key, link)[1] for _ in range(25)}
        link.close()
        return answers

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(work, range(16)))
    assert [b"other" in next(iter(got)) for got in answers] == [bool(n % 2) for n in range(16)]
    assert all(len(got) == 1 for got in answers)
    assert (len(server.journal), len(other.journal)) == (200, 200)


def test_a_large_file_goes_up_and_comes_down_in_pieces(server: Server) -> None:
    run = server.world.run("shop/a")
    content = bytes(range(256)) * 4096 * 20
    path = urlsplit(storage_url(server, "shop", "a", "big.bin")).path
    link = connection(server)
    link.request("PUT", path, (content[i : i + 65536] for i in range(0, len(content), 65536)), encode_chunked=True,
                 headers={"transfer-encoding": "chunked"})  # fmt: skip
    assert (link.getresponse().read(), run.files["big.bin"].size) == (b"", len(content))
    link.request("GET", path)
    assert link.getresponse().read() == content
    link.request("HEAD", path)
    head = link.getresponse()
    assert (head.status, head.getheader("content-length"), head.read()) == (200, str(len(content)), b"")
    link.request("GET", path, headers={"range": "bytes=1048575-1048577"})
    assert link.getresponse().read() == content[1048575:1048578]
    link.close()


def storage_url(server: Server, project: str, run: str, name: str) -> str:
    """Where the server wants a run's file to be uploaded."""
    query = """mutation ($p: String!, $r: String!, $f: [String!]!) { createRunFiles(input:
        {entityName: "runfake", projectName: $p, runName: $r, files: $f}) { files { uploadUrl } } }"""
    link = connection(server)
    body = json.dumps({"query": query, "variables": {"p": project, "r": run, "f": [name]}})
    link.request("POST", "/graphql", body, {"authorization": basic(server.api_key)})
    url = json.loads(link.getresponse().read())["data"]["createRunFiles"]["files"][0]["uploadUrl"]
    link.close()
    return str(url)


def test_a_client_that_hangs_up_in_an_upload_leaves_nothing(server: Server) -> None:
    run = server.world.run("shop/a")
    path = urlsplit(storage_url(server, "shop", "a", "half.bin")).path
    with socket.create_connection(("127.0.0.1", server.port)) as link:
        link.sendall(f"PUT {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 5000000\r\n\r\n".encode() + b"x" * 100_000)
    assert ask(server, server.api_key)[0] == 200
    assert "half.bin" not in run.files


def test_faults_and_stubs_are_those_of_the_first_world(server: Server) -> None:
    other = server.add(World(seed=1, entity="other"))
    server.faults.add(which.anything(), faults.drop_after())
    server.stubs.answer(which.field("viewer"), {"viewer": {"entity": "ann"}})
    assert b"other" in ask(server, other.api_key)[1]
    with pytest.raises(ConnectionResetError):
        ask(server, server.api_key)
    assert b"ann" in ask(server, server.api_key)[1]
    assert (server.faults.complaints(), server.stubs.complaints()) == ([], [])


def test_readiness_is_told_without_a_key(server: Server) -> None:
    link = connection(server)
    link.request("GET", "/ready")
    response = link.getresponse()
    assert (response.status, json.loads(response.read())) == (200, {"status": "ready"})
    link.close()


def test_what_reaches_no_world_is_kept_apart(server: Server) -> None:
    assert ask(server, "nobody")[0] == 401
    assert [entry.status for entry in server.stray_requests] == [401]
    assert len(server.journal) == 0
