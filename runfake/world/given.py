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


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The arguments of ``world.run``; None leaves a thing as it is."""

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

    def check(self, found: Run | None, blobs: BlobStore, now: datetime) -> Checked:
        """What is to be put on ``found``, or on a new run where that is None; contents are stored already.

        Raises:
            Invalid: something is not what it has to be.
        """
        rows = stamped_rows(self.history or (), found.history.last_step if found else -1, now)
        request = stream.of_rows(found, rows, list(self.system_metrics or ()), console_lines(self.console or ()))
        contents = {check_file_name(name): file_bytes(name, content) for name, content in (self.files or {}).items()}
        files = {name: blobs.put(content) for name, content in contents.items()}
        state = check_state(self.state) if self.state else None if found else "finished"
        return Checked(stream.prepare(found, request), self._edit(found, rows), files, state)

    def _edit(self, found: Run | None, rows: list[dict[str, Any]]) -> RunEdit:
        summary = None if self.summary is None else Summary.of(dict(self.summary))
        if summary is None and found is None:
            summary = Summary.of_rows(rows)
        return RunEdit(
            config=None if self.config is None else Config.of(dict(self.config), found.wire_config if found else None),
            summary=summary,
            tags=None if self.tags is None else list(self.tags),
            display_name=self.display_name,
            notes=self.notes,
            group=self.group,
            job_type=self.job_type,
        )


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
            run.heartbeat_at = now
        run.edit(self.edit)
        for name, blob in self.files.items():
            run.files.put(name, blob, now)
        if self.state:
            run.put_in_state(self.state)


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
        stamped.append(stamp | dict(row))
    return stamped


def console_lines(lines: Iterable[str]) -> list[str]:
    """The lines themselves, if all of them are text.

    Raises:
        Invalid: one is something else.
    """
    held = list(lines)
    for i, line in enumerate(held):
        if not isinstance(line, str):
            raise Invalid(f"console must be a list of strings, but its item {i} is {line!r}.")
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
