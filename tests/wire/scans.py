"""How clients scan a history: what they ask for, page by page."""

from __future__ import annotations

import io
import json
from typing import Any, NamedTuple

import pyarrow.parquet

from tests.histories import Row
from tests.wire.client import Caller, whole

_RUN = '{ project(name: "shop") { run(name: "a") { %s } } }'


def answer(caller: Caller, field: str) -> Any:
    """What a field of the run ``shop/a`` is."""
    run = caller.data(_RUN % field)["project"]["run"]
    return run[field.partition("(")[0].partition(" ")[0]]


def last_step(caller: Caller) -> int:
    """What scans look up first."""
    described = answer(caller, "historyKeys")
    return int(described["lastStep"]) if described else -1


def page(caller: Caller, first: int, end: int, samples: int) -> list[Row]:
    """The rows of a window of steps, ``end`` exclusive."""
    lines = answer(caller, f"history(minStep: {first}, maxStep: {end}, samples: {samples})")
    return [json.loads(line) for line in lines]


def page_of_keys(caller: Caller, keys: list[str], first: int, end: int) -> list[Row]:
    """Like :func:`page`, reduced to ``keys`` and the step, as the newest clients ask for it."""
    spec = {"keys": ["_step", *keys, "_step"], "minStep": first, "maxStep": end - 1, "samples": end - first}
    return list(answer(caller, f"sampledHistory(specs: [{json.dumps(json.dumps(spec))}])")[0])


def older_page_of_keys(caller: Caller, keys: list[str], first: int, end: int, samples: int) -> list[Row]:
    """Like :func:`page`, reduced to ``keys``, as releases up to 0.27.0 ask for it: with the end that is meant to be
    exclusive, though it is not."""
    spec = {"keys": keys, "minStep": first, "maxStep": end, "samples": samples}
    return list(answer(caller, f"sampledHistory(specs: [{json.dumps(json.dumps(spec))}])")[0])


class Scan(NamedTuple):
    """A scan of the steps from ``first`` to ``end``, exclusive, of so many steps a page."""

    size: int
    first: int
    end: int | None

    def stop(self, caller: Caller) -> int:
        """Where it ends: behind the last step there is."""
        return min(last_step(caller) + 1, last_step(caller) + 1 if self.end is None else self.end)


def older_scan(caller: Caller, scan: Scan, keys: list[str] | None = None) -> list[Row]:
    """All rows, as releases up to 0.27.0 ask for them: windows of ``size`` steps, each asked for as many rows."""
    size, stop = scan.size, scan.stop(caller)
    rows: list[Row] = []
    for start in range(scan.first, stop, size):
        end = min(start + size, stop)
        rows += older_page_of_keys(caller, keys, start, end, size) if keys else page(caller, start, end, size)
    return rows


def newest_scan(caller: Caller, scan: Scan, keys: list[str] | None = None) -> list[Row]:
    """All rows, as the newest release reads them: exported files, and live rows from the first live step on."""
    stop = scan.stop(caller)
    parquet = answer(caller, 'parquetHistory(liveKeys: ["_step"]) { parquetUrls liveData }')
    exported = [row for url in parquet["parquetUrls"] for row in rows_at(caller, url)]
    live_from = min((row["_step"] for row in parquet["liveData"]), default=None)
    rows: list[Row] = []
    for start in range(scan.first, stop, scan.size):
        past = min(start + scan.size, stop)
        found = [row for row in exported if start <= row["_step"] < past]
        if (past > live_from) if live_from is not None else not parquet["parquetUrls"]:
            found += page_of_keys(caller, keys, start, past) if keys else page(caller, start, past, past - start)
        rows += sorted(found, key=lambda row: int(row["_step"]))
    return rows


def rows_at(caller: Caller, url: str) -> list[Row]:
    """The rows of an exported file; their steps have to ascend, for clients stop reading where a page ends."""
    response = caller.send("GET", url.removeprefix("http://runfake.test"))
    assert response.status == 200
    rows: list[Row] = pyarrow.parquet.read_table(io.BytesIO(whole(response))).to_pylist()
    steps = [row["_step"] for row in rows]
    assert steps == sorted(steps)
    return rows
