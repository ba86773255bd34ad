"""What runs can be filtered and ordered by."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from runfake.world.config import plain_value
from runfake.world.filters.fields import FieldTable, Reader, column, document, opened
from runfake.world.filters.paths import splits, values_at
from runfake.world.runs import Run


def _username(run: Run) -> str | None:
    return run.user.username if run.user else None


def _duration(run: Run) -> Any:
    """Seconds: what the client counted, else from the first sign of life to the last."""
    summary = run.wire_summary.entries
    for found in (*values_at(summary, ("_wandb", "runtime")), *values_at(summary, ("_runtime",))):
        if isinstance(found, (int, float)):
            return found
    return (run.heartbeat_at - run.created_at).total_seconds()


def _config(path: Sequence[str]) -> Reader[Run]:
    """Values of the config: ``lr`` and ``lr.value`` are the same, so are ``opt.name`` and ``opt.value.name``."""
    ways = splits(path)

    def read(run: Run) -> Sequence[Any]:
        entries = run.wire_config.entries
        for key, rest in ways:
            if key in entries and (found := _in_entry(entries[key], rest)):
                return found
        return ()

    return read if path else lambda run: (run.config,)


def _in_entry(entry: Any, rest: Sequence[str]) -> Sequence[Any]:
    value = plain_value(entry)
    return (rest[:1] == ["value"] and values_at(value, rest[1:])) or values_at(value, rest)


def _tags(path: Sequence[str]) -> Reader[Run]:
    """All the tags; ``tags.x`` is whether ``x`` is one of them."""
    tag = ".".join(path)
    return (lambda run: (tag in run.tags,)) if path else lambda run: (run.tags,)


RUN_FIELDS: FieldTable[Run] = FieldTable(
    "runs",
    (
        column("name", attrgetter("id")),
        column("display_name", attrgetter("display_name")),
        column("state", attrgetter("state")),
        column("created_at", attrgetter("created_at"), is_time=True),
        column("heartbeat_at", attrgetter("heartbeat_at"), is_time=True),
        column("duration", _duration),
        column("group", attrgetter("group")),
        column("job_type", attrgetter("job_type")),
        column("host", attrgetter("host")),
        column("notes", attrgetter("notes")),
        column("description", attrgetter("description")),
        column("commit", attrgetter("commit")),
        column("username user", _username),
        column("sweep sweep_name", attrgetter("sweep_id")),
        column("entity", attrgetter("project.entity.name")),
        column("project", attrgetter("project.name")),
        opened("tags", _tags),
        opened("config", _config),
        document("summary_metrics summary", attrgetter("wire_summary.entries")),
        document("keys_info", lambda run: run.history.describe_keys() or {}),
    ),
    hint=" A metric is summary_metrics.<name>, a config value config.<name>.",
)
