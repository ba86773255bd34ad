"""History against a plain list of lines: whatever is written, repeated and rewritten, and however it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runfake.world import lines, row_index, sampling
from runfake.world.errors import Invalid
from runfake.world.history import History

from .snapshot import view_of_history
from .values import exact, metrics, numbers

FARTHEST = 2**63 - 1
any_step = st.integers(-3, 8) | st.integers(-3, 8).map(float) | st.sampled_from([FARTHEST, -FARTHEST])
low = st.sampled_from([None, None, -FARTHEST]) | st.integers(-4, 6)
high = st.sampled_from([None, None, FARTHEST]) | st.integers(2, 20)
rows = metrics | st.builds(lambda loss, other: {"loss": loss, "a": {"b": loss}} | other, numbers, metrics)
keys_asked = st.permutations(["loss", "a.b", "_step"]).map(lambda keys: keys[:2]) | st.lists(
    st.sampled_from(["loss", "a", "a.b", "a.c", "_step", "a._type", "none"]), max_size=3
)
Program = list[tuple[int, list[str], int]]
thorough = settings(max_examples=100)


@pytest.fixture(autouse=True, scope="module")
def _small_pieces() -> Iterator[None]:
    """What is kept or done in pieces of hundreds is here in pieces so small that a few rows fill several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK_LINES", 2)
        patch.setattr(row_index, "_VALUES", 5)
        patch.setattr(row_index, "_VALUES_PER_TALLY", 1)
        patch.setattr(row_index, "_ROWS_AT_ONCE", 2)
        patch.setattr(sampling, "_HALVINGS", 0.2)
        yield


@dataclass
class Model:
    """The history as it should be: a list of lines, each question answered by reading all of them."""

    lines: list[str] = field(default_factory=list)

    def write(self, offset: int, chunk: list[str]) -> None:
        self.lines[offset : offset + len(chunk)] = chunk

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    @property
    def steps(self) -> list[int]:
        return [int(row.get("_step", number)) for number, row in enumerate(self.rows)]

    def numbers(self, fits: Callable[[int], bool]) -> list[int]:
        return sorted((i for i, step in enumerate(self.steps) if fits(step)), key=lambda i: self.steps[i])


