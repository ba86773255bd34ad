"""Random runs and random filters over them, as Hypothesis strategies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Json = dict[str, Any]


def dict_of(key: str, value: Any) -> Json:
    return {key: value}


KEYS = ("a", "b")
TAGS = ("gold", "new", "old")
numbers: SearchStrategy[Any] = st.integers(2, 5) | st.sampled_from([2.0, 2.5, -1.5])
scalars: SearchStrategy[Any] = numbers | st.sampled_from(["x", "xy", "2", ""])
values: SearchStrategy[Any] = (
    scalars
    | st.none()
    | st.booleans()
    | st.lists(scalars | st.none(), max_size=3)
    | st.dictionaries(st.sampled_from(KEYS), scalars | st.lists(scalars, max_size=2), max_size=2)
)
objects: SearchStrategy[Json] = st.dictionaries(st.sampled_from(KEYS), values, max_size=2)

runs: SearchStrategy[Json] = st.fixed_dictionaries(
    {
        "config": objects,
        "summary": objects,
        "tags": st.lists(st.sampled_from(TAGS), unique=True, max_size=2),
        "state": st.sampled_from(["finished", "failed", "running"]),
        "group": st.none() | st.sampled_from(["g", "h"]),
    }
)


_ordered = st.sampled_from(["$gt", "$gte", "$lt", "$lte"])
_tops = st.sampled_from(["config.a", "config.b", "summary_metrics.a", "summary_metrics.b"])
top_paths: SearchStrategy[str] = _tops | st.sampled_from(["tags", "state", "group", "name"])
deep_paths: SearchStrategy[str] = st.builds("{}.{}".format, _tops, st.sampled_from(["a", "1"]))

_listed = st.lists(scalars | st.none(), max_size=3)
operators: SearchStrategy[Json] = (
    st.builds(dict_of, st.sampled_from(["$eq", "$ne"]), scalars | st.none())
    | st.builds(dict_of, _ordered, scalars)
    | st.builds(dict_of, st.sampled_from(["$in", "$nin"]), _listed)
    | st.builds(dict_of, st.just("$all"), st.lists(scalars, min_size=1, max_size=2))
    | st.builds(dict_of, st.just("$exists"), st.booleans())
    | st.builds(dict_of, st.just("$regex"), st.sampled_from(["x", "^x$", "g|n", "r[02]$"]))
    | st.builds(lambda low, high: {"$gt": low, "$lte": high}, scalars, scalars)
)
# What mongomock takes for something else than MongoDB does.
own_operators: SearchStrategy[Json] = st.builds(dict_of, st.just("$size"), st.integers(0, 3)) | st.builds(
    dict_of, st.just("$contains"), st.sampled_from(["x", "o", ""])
)


def filters(paths: SearchStrategy[str], below: SearchStrategy[Json]) -> SearchStrategy[Json]:
    """Filters of any shape over those runs, of these paths and operators."""
    negated = st.builds(dict_of, st.just("$not"), below)
    simple = st.dictionaries(paths, below | negated | scalars | st.none(), min_size=1, max_size=2)
    return st.recursive(simple, _combined, max_leaves=4)


def _combined(inner: SearchStrategy[Json]) -> SearchStrategy[Json]:
    return st.builds(dict_of, st.sampled_from(["$and", "$or", "$nor"]), st.lists(inner, min_size=1, max_size=3))
