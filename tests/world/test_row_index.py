"""The index of a history's rows: going back to an earlier row is cheap, and leaves no trace."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import history, row_index
from runfake.world.history import History
from runfake.world.jsontext import loads

from .snapshot import view_of_history

ROWS = 15_000


def line(number: int, loss: float | None = None) -> str:
    row: dict[str, Any] = {"_step": number, "_runtime": number / 2, "loss": number % 7 if loss is None else loss}
    if number % 10 == 9:
        row["acc"] = number
    return json.dumps(row)


def history_of(lines: list[str]) -> History:
    held = History()
    for first in range(0, len(lines), 7_000):
        held.write(first, lines[first : first + 7_000])
    return held


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that are read from here on, in order."""
    texts: list[str] = []

    def counted(text: str, what: str) -> Any:
        texts.append(text)
        return loads(text, what)

    monkeypatch.setattr(history, "loads", counted)
    return texts


@pytest.mark.parametrize("count", [ROWS - 1, 10_001, 12, 0])
def test_a_truncated_history_is_as_if_the_rows_had_never_been_logged(count: int, read: list[str]) -> None:
    lines = [line(number) for number in range(ROWS)]
    held = history_of(lines)
    held.truncate(count)
    assert len(read) < 6_000
    assert view_of_history(held) == view_of_history(history_of(lines[:count]))


@pytest.mark.parametrize("number", [ROWS - 1, ROWS - 3_000])
def test_a_row_rewritten_near_the_end_has_only_the_end_read_again(number: int, read: list[str]) -> None:
    lines = [line(number) for number in range(ROWS)]
    held = history_of(lines)
    lines[number] = line(number, loss=-1.0)
    held.write(number, [lines[number]])
    assert len(read) < 10_000
    assert view_of_history(held) == view_of_history(history_of(lines))


def test_writing_and_asking_read_no_line_but_those_that_are_answered(read: list[str]) -> None:
    held = history_of([line(number) for number in range(ROWS)])
    held.describe_keys()
    held.window(100, 200, 1_000)
    held.sample(500)
    assert read == []
    assert len(held.sampled(["loss", "acc"], None, None, 50)) == len(read) == 50


@given(st.lists(st.lists(st.integers(0, 3), max_size=4) | st.integers(0, 12), max_size=6))
def test_whether_steps_ascend_is_known_of_the_rows_that_are_there(program: list[list[int] | int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_index, "_VALUES", 1)
        patch.setattr(row_index, "_VALUES_PER_TALLY", 1)
        patch.setattr(row_index, "_ROWS_AT_ONCE", 2)
        index, steps = row_index.RowIndex(), list[int]()
        for part in program:
            if isinstance(part, int):
                kept = index.truncate(min(part, len(steps)))
                assert kept <= part
                del steps[part:]
                index.add([{"_step": step} for step in steps[kept:]])
            else:
                index.add([{"_step": step} for step in part])
                steps += part
            assert list(index.steps.held) == steps
            assert index.ascending == (steps == sorted(steps))
            assert index.last_step == max(steps, default=-1)
