"""What a run logged: history in its four forms, system metrics, and console lines."""

from __future__ import annotations

from typing import Any

from runfake.wire.graphql.connections import connection, cursor_of
from runfake.wire.graphql.fields import Context, Fields
from runfake.world.errors import Invalid
from runfake.world.exports import EXPORTS
from runfake.world.jsontext import dumps, load_object
from runfake.world.runs import Run

run = Fields("Run")
parquet = Fields("ParquetHistory")
log_lines = Fields("LogLineConnection")
log_line_edge = Fields("LogLineEdge")
log_line = Fields("LogLine")
FIELDS = (run, parquet, log_lines, log_line_edge, log_line)

# What ``Run.history`` documents as its default.
DEFAULT_SAMPLES = 500
# Clients ask for live rows only to learn whether there are any, and where they begin.
LIVE_ROWS = 10_000

parquet.items("parquetUrls", "liveData")
log_lines.items("edges", "pageInfo")
log_line_edge.items("node")
log_line.attributes(number="number", timestamp="timestamp", level="level", label="label", line="text")


@run("history")
def history(
    source: Run, _: Context, min_step: int | None = None, max_step: int | None = None, samples: int | None = None
) -> list[str]:
    """With a window of steps all its rows (``maxStep`` is exclusive), at most ``samples``; else a sample."""
    if samples is not None and samples < 0:
        raise Invalid(f"samples must be at least 0, not {samples}.")
    if min_step is None and max_step is None:
        return source.history.sample(DEFAULT_SAMPLES if samples is None else samples)
    return source.history.window(min_step, max_step, samples)


@run("events")
def events(source: Run, _: Context, samples: int | None = None) -> list[str]:
    return source.events.sample(DEFAULT_SAMPLES if samples is None else samples)


@run("sampledHistory")
def sampled_history(source: Run, _: Context, specs: list[str]) -> list[list[dict[str, Any]]]:
    return [_sampled(source, load_object(spec, f"specs[{i}]")) for i, spec in enumerate(specs)]


def _sampled(source: Run, spec: dict[str, Any]) -> list[dict[str, Any]]:
    if not spec:
        # Clients send an empty spec for runs of a sweep of which they want no history.
        return []
    keys = spec.get("keys")
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) for key in keys):
        raise Invalid(f"a history spec needs 'keys', a list of at least one metric name, not {keys!r}.")
    min_step, max_step, samples = (_integer(spec, name) for name in ("minStep", "maxStep", "samples"))
    return source.history.sampled(keys, min_step, max_step, DEFAULT_SAMPLES if samples is None else samples)


def _integer(spec: dict[str, Any], name: str) -> int | None:
    value = spec.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise Invalid(f"a history spec's {name!r} must be an integer, not {value!r}.")
    return value


@run("parquetHistory")
def parquet_history(source: Run, context: Context, live_keys: list[str]) -> dict[str, Any]:
    """Where the exported files are, and rows that are not in them, by those of ``liveKeys`` that they define."""
    place = (EXPORTS, *source.path.split("/"))
    urls = [context.urls.of_key((*place, file.name)) for file in source.history.exports]
    return {"parquetUrls": urls, "liveData": source.history.live(live_keys, LIVE_ROWS)}


@run("historyKeys")
def history_keys(source: Run, _: Context) -> dict[str, Any] | None:
    return source.history.describe_keys()


@run("historyTail")
def history_tail(source: Run, _: Context) -> str:
    return dumps(source.history.tail())


@run("eventsTail")
def events_tail(source: Run, _: Context) -> str:
    return dumps(source.events.tail())


@run("historyLineCount")
def history_line_count(source: Run, _: Context) -> int:
    return len(source.history)


@run("eventsLineCount")
def events_line_count(source: Run, _: Context) -> int:
    return len(source.events)


@run("logLineCount")
def log_line_count(source: Run, _: Context) -> int:
    return len(source.console)


@run("logLines")
def console_lines(
    source: Run,
    _: Context,
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
    use_improved_pagination: bool | None = None,  # noqa: ARG001 - there is one pagination here
) -> dict[str, Any]:
    """Pages forward with ``first`` and ``after``, or the tail of ``last`` lines."""
    console = source.console
    if last is None:
        page = connection(range(len(console)), first, after, key=int)
        return page | {"edges": [{"node": console[edge["node"]]} for edge in page["edges"]]}
    if last < 0:
        raise Invalid(f"last must be at least 0, not {last}.")
    numbers = range(max(0, len(console) - last), len(console))
    end = cursor_of(numbers[-1]) if numbers else None
    return {"edges": [{"node": console[n]} for n in numbers], "pageInfo": {"hasNextPage": False, "endCursor": end}}
