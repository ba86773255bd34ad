"""What tells whoever waits for the server that it answers."""

from __future__ import annotations

import pytest

from tests.wire.client import Caller, whole


@pytest.mark.parametrize("path", ["/ready", "/health", "/healthz"])
def test_it_is_told_without_a_key_and_reaches_no_world(caller: Caller, path: str) -> None:
    response = caller.send("GET", path, authorization="")
    assert (response.status, whole(response)) == (200, b'{"status":"ready"}')
    assert caller.send("HEAD", path, authorization="").status == 200
    assert caller.send("POST", path, authorization="").status == 404
    assert len(caller.tenant.journal) == 0
