"""Sequences of integers against a plain list."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from runfake.world.numbers import Numbers

ends = [2**31 - 1, -(2**31), 2**63 - 1, -(2**63)]
counting = st.builds(
    lambda first, gap, count: [first + gap * i for i in range(count)],
    st.integers(-3, 3) | st.just(2**31 - 2),
    st.integers(-1, 3),
    st.integers(0, 4),
)
some = counting | st.lists(st.integers(-3, 3) | st.sampled_from(ends), max_size=4)


@given(st.lists(some | st.integers(0, 10), max_size=6))
@example([[0], [2], [4, 6], 1, [5]])
@example([[0, 1, 2], [2**40], 3, [3]])
def test_they_are_as_they_were_added(program: list[list[int] | int]) -> None:
    numbers, model = Numbers(), list[int]()
    for step in program:
        if isinstance(step, int):
            numbers.truncate(step)
            del model[step:]
        else:
            numbers.extend(step)
            model += step
        assert list(numbers.held) == model
        assert len(numbers) == len(model)


@given(st.integers(-(2**62), 2**62), st.integers(1, 1000), st.lists(st.integers(0, 50), max_size=5))
def test_what_counts_up_evenly_takes_no_room(first: int, gap: int, counts: list[int]) -> None:
    numbers, value = Numbers(), first
    for count in counts:
        numbers.extend([value + gap * i for i in range(count)])
        value += gap * count
    assert isinstance(numbers.held, range)
