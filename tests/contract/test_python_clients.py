"""Clients written in Python."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, current_thread
from typing import Any

import pytest

from runfake.contract.adapters.python import PythonPort, imported
from runfake.contract.port import Address, ClientError, NoAnswer, Session

HERE = Address("http://127.0.0.1:9", "key", "team")


class Client:
    claims = ("retries",)

    def __init__(self, base_url: str, api_key: str) -> None:
        self.made = (base_url, api_key, current_thread())
        self.given: list[int] = []

    def files(self, run: str, per_page: int = 50) -> Iterator[dict[str, Any]]:
        for number in range(per_page):
            self.given.append(number)
            yield {"name": f"{run} {number}", "size": number}

    def history(self, run: str) -> list[Any]:
        return [(len(run), float("nan")), {1: b"\x00"}, current_thread() is self.made[2]]

    def load(self, run: str) -> Any:
        raise LookupError(f"no {run}")

    def wait_until_finished(self, run: str) -> str:
        Event().wait()
        return run


def opened() -> Session:
    return PythonPort(Client).open(HERE)


def test_methods_are_verbs_and_what_is_missing_is_not_offered() -> None:
    session = opened()
    assert session.verbs == {"files", "history", "load", "wait_until_finished"}
    assert session.claims == {"retries"}


def test_arguments_that_methods_do_not_take_are_lacking_unless_they_are_needed() -> None:
    assert opened().lacks == {
        "files.names",
        *(f"history.{name}" for name in ("samples", "keys", "x_axis", "stream")),
    }


def test_a_method_that_takes_whatever_comes_lacks_nothing() -> None:
    class Anything:
        def files(self, **arguments: Any) -> list[Any]:
            return [arguments]

    assert PythonPort(lambda *_: Anything()).open(HERE).lacks == set()


def test_items_are_fetched_as_they_are_taken() -> None:
    held: list[Client] = []

    def made(base_url: str, api_key: str) -> Client:
        held.append(Client(base_url, api_key))
        return held[0]

    session = PythonPort(made).open(HERE)
    assert session.call("files", {"run": "a"}, take=2, seconds=5) == [
        {"name": "a 0", "size": 0},
        {"name": "a 1", "size": 1},
    ]
    assert held[0].given == [0, 1]
    assert held[0].made[:2] == ("http://127.0.0.1:9", "key")


def test_results_are_made_plain_and_one_thread_does_all() -> None:
    assert opened().call("history", {"run": "a"}, take=None, seconds=5) == [[1, "NaN"], {"1": "AA=="}, True]


def test_an_exception_is_the_clients_error() -> None:
    with pytest.raises(ClientError, match=r"^LookupError: no a$"):
        opened().call("load", {"run": "a"}, take=None, seconds=5)


def test_a_client_that_never_returns_is_left_to_it() -> None:
    session = opened()
    with pytest.raises(NoAnswer, match=r"had not returned from wait_until_finished after 0\.1 s"):
        session.call("wait_until_finished", {"run": "a"}, take=None, seconds=0.1)
    assert session.call("files", {"run": "a", "per_page": 0}, take=None, seconds=5) == []


def test_what_is_no_client_is_refused() -> None:
    with pytest.raises(ValueError, match="has none of the verbs of the port"):
        PythonPort(lambda *_: object()).open(HERE)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("client", "names no factory: expected package.module:factory"),
        ("no_such_module:Client", "cannot import 'no_such_module'"),
        ("runfake.contract.reference:Referense", "no 'Referense' there. Did you mean 'Reference'"),
        ("runfake:__version__", "cannot be called"),
    ],
)
def test_a_factory_that_is_not_there_is_told(name: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        imported(name)
