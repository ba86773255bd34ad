"""The even selection, by its promises rather than by its formula."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.sampling import even_selection, merged_selection


@given(st.integers(0, 400), st.integers(0, 400))
@example(2, 2)
@example(3, 2)
def test_a_selection_has_the_size_that_was_asked_and_no_position_twice(count: int, samples: int) -> None:
    chosen = list(even_selection(count, samples))
    assert len(chosen) == min(count, samples)
    assert chosen == sorted(set(chosen))
    assert set(chosen) <= set(range(count))


@given(st.integers(2, 400), st.integers(2, 400))
def test_a_selection_spreads_evenly_from_the_first_to_the_last(count: int, samples: int) -> None:
    chosen = even_selection(count, samples)
    assert (chosen[0], chosen[-1]) == (0, count - 1)
    gaps = {right - left for left, right in pairwise(chosen)}
    assert max(gaps) - min(gaps) <= 1


@given(st.integers(0, 50), st.integers(0, 50))
def test_all_rows_are_kept_where_they_fit(count: int, more: int) -> None:
    assert list(even_selection(count, count + more)) == list(range(count))


@pytest.mark.parametrize(("count", "samples", "chosen"), [(0, 0, []), (9, 0, []), (9, 1, [0]), (9, 3, [0, 4, 8])])
def test_small_selections(count: int, samples: int, chosen: list[int]) -> None:
    assert list(even_selection(count, samples)) == chosen


def test_fewer_than_no_samples_are_refused() -> None:
    with pytest.raises(Invalid, match="at least 0, not -1"):
        even_selection(5, -1)


numbers_apart = st.sets(st.integers(0, 300)).flatmap(
    lambda numbers: st.tuples(
        st.just(numbers), st.lists(st.integers(0, 3), min_size=len(numbers), max_size=len(numbers))
    )
)


@given(numbers_apart, st.integers(0, 40))
def test_a_sample_of_several_parts_is_one_of_all_of_them_together(
    apart: tuple[set[int], list[int]], samples: int
) -> None:
    numbers, places = sorted(apart[0]), apart[1]
    parts = [[n for n, place in zip(numbers, places, strict=True) if place == part] for part in range(4)]
    assert merged_selection(parts, samples) == [numbers[i] for i in even_selection(len(numbers), samples)]
