"""Runs: what a client logged, and what people wrote on it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

from runfake.world.alerts import Alerts
from runfake.world.config import Config
from runfake.world.console import Console
from runfake.world.events import Events
from runfake.world.files import RunFiles
from runfake.world.history import History
from runfake.world.ids import node_id
from runfake.world.life import Life
from runfake.world.summary import Summary

if TYPE_CHECKING:
    from runfake.world.clock import Clock
    from runfake.world.dropped import Gaps
    from runfake.world.projects import Project
    from runfake.world.sweeps.sweep import Sweep
    from runfake.world.users import User
    from runfake.world.writers import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEdit:
    """What to change on a run. None leaves a thing as it is; an empty string or list is a value.

    Clients rely on that: parallel writers of one run send null for all that they do not set.
    """

    config: Config | None = None
    summary: Summary | None = None
    display_name: str | None = None
    description: str | None = None
    notes: str | None = None
    tags: list[str] | None = None
    group: str | None = None
    job_type: str | None = None
    host: str | None = None
    commit: str | None = None
    program: str | None = None
    repo: str | None = None


@dataclass(frozen=True, slots=True)
class Logged:
    """What was logged to a run."""

    history: History
    events: Events
    console: Console
    files: RunFiles
    wire_summary: Summary
    alerts: Alerts


_EDITABLE = tuple(field.name for field in fields(RunEdit))


class Run:
    """One run of a project.

    Attributes:
        id: the run id that paths and people use.
        life: where it stands, and how it moves on.
        history, events, console, files, alerts: what was logged.
        created_at: UTC.
        sweep: the sweep that it belongs to, None without one.
        opened_with: how the process that writes to it introduced itself, until it logs something.
        superseded: what an earlier process logged, until the one that began anew has logged something.
        writers: the processes that write to it side by side (``mode="shared"``), by client id.
        gaps: what its process counts among the lines, but gave up.
    """

    display_name: str
    description: str | None = None
    notes: str | None = None
    group: str | None = None
    job_type: str | None = None
    host: str | None = None
    commit: str | None = None
    program: str | None = None
    repo: str | None = None

    def __init__(
        self, number: int, id: str, project: Project, user: User | None, clock: Clock, *, lock: RLock | None = None
    ) -> None:
        self._lock = lock or RLock()
        self.number = number
        self.id = id
        self.project = project
        self.user = user
        self.life = Life(clock)
        self.sweep: Sweep | None = None
        self.created_at = self.life.heartbeat_at
        self._config = Config()
        self.tags: list[str] = []
        self.opened_with: RunEdit | None = None
        self.superseded: Logged | None = None
        self._log_to(self._nothing_logged())

    def _nothing_logged(self) -> Logged:
        lock = self._lock
        return Logged(History(lock), Events(lock), Console(lock), RunFiles(self, lock), Summary(), Alerts(lock))

    def _log_to(self, logged: Logged) -> None:
        self.history = logged.history
        self.events = logged.events
        self.console = logged.console
        self.files = logged.files
        self.alerts = logged.alerts
        self._summary = logged.wire_summary
        self.writers: dict[str, Writer] = {}
        self.gaps: Gaps = {}

    def __repr__(self) -> str:
        return f"<run {self.path} ({self.state})>"

    @property
    def path(self) -> str:
        """``entity/project/run_id``."""
        return f"{self.project.path}/{self.id}"

    @cached_property
    def storage_id(self) -> str:
        """The GraphQL id of the run, which some clients build themselves from its path."""
        return self.storage_id_of(self.project.entity.name, self.project.name, self.id)

    @staticmethod
    def storage_id_of(entity: str, project: str, run_id: str) -> str:
        """The GraphQL id that a run at this path has."""
        return node_id("Run", "v1", run_id, project, entity)

    @property
    def state(self) -> str:
        """Where it stands, one of ``runfake.world.states.STATES``; setting it is :meth:`Life.put`."""
        return self.life.state

    @state.setter
    def state(self, state: str) -> None:
        self.life.put(state)

    @property
    def exit_code(self) -> int | None:
        """What the process reported at its end, None before."""
        return self.life.exit_code

    @property
    def stop_requested(self) -> bool:
        """Whether someone asked the running process to stop."""
        return self.life.stop_requested

    @property
    def heartbeat_at(self) -> datetime:
        """The last sign of life of the writing process, UTC."""
        return self.life.heartbeat_at

    @property
    def sweep_id(self) -> str | None:
        """The id of its sweep, None without one."""
        return self.sweep.id if self.sweep else None

    @property
    def config(self) -> dict[str, Any]:
        """The config's plain values, a copy."""
        return self._config.values

    @property
    def wire_config(self) -> Config:
        """The config with W&B's own entries, as clients exchange it."""
        return self._config

    @property
    def summary(self) -> dict[str, Any]:
        """The last value of each metric, as the client summed it up; a copy."""
        return self._summary.values

    @property
    def wire_summary(self) -> Summary:
        """The summary as clients exchange it."""
        return self._summary

    @property
    def system_metrics(self) -> dict[str, Any]:
        """The last value of each machine metric."""
        return self.events.latest()

    def edit(self, edit: RunEdit) -> None:
        """Applies what ``edit`` sets; config and summary are replaced whole."""
        for name in _EDITABLE:
            value = getattr(edit, name)
            if value is not None:
                value = list(value) if isinstance(value, list) else value
                setattr(self, f"_{name}" if name in ("config", "summary") else name, value)

    def replace_summary(self, summary: Summary) -> None:
        """Takes a whole new summary."""
        self._summary = summary

    # -- beginning anew ------------------------------------------------------------------------

    @property
    def started(self) -> bool:
        """Whether a process has written to it, as clients tell: then its config holds their telemetry."""
        return "t" in self._config.internal(["t"])

    def start_anew(self) -> None:
        """Forgets what was logged; what people wrote on the run stays."""
        logged = Logged(self.history, self.events, self.console, self.files, self._summary, self.alerts)
        self.superseded = logged
        self._log_to(self._nothing_logged())

    def take_back(self, logged: Logged) -> None:
        """Goes on with what was superseded: the process that seemed to begin anew has resumed."""
        for file in self.files.values():
            logged.files.add(file)
        for alert in self.alerts:
            logged.alerts.add(alert, timedelta())
        self._log_to(logged)
        self.superseded = None

    def forget_lines(self) -> None:
        """Drops history, system metrics and console lines."""
        self.history.clear()
        self.events.clear()
        self.console.clear()
        self.writers.clear()
        self.gaps = {}
        self.superseded = None
