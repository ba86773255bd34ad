"""What goes wrong without a socket is to ``requests`` what goes wrong on one: each fault meets both."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from runfake import faults, intercept, serve, when, which
from runfake.transports.hosting import Hosting
from runfake.wire.faults import Fault
from tests.transports.asking import CONTENT, Asking, small_world

QUERY = {"query": "query Who { viewer { entity } }"}


@pytest.fixture(scope="module")
def hostings() -> Iterator[list[Hosting]]:
    """The same world on a server, and without one."""
    with serve(small_world()) as server, intercept(small_world(), passthrough=True) as here:
        yield [server, here]


def query(asking: Asking, **options: Any) -> requests.Response:
    return asking.ask("POST", "/graphql", json=QUERY, **options)


def upload(asking: Asking, **options: Any) -> requests.Response:
    return asking.ask("PUT", asking.place("new.txt"), data=b"new", **options)


def download(asking: Asking, **options: Any) -> requests.Response:
    return asking.ask("GET", asking.place("notes.txt"), **options)


def streamed(asking: Asking, **options: Any) -> requests.Response:
    answer = asking.ask("GET", asking.place("notes.txt"), stream=True, **options)
    answer.headers["x-came"] = str(sum(map(len, answer.iter_content(7))))
    return answer


DOES: dict[str, Callable[..., requests.Response]] = {
    "query": query,
    "upload": upload,
    "download": download,
    "streamed": streamed,
}
MEANT = {"query": which.operation("Who"), "upload": which.method("PUT")}
GETS = which.method("GET")


def outcome(hosting: Hosting, act: str, fault: Fault, **options: Any) -> Any:
    """What comes of it: the answer, or the errors from the outermost in."""
    rule = hosting.faults.add(MEANT.get(act, GETS), fault)
    session = requests.Session()
    try:
        answer = DOES[act](Asking(hosting, session), **options)
    except requests.RequestException as error:
        return [type(cause).__name__ for cause in causes(error)]
    finally:
        hosting.faults.remove(rule)
        session.close()
        assert rule.fired == 1
        assert hosting.journal.find(MEANT.get(act, GETS))[-1].fault == str(fault)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return answer.status_code, answer.reason, headers, answer.content if act != "streamed" else None


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error, and those that it was made of."""
    yield error
    for inner in error.args:
        if isinstance(inner, BaseException):
            yield from causes(inner)


KINDS = [
    faults.status(200),
    faults.status(204),
    faults.status(304),
    faults.status(400),
    faults.status(404, {"error": "text"}),
    faults.status(418, b"teapot"),
    faults.status(429, retry_after=7),
    faults.status(500, handled=True),
    faults.status(599),
    faults.graphql_error("no such thing"),
    faults.graphql_error("no such thing", status=409),
    faults.drop_before(),
    faults.drop_before(reset=False),
    faults.drop_after(),
    faults.drop_after(reset=False),
    faults.delay(0.02),
    faults.drip(),
    faults.drip(5, 0.0),
    faults.truncate(),
    faults.truncate(0),
    faults.truncate(3),
    faults.garbage(),
    faults.garbage(bare=True),
    faults.wrong_length(),
    faults.wrong_length(-1),
    faults.wrong_length(-10_000),
]


@pytest.mark.parametrize("fault", KINDS, ids=str)
@pytest.mark.parametrize("act", DOES)
def test_it_is_the_same_as_on_a_socket(hostings: list[Hosting], act: str, fault: Fault) -> None:
    served, here = [outcome(hosting, act, fault) for hosting in hostings]
    assert here == served
    # And it is over.
    assert DOES[act](Asking(hostings[1])).ok


def test_the_errors_are_those_that_the_documents_name(hostings: list[Hosting]) -> None:
    here = hostings[1]
    assert outcome(here, "query", faults.drop_before())[0] == "ConnectionError"
    assert outcome(here, "query", faults.drop_after(reset=False))[0] == "ConnectionError"
    assert outcome(here, "query", faults.garbage(bare=True))[0] == "ConnectionError"
    assert outcome(here, "query", faults.truncate())[0] == "ChunkedEncodingError"
    assert outcome(here, "query", faults.wrong_length())[0] == "ChunkedEncodingError"


