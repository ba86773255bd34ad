"""Sweeps with the real client."""

from __future__ import annotations

from typing import Any

import pytest

# The client's own: it warns of a setting that it reads itself, and leaves files open that it read.
CLIENT_WARNINGS = (
    "ignore:Read the .app_url. setting:DeprecationWarning",
    r"ignore:Exception ignored in. <_io.FileIO name='.*\.yaml':pytest.PytestUnraisableExceptionWarning",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/client/sweeps/" in item.path.as_posix():
            for warning in CLIENT_WARNINGS:
                item.add_marker(pytest.mark.filterwarnings(warning))


@pytest.fixture(autouse=True)
def fast_agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Agents in this process ask often: the client lets tests say so."""
    monkeypatch.setattr("wandb.agents.pyagent.Agent.HEARTBEAT_SLEEP_SECONDS", 0.05)


@pytest.fixture
def grid() -> dict[str, Any]:
    """The configuration of a grid of four, two by two."""
    return {
        "method": "grid",
        "metric": {"name": "loss", "goal": "minimize"},
        "parameters": {"lr": {"values": [0.1, 0.2]}, "model": {"parameters": {"depth": {"values": [1, 2]}}}},
    }
