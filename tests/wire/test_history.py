"""History over the wire: whatever way it came in, scans give exactly its rows, and samples are even."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from runfake import World
from runfake.wire.graphql.engine import Engine
from tests.histories import (
    ASCENDING,
    Chunks,
    Row,
    arrivals,
    asked_keys,
    by_step,
    defined,
    finite,
    histories,
    in_some_order,
    with_keys,
    without_nulls,
)
from tests.wire.client import Caller
from tests.wire.scans import Scan, answer, newest_scan, older_scan
from tests.world.values import exact

logged = histories().flatmap(lambda rows: st.tuples(st.just(rows), arrivals(rows)))
scans = st.builds(Scan, st.integers(1, 25), st.just(0) | st.integers(0, 22), st.none() | st.integers(0, 25))
bounded = settings(max_examples=50, deadline=None)


def caller_of(engine: Engine, chunks: Chunks) -> Caller:
    """A caller of a world with the run ``shop/a``, to which ``chunks`` were streamed."""
    caller = Caller(World(), engine)
    caller.world.run("shop/a")
    stream(caller, chunks)
    return caller


def stream(caller: Caller, chunks: Chunks) -> None:
    for offset, lines in chunks:
        body = {"files": {"wandb-history.jsonl": {"offset": offset, "content": lines}}}
        assert caller.stream("runfake/shop/a", body)[0] == 200


def texts(rows: list[Row]) -> list[str]:
    return [exact(finite(row)) for row in rows]


@bounded
@given(logged, scans)
def test_a_scan_gives_exactly_the_rows_of_its_window(
    engine: Engine, logged: tuple[list[Row], Chunks], scan: Scan
) -> None:
    rows, chunks = logged
    caller = caller_of(engine, chunks)
    expected = texts(by_step(rows, scan.first, scan.end))
    assert texts(newest_scan(caller, scan)) == expected
    # Older clients ask for as many rows as a window has steps at most, and get rows of equal steps along.
    assert texts(older_scan(caller, scan)) == expected


@bounded
@given(logged, asked_keys, scans)
def test_a_scan_with_keys_gives_exactly_the_rows_that_define_all_of_them(
    engine: Engine, logged: tuple[list[Row], Chunks], keys: list[str], scan: Scan
) -> None:
    rows, chunks = logged
    caller = caller_of(engine, chunks)
    expected = with_keys(by_step(rows, scan.first, scan.end), ["_step", *keys])
    assert texts(newest_scan(caller, scan, keys)) == texts(expected)
    # Older clients take the upper bound for exclusive, and so it is, but where a scan ends before the last step.
    if scan.end is None:
        older = with_keys(by_step(rows, scan.first), keys)
        assert texts(older_scan(caller, scan, keys)) == texts(older)


@bounded
@given(logged, st.integers(0, 12), asked_keys)
def test_a_sample_is_of_the_size_asked_has_both_ends_and_is_always_the_same(
    engine: Engine, logged: tuple[list[Row], Chunks], samples: int, keys: list[str]
) -> None:
    rows, chunks = logged
    caller, other = caller_of(engine, chunks), caller_of(engine, [(0, list(map(json.dumps, rows)))])
    spec = json.dumps({"keys": ["_step", *keys], "samples": samples})
    fields = (f"history(samples: {samples})", f"sampledHistory(specs: [{json.dumps(spec)}])")
    lines, (sampled,) = (answer(caller, field) for field in fields)
    assert [lines, [sampled]] == [answer(other, field) for field in fields]
    assert_even([json.loads(line) for line in lines], rows, samples)
    assert_even(sampled, with_keys(by_step(rows), ["_step", *keys]), samples)


def assert_even(sample: list[Row], rows: list[Row], samples: int) -> None:
    held, chosen = texts(rows), texts(sample)
    assert len(chosen) == min(samples, len(held))
    assert chosen[:1] == held[:1] * bool(samples)
    assert samples < 2 or chosen[-1:] == held[-1:]
    places = iter(held)
    assert all(row in places for row in chosen), "the sample is not in the order of the rows"


@bounded
@given(logged)
def test_the_keys_are_described_with_types_counts_and_last_values(
    engine: Engine, logged: tuple[list[Row], Chunks]
) -> None:
    rows, chunks = logged
    described = answer(caller_of(engine, chunks), "historyKeys")
    if not rows:
        assert described is None
        return
    columns: dict[str, list[Any]] = {}
    for row in rows:
        for key, value in defined(row).items():
            columns.setdefault(key, []).append(value)
    assert described["lastStep"] == max(row["_step"] for row in rows)
    assert {key: tally["typeCounts"] for key, tally in described["keys"].items() if key == "n"} == (
        {"n": [{"type": "number", "count": len(columns["n"])}]} if "n" in columns else {}
    )
    counts = {key: sum(t["count"] for t in tally["typeCounts"]) for key, tally in described["keys"].items()}
    assert counts == {key: len(values) for key, values in columns.items()}
    lasts = {key: tally["previousValue"] for key, tally in described["keys"].items()}
    assert texts([lasts[key] for key in sorted(lasts)]) == texts([columns[key][-1] for key in sorted(lasts)])


@bounded
@given(histories(), histories(ASCENDING), st.integers(1, 12), scans)
def test_exported_and_live_rows_together_are_the_rows_each_once(
    engine: Engine, early: list[Row], late: list[Row], rows_per_file: int, scan: Scan
) -> None:
    caller = caller_of(engine, [(0, list(map(json.dumps, early)))])
    files = caller.world.export_history("shop/a", rows_per_file=rows_per_file)
    assert sum(file.rows for file in files) == len(early)
    stream(caller, [(len(early), list(map(json.dumps, late)))])
    got = newest_scan(caller, scan)
    assert in_some_order(map(without_nulls, got)) == in_some_order(
        map(without_nulls, by_step(early + late, scan.first, scan.end))
    )
    # What is sampled is the whole, wherever its rows are.
    assert len(answer(caller, "history(samples: 100)")) == len(early + late)
