"""What the tests with the real client share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    # The client takes hold of standard output as it is when it is first imported: pytest's own, but not for a conftest.
    import wandb


@pytest.fixture
def api(runfake_api: wandb.Api) -> wandb.Api:
    """The real public API, pointed at the test's world."""
    return runfake_api


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
