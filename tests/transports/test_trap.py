"""The proxy that lets nothing through."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest

from runfake.transports.trap import Trap


@pytest.fixture
def trap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trap]:
    with Trap() as made:
        for name, value in made.variables.items():
            monkeypatch.setenv(name, value)
        yield made


def test_plain_requests_are_refused_and_kept(trap: Trap) -> None:
    with pytest.raises(HTTPError) as refused:
        urllib.request.build_opener().open("http://example.test/some/where")
    with refused.value as answer:
        assert answer.code == 403
        assert b"nothing leaves it" in answer.read()
    assert trap.caught == ["GET http://example.test/some/where"]


def test_so_are_encrypted_ones(trap: Trap) -> None:
    with pytest.raises(OSError, match="403 Forbidden"):
        urllib.request.build_opener().open("https://example.test/secret")
    assert trap.caught == ["CONNECT example.test:443"]
