"""What clients log, as Hypothesis strategies, and a way to compare it that knows NaN and tells 1 from 1.0."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)

_characters = st.sampled_from('ab."\\\n\0é\ud800') | st.characters(exclude_categories=())
any_text: SearchStrategy[str] = st.text(_characters, max_size=8)
numbers: SearchStrategy[int | float] = st.integers(-5, 5) | st.integers(2**53, 2**80) | st.floats()
scalars: SearchStrategy[Any] = st.none() | st.booleans() | numbers | any_text
json_values: SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)
json_objects: SearchStrategy[dict[str, Any]] = st.dictionaries(any_text, json_values, max_size=4)

media: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"_type": st.sampled_from(["image-file", "table-file"]), "b": scalars}
)
metrics: SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from(["loss", "a", "a.b", "a.c", "val/acc"]),
    scalars | st.lists(scalars, max_size=2) | media | st.dictionaries(st.sampled_from("bc"), scalars, max_size=2),
    max_size=4,
)


def exact(value: Any) -> str:
    """A text that is equal for equal JSON values only; NaN equals NaN, and the order of keys counts."""
    return json.dumps(value)
