"""Saying what has to have been asked, and what a failure tells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake import which
from runfake.wire.journal import Entries
from runfake.wire.journal.matching import earliest, pairing
from runfake.wire.which import Which
from tests.wire.journal.helpers import asked, journal_of

A, B, C = (which.operation(name, own=True) for name in "ABC")


def failure(judge: Any, *meant: Any, **counts: Any) -> str:
    """The text with which an assertion fails."""
    with pytest.raises(AssertionError) as raised:
        judge(*meant, **counts)
    return str(raised.value)


# -- looking -------------------------------------------------------------------------------------


def test_entries_are_found_and_counted() -> None:
    journal = journal_of(asked("A"), asked("B"), asked("A"))
    assert journal.find(A) == [journal[0], journal[2]]
    assert (journal.count(A), journal.count(C), journal.count()) == (2, 0, 3)
    assert journal.find() == list(journal)


def test_a_slice_has_the_same_queries() -> None:
    journal = journal_of(asked("A"), asked("B"))
    before = len(journal)
    journal.add(asked("A"))
    since = journal[before:]
    assert since.operations() == ["A"]
    since.assert_never(B)


def test_a_frozen_copy_stays_as_it_is() -> None:
    journal = journal_of(asked("A"))
    still = journal.freeze()
    journal.add(asked("B"))
    assert (still.operations(), journal.operations()) == (["A"], ["A", "B"])
    still.assert_never(B)
    assert type(still) is Entries


@pytest.mark.parametrize("wrong", ["Run", None, 3])
def test_what_is_no_which_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match="expected a which, such as "):
        journal_of().assert_seen(wrong)


# -- counting ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "holds"),
    [
        ({}, True),
        ({"times": 2}, True),
        ({"times": 1}, False),
        ({"times": 3}, False),
        ({"times": 0}, False),
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_most": 2}, True),
        ({"at_most": 1}, False),
        ({"at_least": 1, "at_most": 2}, True),
        ({"at_least": 3, "at_most": 4}, False),
    ],
    ids=str,
)
def test_counts_are_judged(counts: dict[str, int], holds: bool) -> None:
    journal = journal_of(asked("A"), asked("B"), asked("A"))
    if holds:
        journal.assert_seen(A, **counts)
    else:
        assert "but came 2 requests of that" in failure(journal.assert_seen, A, **counts)


def test_at_most_holds_if_none_came() -> None:
    journal_of().assert_seen(A, at_most=1)
    journal_of().assert_never(A)


@pytest.mark.parametrize("counts", [{"times": 1, "at_least": 1}, {"at_most": -1}, {"at_least": 2, "at_most": 1}])
def test_counts_without_sense_are_refused(counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"times=|at_least="):
        journal_of().assert_seen(A, **counts)


def test_too_few_shows_those_that_came_and_the_nearest_of_the_others() -> None:
    journal = journal_of(asked("A", "e/shop/a"), asked("A", "e/shop/b"), asked("B", "e/till/z"))
    text = failure(journal.assert_seen, A & which.run("shop/a"), times=2)
    assert text.splitlines() == [
        "expected exactly 2 requests of which.operation('A', own=True) & which.run('shop/a'), "
        "but came 1 request of that.",
        "Of that came:",
        "  [0]   +0.000s  200  A  e/shop/a",
        "The nearest:",
        "  [1]   +0.000s  200  A  e/shop/b",
        "        run: expected 'shop/a', came 'shop/b'",
        "  [2]   +0.000s  200  B  e/till/z",
        "        operation: expected 'A', came 'B'",
        "        run: expected 'shop/a', came 'till/z'",
    ]


def test_too_many_shows_them_alone() -> None:
    journal = journal_of(*[asked("A")] * 9, asked("B"))
    text = failure(journal.assert_never, A)
    assert text.startswith(f"expected no request of {A}, but came 9 requests of that.\nOf that came at the end:\n")
    assert text.count("200  A") == 5
    assert "200  B" not in text


def test_only_a_handful_of_the_nearest_is_shown() -> None:
    journal = journal_of(*(asked("B", f"e/shop/{i}") for i in range(50)))
    text = failure(journal.assert_seen, A)
    assert "The nearest of 50:" in text
    assert text.count("came 'B'") == 5


def test_an_empty_journal_says_so() -> None:
    assert failure(journal_of().assert_seen, A).endswith("but came no requests of that.\nNothing else came.")


# -- in order ------------------------------------------------------------------------------------


def test_others_may_come_between() -> None:
    journal = journal_of(asked("A"), asked("C"), asked("B"), asked("A"))
    journal.assert_in_order(A, B)
    journal.assert_in_order(A, B, A)
    journal.assert_in_order()


def test_a_wrong_order_shows_how_far_it_went_and_what_came_too_early() -> None:
    journal = journal_of(asked("B"), asked("A"), asked("C"))
    text = failure(journal.assert_in_order, A, B)
    assert text.splitlines() == [
        f"expected 2 requests in order, but came no {B} after these:",
        "  [1]   +0.000s  200  A",
        "It came earlier: [0]   +0.000s  200  B",
        "The nearest:",
        "  [2]   +0.000s  200  C",
        "        operation: expected 'B', came 'C'",
    ]


def test_in_any_order_each_has_an_entry_of_its_own() -> None:
    journal = journal_of(asked("B"), asked("A"))
    journal.assert_in_any_order(A, B)
    # The first that fits both has to be left to the one that nothing else fits.
    journal.assert_in_any_order(which.anything(), B)
    journal.assert_in_any_order(which.anything(), A)
    text = failure(journal.assert_in_any_order, A, A, B)
    assert text.splitlines() == [
        "expected 3 requests in any order, but 1 did not come.",
        f"No request is left for {A}.",
        "Nothing else came.",
    ]


LETTERS = st.lists(st.sampled_from("ABC"), max_size=6)
CONDITIONS = st.lists(
    st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=2).map(lambda pair: pair[0] | pair[-1]), max_size=4
)


@given(LETTERS, CONDITIONS)
def test_order_is_as_a_search_of_all_ways_finds_it(letters: list[str], expected: list[Which]) -> None:
    entries = [asked(letter) for letter in letters]

    def fits(conditions: list[Which], start: int) -> bool:
        if not conditions:
            return True
        later = range(start, len(entries))
        return any(conditions[0].matches(entries[n]) and fits(conditions[1:], n + 1) for n in later)

    assert (len(earliest(entries, expected)) == len(expected)) is fits(expected, 0)


@given(LETTERS, CONDITIONS)
def test_pairing_is_as_a_search_of_all_ways_finds_it(letters: list[str], expected: list[Which]) -> None:
    entries = [asked(letter) for letter in letters]

    def most(conditions: list[Which], free: frozenset[int]) -> int:
        if not conditions:
            return 0
        taken = [1 + most(conditions[1:], free - {n}) for n in free if conditions[0].matches(entries[n])]
        return max([most(conditions[1:], free), *taken])

    found = pairing(entries, expected)
    assert len(found) == most(expected, frozenset(range(len(entries))))
    assert len(set(found.values())) == len(found)
    assert all(expected[condition].matches(entries[number]) for condition, number in found.items())
