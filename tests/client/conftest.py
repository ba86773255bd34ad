"""What the tests with the real client share."""

from __future__ import annotations

from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


@pytest.fixture
def api(runfake: Runfake) -> wandb.Api:
    """The real public API, pointed at the test's world."""
    assert runfake.url
    return wandb.Api()


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    """Thirty rows: ``loss`` on each, ``accuracy`` on every third, ``nested`` on every fifth; steps with gaps."""
    made: list[dict[str, Any]] = []
    for i in range(30):
        row: dict[str, Any] = {"_step": 2 * i, "loss": 1 / (i + 1)}
        if i % 3 == 0:
            row["accuracy"] = i / 30
        if i % 5 == 0:
            row["nested"] = {"depth": {"value": i}}
        made.append(row)
    return made