@pytest.mark.parametrize(("fault", "happened"), [(faults.drop_before(), False), (faults.drop_after(), True)], ids=str)
def test_whether_a_lost_upload_happened(hostings: list[Hosting], fault: Fault, happened: bool) -> None:
    for number, hosting in enumerate(hostings):
        asking = Asking(hosting)
        place = asking.place(f"{happened}.txt")
        hosting.faults.add(which.method("PUT"), fault)
        with pytest.raises(requests.ConnectionError):
            asking.ask("PUT", place, data=f"{number}")
        assert (asking.ask("GET", place).status_code == 200) is happened


@pytest.mark.parametrize("fault", [faults.delay(5), faults.drip(4, 5)], ids=str)
@pytest.mark.parametrize("act", ["query", "download", "streamed"])
@pytest.mark.parametrize("timeout", [0.05, (1, 0.05), (None, 0.05)], ids=str)
def test_a_client_that_does_not_wait_gives_up(hostings: list[Hosting], act: str, fault: Fault, timeout: Any) -> None:
    begun = time.monotonic()
    served, here = [outcome(hosting, act, fault, timeout=timeout) for hosting in hostings]
    assert here == served
    assert here[0] == ("ReadTimeout" if "delay" in str(fault) else "ConnectionError")
    assert time.monotonic() - begun < 5


def test_a_delay_delays(hostings: list[Hosting]) -> None:
    begun = time.monotonic()
    outcome(hostings[1], "query", faults.delay(0.2))
    assert time.monotonic() - begun >= 0.2


# -- retries that a session was told to make ---------------------------------------------------------


def retrying(hosting: Hosting, retry: Retry) -> Asking:
    """A client that tries again by itself, as urllib3 does for it."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=retry))
    return Asking(hosting, session)


def tried(hosting: Hosting, retry: Retry, fault: Fault, times: int, method: str = "GET") -> Any:
    """What comes of a request that fails so many times, and how often it was sent."""
    asking = retrying(hosting, retry)
    place = asking.place("notes.txt" if method == "GET" else "new.txt")
    hosting.faults.add(which.method(method), fault, when.times(times), optional=True)
    before = len(hosting.journal.find(which.method(method)))
    try:
        answer: Any = asking.ask(method, place, data=None if method == "GET" else iter_file())
        answer = (answer.status_code, answer.content)
    except requests.RequestException as error:
        answer = [type(cause).__name__ for cause in causes(error)]
    hosting.faults.clear()
    return answer, len(hosting.journal.find(which.method(method))) - before


def iter_file() -> Any:
    from io import BytesIO

    return BytesIO(CONTENT)


@pytest.mark.parametrize(
    ("retry", "fault", "times"),
    [
        (Retry(3), faults.drop_before(), 2),
        (Retry(1), faults.drop_before(), 2),
        (Retry(3, read=0), faults.drop_after(), 1),
        (Retry(2, status_forcelist=[503]), faults.status(503), 2),
        (Retry(1, status_forcelist=[503]), faults.status(503), 2),
        (Retry(1, status_forcelist=[503], raise_on_status=False), faults.status(503), 2),
        (Retry(2), faults.status(429), 1),
        (Retry(2), faults.status(404), 1),
        (Retry(2), faults.garbage(bare=True), 1),
        (Retry(2), faults.truncate(), 1),
    ],
    ids=str,
)
def test_it_tries_again_as_on_a_socket(hostings: list[Hosting], retry: Retry, fault: Fault, times: int) -> None:
    served, here = [tried(hosting, retry, fault, times) for hosting in hostings]
    assert here == served


def test_a_file_is_sent_again_from_its_beginning(hostings: list[Hosting]) -> None:
    here = hostings[1]
    assert tried(here, Retry(2), faults.drop_before(), 1, "PUT") == ((200, b""), 2)
    assert here.world.get_run("demo/a").files["new.txt"].content == CONTENT
