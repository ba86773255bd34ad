"""What is done about ``wandb`` between tests."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from runfake.pytest_plugin import client


def waiting(name: str) -> subprocess.Popen[bytes]:
    """A process of that name that ends only when it is made to."""
    return subprocess.Popen([sys.executable, "-c", "input()", name], stdin=subprocess.PIPE)


def test_a_service_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    with waiting("wandb-core") as service, waiting("mine") as other:
        monkeypatch.setattr(client, "SECONDS_TO_END", 0.1)
        monkeypatch.setitem(sys.modules, "wandb", SimpleNamespace(run=None, teardown=service.wait))
        client.reset_wandb()
        assert service.poll() is not None
        assert other.poll() is None


def test_a_service_that_ends_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with waiting("wandb-core") as service:

        def teardown() -> None:
            service.communicate(b"\n")
            sys.exit(3)

        monkeypatch.setitem(sys.modules, "wandb", SimpleNamespace(run=None, teardown=teardown))
        client.reset_wandb()
        assert service.returncode == 0
