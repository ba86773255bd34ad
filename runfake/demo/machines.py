"""The machine under a run, as its system metrics show it."""

from __future__ import annotations

from random import Random
from typing import Any

_EVERY = 20


def system_metrics(rows: list[dict[str, Any]], random: Random) -> list[dict[str, Any]]:
    """A reading every few rows, under the names that the client uses."""
    busy = random.uniform(55, 95)
    memory = random.uniform(30, 70)
    return [_reading(row, busy, memory, random) for row in rows[::_EVERY]]


def _reading(row: dict[str, Any], busy: float, memory: float, random: Random) -> dict[str, Any]:
    return {
        "system.cpu": round(random.uniform(10, 40), 2),
        "system.memory_percent": round(memory + random.gauss(0, 0.5), 2),
        "system.gpu.0.gpu": round(min(100.0, random.gauss(busy, 3)), 1),
        "system.gpu.0.temp": round(random.gauss(45 + busy / 4, 1), 1),
        "_runtime": row["_runtime"],
        "_timestamp": row["_timestamp"],
        "_wandb": True,
    }
