"""Alerts: what a script told its users with ``run.alert``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from runfake.world.locking import atomic

# How long an alert keeps others of its title away, where the client does not say.
USUAL_WAIT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert; ``level`` is INFO, WARN or ERROR."""

    title: str
    text: str
    level: str
    time: datetime


class Alerts(Sequence[Alert]):
    """The alerts of one run, in the order they came."""

    def __init__(self, lock: RLock | None = None) -> None:
        self.lock = lock or RLock()
        self._alerts: list[Alert] = []

    def __len__(self) -> int:
        return len(self._alerts)

    def __getitem__(self, number: Any) -> Any:
        return self._alerts[number]

    def __repr__(self) -> str:
        return repr(self._alerts)

    @atomic
    def add(self, alert: Alert, wait: timedelta = USUAL_WAIT) -> None:
        """Takes in an alert, unless the last one of its title is less than ``wait`` ago."""
        last = next((held for held in reversed(self._alerts) if held.title == alert.title), None)
        if last is None or alert.time - last.time >= wait:
            self._alerts.append(alert)
