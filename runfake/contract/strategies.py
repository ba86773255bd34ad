"""Strategies: what clauses draw worlds from. Their values are plain, so that an example can be written down."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

# Small enough that several pages come of few items, and often exactly as large as the whole.
page_sizes = st.integers(1, 7)
counts = st.integers(0, 12)
run_ids = st.text("abcdefghij0123456789", min_size=1, max_size=8)
metrics = st.sampled_from(["loss", "acc", "lr", "a b", "val/loss", "größe"])
numbers = st.integers(-1000, 1000) | st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 4))
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
scalars: SearchStrategy[Any] = st.none() | st.booleans() | numbers | texts
# Whatever a metric may be.
values: SearchStrategy[Any] = (
    scalars
    | st.lists(scalars, max_size=3)
    | st.dictionaries(st.text("abc", min_size=1, max_size=3), scalars | st.lists(scalars, max_size=2), max_size=3)
)
file_names = st.builds(
    lambda folder, name: f"{folder}{name}.txt",
    st.sampled_from(["", "media/", "logs/deep/"]),
    st.text("abcdefghij0123456789 -_", min_size=1, max_size=8).filter(lambda name: name.strip() == name),
)
labels = st.text("abcdefghij-", min_size=1, max_size=6).filter(lambda label: label != "latest" and label[0] != "v")


def rows(most: int = 14, keys: SearchStrategy[str] = metrics, values: SearchStrategy[Any] = numbers) -> Any:
    """Histories: lists of rows, each of which logs some of the metrics and counts one step on."""
    return st.lists(st.dictionaries(keys, values, min_size=1, max_size=3), max_size=most)


def stepped(most: int = 12, widest: int = 5) -> SearchStrategy[list[dict[str, Any]]]:
    """Histories whose steps grow by 1 to ``widest``, each row with its ``_step`` and a metric ``loss``."""
    gaps = st.lists(st.integers(1, widest), max_size=most)
    return gaps.map(_rows_at)


def repeating(most: int = 10) -> SearchStrategy[list[dict[str, Any]]]:
    """Like :func:`stepped`, but steps may also stay the same for some rows."""
    return st.lists(st.sampled_from([0, 0, 1, 1, 2]), min_size=1, max_size=most).map(lambda gaps: _rows_at([1, *gaps]))


def _rows_at(gaps: list[int]) -> list[dict[str, Any]]:
    steps = [sum(gaps[:number]) + gap - 1 for number, gap in enumerate(gaps)]
    return [{"_step": step, "loss": number} for number, step in enumerate(steps)]
