"""Lines against a dict of line numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from runfake.world.lines import Lines

from .values import any_text

Write = tuple[int, list[str]]
writes = st.tuples(st.integers(0, 8), st.lists(st.sampled_from(["", "a", "b"]) | any_text, max_size=4))


def texts(model: dict[int, str]) -> list[str]:
    """The model in order; a line that nobody wrote is empty."""
    return [model.get(number, "") for number in range(max(model, default=-1) + 1)]


@given(st.lists(writes | st.integers(0, 8), max_size=8))
def test_each_line_reads_as_it_was_written_last(program: list[Write | int]) -> None:
    lines, model = Lines(), dict[int, str]()
    for step in program:
        if isinstance(step, int):
            lines.truncate(step)
            model = {number: text for number, text in enumerate(texts(model)) if number < step}
            continue
        offset, chunk = step
        held = texts(model)
        model |= dict.fromkeys(range(len(held), offset), "")
        model |= dict(enumerate(chunk, offset))
        assert lines.write(offset, chunk) == (texts(model)[: len(held)] != held)
        assert list(lines) == texts(model)
        assert len(lines) == len(texts(model))
        assert [lines[number] for number in range(len(lines))] == texts(model)


def test_a_chunk_written_again_changes_nothing() -> None:
    lines = Lines()
    assert not lines.write(0, ["a", "b"])
    assert not lines.write(0, ["a", "b"])
    assert list(lines) == ["a", "b"]


def test_a_hole_reads_as_empty_lines_until_it_is_filled() -> None:
    lines = Lines()
    assert not lines.write(2, ["c"])
    assert list(lines) == ["", "", "c"]
    assert lines.write(0, ["a", "b"])
    assert list(lines) == ["a", "b", "c"]
