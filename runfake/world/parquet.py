"""A run's rows as a Parquet file, in such columns as the readers of W&B's clients understand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from runfake.world.jsontext import dumps

Row = dict[str, Any]
ROWS_PER_GROUP = 65_536
_STEP = "_step"


def parquet_file(rows: Iterable[Row], steps: Sequence[int]) -> bytes:
    """A file with a row for each of ``rows``, whose steps are ``steps``, ascending: clients rely on that.

    A column stands for each key of a row, null in rows that lack it; what is nested is a struct. Numbers
    of more than 64 bits become doubles, values that have no type in common JSON texts.

    Raises:
        ModuleNotFoundError: pyarrow is not installed.
    """
    pyarrow = _pyarrow()
    columns = _columns(rows) | {_STEP: list(steps)}
    arrays = [_array(pyarrow, values + [None] * (len(steps) - len(values))) for values in columns.values()]
    table = pyarrow.Table.from_arrays(arrays, names=[_utf8(name) for name in columns])
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink, row_group_size=ROWS_PER_GROUP)
    return bytes(sink.getvalue())


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise ModuleNotFoundError("history exports need pyarrow: pip install 'runfake[parquet]'") from None
    return pyarrow


def _columns(rows: Iterable[Row]) -> dict[str, list[Any]]:
    """The values of each key, None in rows without it; a column ends with the last row that has its key."""
    columns: dict[str, list[Any]] = {_STEP: []}
    for number, row in enumerate(rows):
        for key, value in row.items():
            column = columns.setdefault(key, [])
            column += [None] * (number - len(column))
            column.append(value)
    return columns


def _array(pyarrow: Any, values: list[Any]) -> Any:
    """The values as a column of the first type that takes all of them."""
    for typed in (_as_they_are, _as_unsigned, _as_doubles):
        try:
            array = typed(pyarrow, values)
        except (pyarrow.ArrowException, OverflowError, TypeError, ValueError):
            continue
        # Parquet has no form for a struct without fields.
        if "struct<>" not in str(array.type):
            return array
    return pyarrow.array(list(map(_text, values)), pyarrow.string())


def _as_they_are(pyarrow: Any, values: list[Any]) -> Any:
    return pyarrow.array(values)


def _as_unsigned(pyarrow: Any, values: list[Any]) -> Any:
    if any(type(value) is not int for value in values if value is not None):
        raise TypeError
    return pyarrow.array(values, pyarrow.uint64())


def _as_doubles(pyarrow: Any, values: list[Any]) -> Any:
    return pyarrow.array([None if value is None else _double(value) for value in values], pyarrow.float64())


def _double(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return _utf8(value) if isinstance(value, str) else dumps(value)


def _utf8(text: str) -> str:
    """``text``, with an escape in the place of each lone surrogate, for which UTF-8 has no form."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
