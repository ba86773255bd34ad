"""Combining conditions: matching is having no difference, and the laws of logic hold."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from runfake import which
from runfake.wire.entry import Entry
from runfake.wire.which import Which
from runfake.wire.which.difference import total_distance

NAMES = st.sampled_from(["Run", "Runs", "Viewer"])

entries = st.builds(
    Entry,
    st.just(datetime(2026, 1, 1, tzinfo=UTC)),
    method=st.sampled_from(["GET", "POST"]),
    path=st.sampled_from(["/graphql", "/ready"]),
    route=st.sampled_from(["graphql", "health", ""]),
    operations=st.lists(NAMES, max_size=2).map(tuple),
    fields=st.lists(st.sampled_from(["project", "viewer"]), max_size=2).map(tuple),
    variables=st.dictionaries(st.sampled_from("ab"), st.integers(0, 1)),
    run=st.sampled_from(["", "e/demo/a", "f/demo/a", "e/demo/b"]),
)
leaves = st.one_of(
    st.just(which.anything()),
    NAMES.map(which.operation),
    st.sampled_from(["project", "viewer"]).map(which.field),
    st.sampled_from(["demo/a", "e/demo/a"]).map(which.run),
    st.sampled_from(["GET", "POST"]).map(which.method),
    st.sampled_from(["graphql", "health"]).map(which.route),
    st.sampled_from(["/graphql", "/ready"]).map(which.path),
    st.dictionaries(st.sampled_from("ab"), st.integers(0, 1)).map(lambda given: which.variables(**given)),
    st.sampled_from(["a", "b"]).map(lambda name: which.matching(lambda entry: name in entry.variables, name)),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] & pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1]),
        inner.map(lambda condition: ~condition),
    ),
    max_leaves=6,
)


@given(conditions, entries)
def test_it_matches_exactly_if_there_is_no_difference(condition: Which, entry: Entry) -> None:
    difference = condition.difference(entry)
    assert condition.matches(entry) is (difference == ())
    assert (total_distance(difference) == 0) is (difference == ())
    assert all(found.distance > 0 and str(found) for found in difference)


@given(conditions, conditions, entries)
def test_the_laws_of_logic_hold(a: Which, b: Which, entry: Entry) -> None:
    assert (a & b).matches(entry) is (a.matches(entry) and b.matches(entry))
    assert (a | b).matches(entry) is (a.matches(entry) or b.matches(entry))
    assert (~a).matches(entry) is not a.matches(entry)
    assert (~(a & b)).matches(entry) is (~a | ~b).matches(entry)
    assert (~(a | b)).matches(entry) is (~a & ~b).matches(entry)


@given(conditions, conditions, entries)
def test_more_to_ask_is_never_nearer(a: Which, b: Which, entry: Entry) -> None:
    alone = total_distance(a.difference(entry))
    assert total_distance((a & b).difference(entry)) >= alone
    assert total_distance((a | b).difference(entry)) <= alone