def defined(row: dict[str, Any]) -> dict[str, Any]:
    """The values of a row by key, nested ones dotted; a key of just that name goes before a nested one."""
    nested = {
        f"{key}.{inner}": value
        for key, values in row.items()
        if isinstance(values, dict) and "_type" not in values
        for inner, value in values.items()
    }
    return nested | row


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Chunks with offset and number of times they arrive; steps count with the lines, are missing, or wild."""
    steps = draw(st.sampled_from(["counted", "missing", "wild"]))
    program: Program = []
    held = 0
    for chunk in draw(st.lists(st.lists(rows, max_size=5), max_size=4)):
        offset = draw(st.integers(0, held))
        for number, row in enumerate(chunk, offset):
            if steps != "missing" and draw(st.booleans() if steps == "wild" else st.just(True)):
                row["_step"] = draw(any_step) if steps == "wild" else 2 * number
        program.append((offset, [json.dumps(row) for row in chunk], draw(st.integers(1, 2))))
        held = max(held, offset + len(chunk))
    return program


def run(program: Program) -> tuple[History, Model]:
    history, model = History(), Model()
    for offset, chunk, times in program:
        for _ in range(times):
            history.write(offset, chunk)
        model.write(offset, chunk)
    return history, model


@given(programs())
def test_chunks_stand_at_their_offsets_once(program: Program) -> None:
    history, model = run(program)
    assert len(history) == len(model.lines)
    assert history.sample(len(model.lines)) == model.lines
    assert exact(list(history)) == exact(model.rows)
    assert [exact(history[i]) for i in range(len(history))] == [exact(row) for row in model.rows]
    assert history.tail() == model.lines[-1:]


@given(programs())
def test_every_row_has_its_step_or_else_its_line_number(program: Program) -> None:
    history, model = run(program)
    assert history.steps() == model.steps
    assert history.last_step == max(model.steps, default=-1)


@thorough
@given(programs(), low, high, st.none() | st.integers(0, 6))
def test_a_window_holds_the_steps_from_its_first_up_to_but_without_its_last(
    program: Program, first: int | None, end: int | None, limit: int | None
) -> None:
    history, model = run(program)
    fitting = model.numbers(lambda step: (first is None or first <= step) and (end is None or step < end))
    steps = sorted({model.steps[i] for i in fitting})[:limit]
    assert history.window(first, end, limit) == [model.lines[i] for i in fitting if model.steps[i] in steps]


@thorough
@given(programs(), keys_asked, low, high, st.integers(2, 5))
def test_sampled_rows_have_every_key_and_both_bounds_belong(
    program: Program, keys: list[str], first: int | None, last: int | None, samples: int
) -> None:
    history, model = run(program)
    fitting = [
        defined(model.rows[i])
        for i in model.numbers(lambda step: (first is None or first <= step) and (last is None or step <= last))
        if set(keys) <= set(defined(model.rows[i]))
    ]
    expected = [exact({key: row[key] for key in keys}) for row in fitting]
    everything = [exact(row) for row in history.sampled(keys, first, last, 1000)]
    assert everything == expected
    if first is not None and last is not None and last - first <= samples:
        return  # a page, not a sample
    some = [exact(row) for row in history.sampled(keys, first, last, samples)]
    assert len(some) == min(samples, len(expected))
    assert some[:1] + some[-1:] == expected[:1] + expected[-1:]


@given(programs(), st.integers(-4, 6), st.integers(1, 6))
def test_a_page_of_keys_has_every_row_whether_its_end_is_meant_to_belong_or_not(
    program: Program, first: int, size: int
) -> None:
    history, model = run(program)
    fitting = [{"_step": model.rows[i]["_step"]} for i in model.numbers(lambda step: first <= step < first + size)
               if "_step" in model.rows[i]]  # fmt: skip
    assert history.sampled(["_step"], first, first + size - 1, size) == fitting
    assert history.sampled(["_step"], first, first + size, size) == fitting


@thorough
@given(programs())
@example([(0, ['{"a.b": 1, "a": {"b": 2}}'], 1)])
def test_the_keys_are_told_as_if_every_row_were_read(program: Program) -> None:
    history, model = run(program)
    described = history.describe_keys()
    if not model.lines:
        assert described is None
        return
    assert described is not None
    assert described["lastStep"] == max(model.steps)
    assert {frozenset(keys) for keys in described["sets"]} == {frozenset(defined(row)) for row in model.rows}
    columns: dict[str, list[Any]] = {}
    for row in model.rows:
        for key, value in defined(row).items():
            columns.setdefault(key, []).append(value)
    counts = {key: sum(t["count"] for t in tally["typeCounts"]) for key, tally in described["keys"].items()}
    assert counts == {key: len(values) for key, values in columns.items()}
    latest = {key: exact(tally["previousValue"]) for key, tally in described["keys"].items()}
    assert latest == {key: exact(values[-1]) for key, values in columns.items()}


@given(programs(), st.lists(metrics, max_size=2), st.sampled_from(["[1]", "{", "", '{"_step": 1.5}']))
def test_a_chunk_with_one_bad_line_leaves_no_trace(program: Program, good: list[dict[str, Any]], bad: str) -> None:
    history, model = run(program)
    before = view_of_history(history)
    with pytest.raises(Invalid, match="line"):
        history.write(len(model.lines), [*map(json.dumps, good), bad])
    assert view_of_history(history) == before


@given(programs(), st.integers(1, 3))
def test_a_gap_is_refused_and_the_error_says_where_to_go_on(program: Program, gap: int) -> None:
    history, model = run(program)
    before = view_of_history(history)
    with pytest.raises(Invalid, match=f"only {len(model.lines)} lines are held"):
        history.write(len(model.lines) + gap, ["{}"])
    assert view_of_history(history) == before


@given(st.lists(metrics, max_size=5))
def test_appended_rows_read_like_written_ones(rows: list[dict[str, Any]]) -> None:
    appended, written = History(), History()
    for row in rows:
        appended.append(row)
    written.write(0, [json.dumps(row, separators=(",", ":")) for row in rows])
    assert view_of_history(appended) == view_of_history(written)


@given(programs(), st.integers(0, 12), st.lists(metrics, max_size=3))
def test_what_was_truncated_reads_as_if_it_had_never_been_logged(
    program: Program, count: int, more: list[dict[str, Any]]
) -> None:
    history, model = run(program)
    history.truncate(count)
    never = History()
    never.write(0, model.lines[:count])
    assert view_of_history(history) == view_of_history(never)
    for row in more:
        history.append(row)
        never.append(row)
    assert view_of_history(history) == view_of_history(never)
    history.clear()
    assert view_of_history(history) == view_of_history(History())


def test_a_negative_number_of_rows_cannot_be_kept() -> None:
    history = History()
    history.append({"loss": 1})
    with pytest.raises(Invalid, match="at least 0, not -1"):
        history.truncate(-1)
    assert len(history) == 1
