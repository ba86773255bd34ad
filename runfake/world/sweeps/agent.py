"""Agents: processes that ask a sweep for runs, and run them."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from typing import TYPE_CHECKING

from runfake.world.clock import Clock
from runfake.world.ids import node_id
from runfake.world.life import LONGEST_SILENCE
from runfake.world.locking import atomic
from runfake.world.runs import Run

if TYPE_CHECKING:
    from runfake.world.sweeps.sweep import Sweep
    from runfake.world.users import User

_UNFINISHED = ("pending", "running", "preempting", "crashed")


class Agent:
    """One agent of a sweep.

    Attributes:
        name: what ``sweep.agent(name)`` finds it by.
        host: the machine that it said it is on.
        dismissed: whether it was told to exit.
        heartbeat_at: when it last asked; None before it did.
    """

    def __init__(self, number: int, name: str, host: str, sweep: Sweep, user: User | None, *, clock: Clock) -> None:
        self.lock = sweep.lock
        self.number = number
        self.name = name
        self.host = host
        self.sweep = sweep
        self.user = user
        self._clock = clock
        self.created_at = clock.now()
        self.heartbeat_at: datetime | None = None
        self._runs: dict[str, Run] = {}
        self.dismissed = False

    def __repr__(self) -> str:
        return f"<agent {self.name} of {self.sweep.path} ({self.state})>"

    @property
    def id(self) -> str:
        """The GraphQL id of the agent."""
        return node_id("Agent", self.number)

    @property
    def silent(self) -> bool:
        """Whether it is long since it asked."""
        return self._clock.now() - (self.heartbeat_at or self.created_at) >= LONGEST_SILENCE

    @property
    def state(self) -> str:
        """``running`` while it asks; then ``finished``, or ``crashed`` if it left a run unfinished."""
        if not self.dismissed and not self.silent:
            return "running"
        return "crashed" if self.current and self.current.state in _UNFINISHED else "finished"

    @property
    def current(self) -> Run | None:
        """The run that it was given last."""
        return next(reversed(self._runs.values()), None)

    @property
    @atomic
    def runs(self) -> list[Run]:
        """The runs that it was given, in that order."""
        return list(self._runs.values())

    def beat(self) -> None:
        """Takes note that it asked."""
        self.heartbeat_at = self._clock.now()
        self.dismissed = False

    def take(self, run: Run) -> None:
        """Takes note that it was given a run."""
        self._runs.pop(run.id, None)
        self._runs[run.id] = run

    def forget(self, run: Run) -> None:
        """Lets go of a run that left the sweep."""
        self._runs.pop(run.id, None)

    def drop_lost(self, reported: Container[str]) -> None:
        """Counts its run as crashed that never began, and that it does not report to have.

        The function it calls may have made no run, or the answer that named the run was lost.
        """
        run = self.current
        if run is not None and run.state == "pending" and run.id not in reported:
            run.life.put("crashed")
