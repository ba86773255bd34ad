"""What an author gives ``world.run(...)``, checked whole before any of it is put on a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from runfake.world import stream
from runfake.world.blobs import Blob, BlobStore
from runfake.world.config import Config
from runfake.world.errors import Invalid
from runfake.world.files import check_file_name
from runfake.world.runs import Run, RunEdit
from runfake.world.states import check_state
from runfake.world.steps import step_of
from runfake.world.summary import Summary

FileContent = bytes | str | Path

# What clients go by when they resume: a run that was started has this in its config.
STARTED = Config('{"_wandb":{"value":{"t":{}}}}')


@dataclass(slots=True, kw_only=True)
class Given:
    """The arguments of ``world.run``; None leaves a thing as it is.

    What can be iterated or read only once is taken in at once, while no lock is held: it may come from
    this very world.
    """

    config: Mapping[str, Any] | None
    history: Iterable[Mapping[str, Any]] | None
    summary: Mapping[str, Any] | None
    tags: Iterable[str] | None
    files: Mapping[str, FileContent] | None
    state: str | None
    display_name: str | None
    notes: str | None
    group: str | None
    job_type: str | None
    system_metrics: Iterable[Mapping[str, Any]] | None
    console: Iterable[str] | None

    def __post_init__(self) -> None:
        for what in ("history", "system_metrics"):
            value = getattr(self, what)
            if value is not None and (not isinstance(value, Iterable) or isinstance(value, (str, Mapping))):
                raise Invalid(f"{what} must be a list of dicts, not {value!r}.")
        for what in ("config", "summary", "files"):
            value = getattr(self, what)
            if value is not None and not isinstance(value, Mapping):
                raise Invalid(f"{what} must be a dict, not {value!r}.")
        self.history = None if self.history is None else list(self.history)
        self.system_metrics = None if self.system_metrics is None else list(self.system_metrics)
        self.console = None if self.console is None else texts("console", self.console)
        self.tags = None if self.tags is None else texts("tags", self.tags)
        self.files = {check_file_name(name): file_bytes(name, held) for name, held in (self.files or {}).items()}

    def check(self, found: Run | None, blobs: BlobStore, now: datetime) -> Checked:
        """What is to be put on ``found``, or on a new run where that is None; contents are stored already.

        Raises:
            Invalid: something is not what it has to be.
        """
        rows = stamped_rows(self.history or (), found.history.last_step if found else -1, now)
        request = stream.of_rows(found, rows, list(self.system_metrics or ()), list(self.console or ()))
        files = {name: blobs.put(file_bytes(name, content)) for name, content in (self.files or {}).items()}
        state = check_state(self.state) if self.state else None if found else "finished"
        return Checked(stream.prepare(found, request), self._edit(found, rows), files, state)

    def _edit(self, found: Run | None, rows: list[dict[str, Any]]) -> RunEdit:
        summary = None if self.summary is None else Summary.of(dict(self.summary))
        if summary is None and found is None:
            summary = Summary.of_rows(rows)
        return RunEdit(
            config=self._config(found),
            summary=summary,
            tags=None if self.tags is None else list(self.tags),
            display_name=text("display_name", self.display_name),
            notes=text("notes", self.notes),
            group=text("group", self.group),
            job_type=text("job_type", self.job_type),
        )

    def _config(self, found: Run | None) -> Config | None:
        if found is not None:
            return None if self.config is None else Config.of(dict(self.config), found.wire_config)
        return Config.of(dict(self.config or {}), STARTED)


@dataclass(frozen=True, slots=True)
class Checked:
    """What can be put on a run without fail."""

    lines: stream.Prepared
    edit: RunEdit
    files: dict[str, Blob]
    state: str | None

    def put_on(self, run: Run, now: datetime) -> None:
        """Puts all of it on ``run``; new lines are a heartbeat."""
        self.lines.write_to(run)
        if self.lines.request.chunks:
            run.life.beat()
        run.edit(self.edit)
        for name, blob in self.files.items():
            run.files.put(name, blob, now)
        if self.state:
            run.life.put(self.state)


def stamped_rows(rows: Iterable[Mapping[str, Any]], last_step: int, begun: datetime) -> list[dict[str, Any]]:
    """The rows with ``_step``, ``_runtime`` (s) and ``_timestamp`` (s since the epoch) where they lack them.

    Steps go on after the one before (``last_step`` for the first); a row comes one second after another.

    Raises:
        Invalid: a row is no mapping, or its step no integer.
    """
    stamped: list[dict[str, Any]] = []
    step = last_step
    for i, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise Invalid(f"history must be a list of dicts, but its item {i} is {row!r}.")
        step = step_of(row, step + 1)
        stamp = {"_step": step, "_runtime": float(i), "_timestamp": begun.timestamp() + i}
        stamped.append(stamp | dict(row) | {"_step": step})
    return stamped


def text(what: str, value: str | None) -> str | None:
    """``value`` itself, if it is text or nothing.

    Raises:
        Invalid: it is something else.
    """
    if value is not None and not isinstance(value, str):
        raise Invalid(f"{what} must be a string, not {value!r}.")
    return value


def texts(what: str, values: Iterable[str]) -> list[str]:
    """The values in a list, if all of them are text.

    Raises:
        Invalid: one is something else, or all of it is one string.
    """
    if isinstance(values, str):
        raise Invalid(f"{what} must be a list of strings, not the string {values!r}.")
    held = list(values)
    for i, value in enumerate(held):
        if not isinstance(value, str):
            raise Invalid(f"{what} must be a list of strings, but its item {i} is {value!r}.")
    return held


def _encoded(name: str, content: str) -> bytes:
    try:
        return content.encode()
    except UnicodeEncodeError as error:
        raise Invalid(f"the text of file {name!r} has no form in UTF-8: {error.reason}. Give it as bytes.") from None


def file_bytes(name: str, content: FileContent) -> bytes:
    """The bytes of a file that was given as bytes, as text (stored as UTF-8), or as a path to read.

    Raises:
        Invalid: it was given as something else.
    """
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        return _encoded(name, content)
    if isinstance(content, Path):
        return content.read_bytes()
    raise Invalid(f"file {name!r} must be given as bytes, str or pathlib.Path, not {type(content).__name__}.")
