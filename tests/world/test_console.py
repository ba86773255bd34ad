"""Console lines in both of the forms that clients send."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.console import Console, ConsoleLine
from runfake.world.errors import Invalid

from .values import any_text

WHEN = "2026-01-01T00:00:00.000000"
levels = st.sampled_from([None, "error"])
labels = st.none() | st.text(st.characters(exclude_characters="]"), max_size=5)


def line_of(text: str) -> ConsoleLine:
    console = Console()
    console.write(0, [text])
    return console[0]


@given(any_text, levels, labels)
def test_a_structured_line_tells_time_text_level_and_label(text: str, level: str | None, label: str | None) -> None:
    fields = {"ts": WHEN, "content": text} | ({"level": level} if level else {}) | ({"label": label} if label else {})
    assert line_of(json.dumps(fields)) == ConsoleLine(0, text, WHEN, level, label or None)


@given(any_text.filter(lambda text: not text.startswith("[") and not text.endswith("\n")), levels, labels)
def test_a_plain_line_tells_the_same(text: str, level: str | None, label: str | None) -> None:
    plain = ("ERROR " if level else "") + WHEN + " " + ("" if label is None else f"[{label}] ") + text
    assert line_of(plain) == ConsoleLine(0, text, WHEN, level, label)


@given(any_text.filter(lambda text: not text.endswith("\n")))
def test_any_other_line_is_its_own_text(text: str) -> None:
    assert line_of(f"epoch {text}") == ConsoleLine(0, f"epoch {text}")


@pytest.mark.parametrize("text", ["{", "{}", '{"loss": 0.5}', '{"content": "x"', "ERROR boom", "2026 was good", ""])
def test_a_line_that_only_looks_like_a_form_is_its_own_text(text: str) -> None:
    assert line_of(text) == ConsoleLine(0, text)


def test_a_line_that_nests_without_end_is_its_own_text() -> None:
    text = '{"a":' * 100_000
    assert line_of(text).text == text


@given(
    st.lists(st.tuples(st.integers(0, 6), st.lists(st.sampled_from(["10%", "20%", "done"]), max_size=3)), max_size=6)
)
def test_rewritten_lines_read_as_written_last_and_holes_as_empty(program: list[tuple[int, list[str]]]) -> None:
    console, model = Console(), dict[int, str]()
    for offset, chunk in program:
        console.write(offset, chunk)
        model |= dict.fromkeys(range(max(model, default=-1) + 1, offset), "") | dict(enumerate(chunk, offset))
    assert list(console) == [ConsoleLine(number, model[number]) for number in sorted(model)]
    assert len(console) == len(model)


def test_one_line_end_is_stripped_and_no_more() -> None:
    console = Console()
    console.write(0, ["a\n", "b\n\n", "c"])
    assert [line.text for line in console] == ["a", "b\n", "c"]


def test_text_may_hold_line_ends() -> None:
    assert line_of(f"{WHEN} a\nb").text == "a\nb"


def test_appended_lines_are_numbered_on() -> None:
    console = Console()
    console.append("first")
    console.append("second")
    assert list(console) == [ConsoleLine(0, "first"), ConsoleLine(1, "second")]


def test_truncated_lines_are_gone_and_others_take_their_numbers() -> None:
    console = Console()
    console.write(0, ["a", "b", "c"])
    console.truncate(1)
    console.append("d")
    assert [(line.number, line.text) for line in console] == [(0, "a"), (1, "d")]
    console.clear()
    assert (len(console), list(console)) == (0, [])
    with pytest.raises(Invalid, match="at least 0, not -1"):
        console.truncate(-1)
