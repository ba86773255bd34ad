"""What is asked of other hosts is no business of an interception, whatever mocks are active, and in whatever order."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import requests
import responses
from requests.adapters import HTTPAdapter

from runfake import World, intercept

ELSEWHERE = "http://data.example/rows"


class Server(BaseHTTPRequestHandler):
    """Another host, which is there."""

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of another host, which is there and sends back what it is sent."""
    with HTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def ready(url: str) -> bool:
    """Whether the world answers."""
    return bool(requests.get(f"{url}/ready", timeout=20).json() == {"status": "ready"})


def rows() -> int:
    """What another host answers, which only a mock can."""
    return int(requests.get(ELSEWHERE, timeout=20).text)


def refused() -> bool:
    """Whether a host that nobody speaks for is refused as `responses` does it."""
    with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
        requests.get("http://nobody.example/", timeout=20)
    return True


def test_other_hosts_are_refused() -> None:
    send = HTTPAdapter.send
    with intercept(World()) as hosting:
        assert ready(hosting.url)
        assert refused()
    assert HTTPAdapter.send is send


@responses.activate
def test_in_an_active_mock() -> None:
    responses.get(ELSEWHERE, "1")
    send = HTTPAdapter.send
    with intercept(World()) as hosting:
        assert ready(hosting.url)
        assert rows() == 1
        responses.get(ELSEWHERE, "2")
        assert [rows(), rows()] == [1, 2] or rows() == 2
        assert refused()
    # Rules and calls are as they were, and the mock goes on.
    assert HTTPAdapter.send is send
    assert rows() == 2
    assert {call.request.url for call in responses.calls} == {ELSEWHERE, "http://nobody.example/"}


def test_around_a_mock() -> None:
    @responses.activate
    def body() -> None:
        responses.get(ELSEWHERE, "1")
        assert rows() == 1
        assert ready(hosting.url)
        assert refused()

    with intercept(World()) as hosting:
        body()
        assert ready(hosting.url)
        assert refused()


def test_around_a_mock_of_which_all_rules_must_be_used() -> None:
    with intercept(World()) as hosting:
        with responses.RequestsMock() as strict:
            strict.get(ELSEWHERE, "1")
            assert ready(hosting.url)
            assert rows() == 1
        strict = responses.RequestsMock()
        strict.start()
        strict.get(ELSEWHERE, "1")
        assert ready(hosting.url)
        with pytest.raises(AssertionError, match="Not all requests"):
            strict.stop()


def test_a_mock_of_ones_own() -> None:
    mock = responses.RequestsMock()
    mock.get(ELSEWHERE, "1")
    with intercept(World(), others=mock) as hosting:
        assert ready(hosting.url)
        assert rows() == 1
        assert refused()
    # It is the caller's still, with its calls.
    assert [call.request.url for call in mock.calls] == [ELSEWHERE, "http://nobody.example/"]
    with mock:
        assert rows() == 1


def test_a_mock_of_ones_own_says_what_was_not_asked() -> None:
    mock = responses.RequestsMock()
    mock.get(ELSEWHERE, "1")
    with pytest.raises(AssertionError, match="Not all requests"), intercept(World(), others=mock) as hosting:
        assert ready(hosting.url)
    with pytest.raises(ZeroDivisionError), intercept(World(), others=mock):
        _ = 1 / 0


def test_a_mock_of_ones_own_that_is_active_stays_so() -> None:
    with responses.RequestsMock() as mock:
        mock.get(ELSEWHERE, "1")
        with intercept(World(), others=mock) as hosting:
            assert ready(hosting.url)
        assert rows() == 1


def test_a_mock_that_outlives_the_block_puts_back_what_does_no_harm(
    elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HTTPAdapter, "send", HTTPAdapter.send)
    mock = responses.RequestsMock(assert_all_requests_are_fired=False)
    with intercept(World()) as hosting:
        mock.start()
        assert ready(hosting.url)
    mock.stop()
    assert requests.post(elsewhere, data=b"echo", timeout=20).content == b"echo"
    with mock, pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
        ready(hosting.url)


def test_what_was_in_place_in_the_block_does_not_answer_after_it() -> None:
    session = requests.Session()
    adapter = HTTPAdapter()
    with responses.RequestsMock(assert_all_requests_are_fired=False):
        with intercept(World()) as hosting:
            send = HTTPAdapter.send
            request = session.prepare_request(requests.Request("GET", f"{hosting.url}/ready"))
            assert send(adapter, request).ok
        with pytest.raises(requests.ConnectionError, match="Connection refused by Responses"):
            send(adapter, request)


def test_one_in_the_other_is_served_by_the_inner_one() -> None:
    outer_world, inner_world = World(seed=1), World(seed=2)
    with intercept(outer_world) as outer:
        with intercept(inner_world) as inner:
            assert ready(inner.url)
            assert refused()
        assert ready(outer.url)
        assert refused()
    with intercept(outer_world, base_url="http://a.test") as outer, intercept(inner_world) as inner:
        assert ready(outer.url)
        assert ready(inner.url)


def test_other_hosts_are_asked_for_real_where_that_is_wished(elsewhere: str) -> None:
    with intercept(World(), passthrough=True) as hosting:
        assert ready(hosting.url)
        assert requests.post(elsewhere, data=b"echo", timeout=20).content == b"echo"
        with responses.RequestsMock() as mock:
            mock.post(elsewhere, "mocked")
            assert requests.post(elsewhere, data=b"echo", timeout=20).content == b"mocked"


@responses.activate
def test_where_a_mock_is_active_that_decides_what_passes(elsewhere: str) -> None:
    with intercept(World(), passthrough=True):
        assert refused()
        responses.add_passthru(elsewhere)
        assert requests.post(elsewhere, data=b"echo", timeout=20).content == b"echo"
