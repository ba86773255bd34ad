"""Histories as Hypothesis strategies, how they arrive, and what a scan of them has to give."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Row = dict[str, Any]
# Chunks of lines as the file stream brings them: at which line each begins.
Chunks = list[tuple[int, list[str]]]

_numbers = st.integers(-5, 5) | st.floats(width=32) | st.sampled_from([math.nan, math.inf, -math.inf])
# Each metric is of one type, as with users; any may be missing, or null.
_metrics = {
    "loss": _numbers,
    "val/acc": st.floats(0, 1),
    "n": st.integers(-5, 5) | st.sampled_from([2**53 + 1, -(2**63), 2**63 - 1]),
    "flag": st.booleans(),
    "text": st.text('aé"\\ ', max_size=3),
    "a.b": _numbers,
    "a": st.fixed_dictionaries({"b": st.integers(0, 9)}, optional={"c": st.floats(0, 1)}),
    "deep": st.fixed_dictionaries({"x": st.fixed_dictionaries({"y": _numbers})}),
    "bins": st.lists(st.integers(0, 9), min_size=1, max_size=3),
    "image": st.fixed_dictionaries({"_type": st.just("image-file"), "path": st.just("media/x.png")}),
}
_metrics_of_a_row: SearchStrategy[Row] = st.fixed_dictionaries(
    {}, optional={key: values | st.none() if key == "loss" else values for key, values in _metrics.items()}
)
asked_keys: SearchStrategy[list[str]] = st.lists(
    st.sampled_from([*_metrics, "a.c", "deep.x.y", "deep.x", "none"]), min_size=1, max_size=2, unique=True
)


ASCENDING = ("counted", "gaps", "repeats")
ANY_ORDER = (*ASCENDING, "descending", "wild")


@st.composite
def histories(draw: st.DrawFn, patterns: Sequence[str] = ANY_ORDER) -> list[Row]:
    """Rows in log order, with steps from 0 to 20 that go up, leap, repeat, or do not go up."""
    rows = draw(st.lists(_metrics_of_a_row, max_size=10))
    pattern = draw(st.sampled_from(patterns))
    steps = list(range(len(rows)))
    if pattern != "counted":
        steps = draw(st.lists(st.integers(0, 20), min_size=len(rows), max_size=len(rows), unique=pattern == "gaps"))
    if pattern != "wild":
        steps.sort(reverse=pattern == "descending")
    return [{"_step": step} | row for step, row in zip(steps, rows, strict=True)]


@st.composite
def arrivals(draw: st.DrawFn, rows: list[Row]) -> Chunks:
    """Chunks that leave ``rows`` behind: some come twice, overlap with the one before, or rewrite what was there."""
    lines = list(map(json.dumps, rows))
    chunks: Chunks = []
    held = 0
    while held < len(lines):
        begin = held - draw(st.integers(0, min(held, 2)))
        end = draw(st.integers(held + 1, len(lines)))
        if draw(st.booleans()):
            chunks.append((begin, [json.dumps({"_step": 7, "draft": i}) for i in range(end - begin)]))
        chunks += [(begin, lines[begin:end])] * draw(st.integers(1, 2))
        held = end
    return chunks


def by_step(rows: Iterable[Row], first: int = 0, end: int | None = None) -> list[Row]:
    """Those with ``first <= _step < end``, ordered by step; those of equal steps as they were logged."""
    fitting = [row for row in rows if first <= row["_step"] and (end is None or row["_step"] < end)]
    return sorted(fitting, key=lambda row: int(row["_step"]))


def defined(row: Row) -> Row:
    """The values of a row by key, nested ones dotted; a key of just that name goes before a nested one."""
    return dict(_nested(row, "")) | row


def _nested(row: Row, prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        yield prefix + key, value
        if isinstance(value, dict) and "_type" not in value:
            yield from _nested(value, f"{prefix}{key}.")


def with_keys(rows: Iterable[Row], keys: Sequence[str]) -> list[Row]:
    """Those rows that define all of ``keys``, reduced to these."""
    return [{key: defined(row)[key] for key in keys} for row in rows if set(keys) <= set(defined(row))]


def finite(value: Any) -> Any:
    """The value as strict JSON can say it: what is not finite is named."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: finite(inner) for key, inner in value.items()}
    return [finite(inner) for inner in value] if isinstance(value, list) else value


def without_nulls(value: Any) -> Any:
    """The value without what is null in it, for Parquet has a null for each key that a row lacks."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return value


def in_some_order(rows: Iterable[Row]) -> list[Row]:
    """Rows ordered by what they hold, for clients keep no order among rows of equal steps."""
    return sorted(map(finite, rows), key=lambda row: json.dumps(row, sort_keys=True, default=str))
