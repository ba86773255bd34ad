"""``Run.console_logs``: what a run wrote to its terminal, by pages and from the end."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

WHEN = "2026-01-01T00:00:00.250000"


def contents(logs: Any) -> list[tuple[int, str]]:
    return [(line.number, line.content) for line in logs]


@pytest.mark.parametrize("per_page", [1, 2, 5, 11, 12, 1000])
def test_pages_of_any_size_give_every_line_once_and_in_order(runfake: Runfake, api: wandb.Api, per_page: int) -> None:
    runfake.run("shop/a", console=[f"line {i}" for i in range(12)])
    logs = api.run("shop/a").console_logs(per_page=per_page)
    assert contents(logs) == [(i, f"line {i}") for i in range(12)]
    assert contents(logs) == [(i, f"line {i}") for i in range(12)]
    assert runfake.journal.operations().count("RunConsoleLogPage") == -(-12 // per_page)


@pytest.mark.parametrize("last", [1, 3, 12, 100])
def test_the_last_lines_come_in_one_request(runfake: Runfake, api: wandb.Api, last: int) -> None:
    runfake.run("shop/a", console=[f"line {i}" for i in range(12)])
    assert contents(api.run("shop/a").console_logs(last=last)) == [(i, f"line {i}") for i in range(12)][-last:]
    assert runfake.journal.operations().count("RunConsoleLogTail") == 1


def test_a_run_that_wrote_nothing_has_no_lines(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a")
    run = api.run("shop/a")
    assert contents(run.console_logs()) == contents(run.console_logs(last=5)) == []


def test_a_line_tells_when_and_where_it_was_written(runfake: Runfake, api: wandb.Api) -> None:
    structured = json.dumps({"ts": WHEN, "content": "as JSON", "level": "error", "label": "rank-1"})
    runfake.run("shop/a", console=[structured, f"ERROR {WHEN} [rank-2] as text", f"{WHEN} plain", "bare"])
    lines = list(api.run("shop/a").console_logs())
    time = datetime(2026, 1, 1, microsecond=250_000, tzinfo=UTC)
    assert [(line.timestamp, line.level, line.label, line.content) for line in lines] == [
        (time, "error", "rank-1", "as JSON"),
        (time, "error", "rank-2", "as text"),
        (time, "", "", "plain"),
        (None, "", "", "bare"),
    ]


def test_lines_that_were_rewritten_read_as_written_last_and_holes_as_empty(runfake: Runfake, api: wandb.Api) -> None:
    console = runfake.run("shop/a").console
    for offset, chunk in [(0, ["10%"]), (0, ["20%"]), (3, ["done"]), (1, ["saving"])]:
        console.write(offset, chunk)
    expected = [(0, "20%"), (1, "saving"), (2, ""), (3, "done")]
    assert contents(api.run("shop/a").console_logs(per_page=3)) == expected
    assert contents(api.run("shop/a").console_logs(last=2)) == expected[-2:]


def test_lines_written_between_pages_come_with_later_pages(runfake: Runfake, api: wandb.Api) -> None:
    console = runfake.run("shop/a", console=["a", "b", "c", "d"]).console
    logs = api.run("shop/a").console_logs(per_page=2)
    read = [next(logs).content for _ in range(2)]
    console.write(0, ["A"])
    console.append("e")
    # Going on with next(): the client starts anew at each iter().
    while line := next(logs, None):
        read.append(line.content)
    assert read == ["a", "b", "c", "d", "e"]
