"""Lines against a plain list; a few of them fill a block here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import lines as module
from runfake.world.lines import Lines

from .values import any_text

Write = tuple[int, list[str]]
writes = st.tuples(st.integers(0, 12), st.lists(st.sampled_from(["", "a", "b"]) | any_text, max_size=6))


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK_LINES", 3)
        yield


def run(program: list[Write | int]) -> tuple[Lines, list[str]]:
    lines, model = Lines(), list[str]()
    for step in program:
        if isinstance(step, int):
            lines.truncate(step)
            del model[step:]
            continue
        offset, chunk = step
        before = list(model)
        model += [""] * (offset - len(model))
        model[offset : offset + len(chunk)] = chunk
        changed = [i for i, line in enumerate(before) if model[i] != line]
        assert lines.write(offset, chunk) == (changed[0] if changed else None)
    return lines, model


@given(st.lists(writes | st.integers(0, 12), max_size=8))
def test_each_line_reads_as_it_was_written_last(program: list[Write | int]) -> None:
    lines, model = run(program)
    assert list(lines) == model
    assert len(lines) == len(model)
    assert [lines[number] for number in range(len(lines))] == model
    assert [lines[-number] for number in range(1, len(lines) + 1)] == model[::-1]
    assert [list(lines.since(number)) for number in range(16)] == [model[number:] for number in range(16)]


@given(st.lists(writes, max_size=4), writes | st.integers(0, 12))
def test_what_is_being_read_stays_as_it_was(program: list[Write | int], more: Write | int) -> None:
    lines, model = run(program)
    being_read = iter(lines)
    read = list(islice(being_read, 1))
    if isinstance(more, int):
        lines.truncate(more)
    else:
        lines.write(*more)
    assert [*read, *being_read] == model


@pytest.mark.parametrize("number", [3, -4])
def test_there_is_no_line_beyond_the_last(number: int) -> None:
    lines = Lines()
    lines.write(0, ["a", "b", "c"])
    with pytest.raises(IndexError):
        _ = lines[number]


def test_a_chunk_written_again_changes_nothing() -> None:
    lines = Lines()
    assert lines.write(0, ["a", "b"]) is None
    assert lines.write(0, ["a", "b"]) is None
    assert list(lines) == ["a", "b"]


def test_a_hole_reads_as_empty_lines_until_it_is_filled() -> None:
    lines = Lines()
    assert lines.write(2, ["c"]) is None
    assert list(lines) == ["", "", "c"]
    assert lines.write(0, ["a", "b"]) == 0
    assert list(lines) == ["a", "b", "c"]


@pytest.mark.parametrize("length", [10, 30_000, 70_000])
def test_lines_of_any_length_are_kept(length: int) -> None:
    lines, written = Lines(), [letter * length for letter in "abcdefg"]
    lines.write(0, written)
    assert list(lines) == written
    lines.write(1, ["x"])
    assert list(lines) == [written[0], "x", *written[2:]]
