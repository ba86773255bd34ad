"""Runs: what a client logged, and what people wrote on it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

from runfake.world.config import Config
from runfake.world.console import Console
from runfake.world.events import Events
from runfake.world.files import RunFiles
from runfake.world.history import History
from runfake.world.ids import node_id
from runfake.world.states import ENDED
from runfake.world.summary import Summary

if TYPE_CHECKING:
    from runfake.world.projects import Project
    from runfake.world.users import User


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
class Alert:
    """What a script told its users with ``run.alert``; ``level`` is INFO, WARN or ERROR."""

    title: str
    text: str
    level: str
    time: datetime


_EDITABLE = tuple(field.name for field in fields(RunEdit))


class Run:
    """One run of a project.

    Attributes:
        id: the run id that paths and people use.
        state: one of ``runfake.world.states.STATES``.
        exit_code: what the process reported at its end, None before.
        stop_requested: whether someone asked the running process to stop.
        history, events, console, files, alerts: what was logged.
        created_at, heartbeat_at: UTC; the last sign of life of the writing process.
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
        self, number: int, id: str, project: Project, user: User | None, now: datetime, *, lock: RLock | None = None
    ) -> None:
        lock = lock or RLock()
        self.number = number
        self.id = id
        self.project = project
        self.user = user
        self.state = "running"
        self.exit_code: int | None = None
        self.stop_requested = False
        self.created_at = now
        self.heartbeat_at = now
        self._config = Config()
        self._summary = Summary()
        self.tags: list[str] = []
        self.alerts: list[Alert] = []
        self.history = History(lock)
        self.events = Events(lock)
        self.console = Console(lock)
        self.files = RunFiles(self, lock)

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

    def put_in_state(self, state: str) -> None:
        """Puts the run where an author or a user wants it, with the exit code that goes with it."""
        self.state = state
        self.stop_requested = False
        self.exit_code = {"finished": 0, "failed": 1}.get(state)

    def revive(self) -> None:
        """Marks the run as running, whatever it was: a process writes to it.

        A request to stop is for the process that it was made to: it is kept until the run has ended.
        """
        if self.state in ENDED:
            self.exit_code = None
            self.stop_requested = False
        self.state = "running"
