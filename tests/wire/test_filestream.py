"""What the file stream does to a run."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from runfake import Clock, World
from runfake.wire.graphql.engine import Engine
from tests.wire.client import Caller

RUN = "runfake/shop/a"


@pytest.fixture
def held(engine: Engine) -> Caller:
    """A world whose clock stands still, with one running run."""
    caller = Caller(World(clock=Clock(datetime(2026, 1, 1, tzinfo=UTC))), engine)
    caller.world.run(RUN, state="running")
    return caller


def chunk(name: str, offset: int, *lines: str) -> dict[str, Any]:
    """A request that writes lines to one streamed file."""
    return {"files": {name: {"offset": offset, "content": list(lines)}}}


def test_a_repeated_request_changes_nothing(held: Caller) -> None:
    request = chunk("wandb-history.jsonl", 0, '{"_step": 0, "x": 1}', '{"_step": 1, "x": NaN}') | {
        "complete": True,
        "exitcode": 0,
    }
    for _ in range(2):
        status, answer = held.stream(RUN, request)
        assert (status, answer) == (200, {"exitcode": None, "limits": {}, "stopped": False})
    run = held.world.get_run(RUN)
    assert [row["_step"] for row in run.history] == [0, 1]
    assert run.history.describe_keys()["keys"]["x"]["typeCounts"] == [{"type": "number", "count": 2}]  # type: ignore[index]
    assert run.state == "finished"


def test_only_the_last_summary_line_counts(held: Caller) -> None:
    held.stream(RUN, chunk("wandb-summary.json", 0, '{"a": 1}', '{"b": Infinity, "big": 9007199254740993}'))
    run = held.world.get_run(RUN)
    assert run.summary == {"b": float("inf"), "big": 9007199254740993}


def test_console_lines_may_be_rewritten_and_may_leave_holes(held: Caller) -> None:
    held.stream(RUN, chunk("output.log", 0, "2026-01-01T00:00:00.000000 10%\n"))
    held.stream(RUN, chunk("output.log", 0, '{"ts": "2026-01-01T00:00:01", "content": "100%", "level": "error"}'))
    held.stream(RUN, chunk("output.log", 2, "ERROR 2026-01-01T00:00:02.5 [rank 1] done"))
    lines = list(held.world.get_run(RUN).console)
    assert [(line.text, line.level, line.label) for line in lines] == [
        ("100%", "error", None), ("", None, None), ("done", "error", "rank 1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ({"complete": True, "exitcode": 0}, "finished"),
        ({"complete": True, "exitcode": 1}, "failed"),
        ({"complete": True, "exitcode": 255}, "failed"),
        ({"preempting": True}, "preempting"),
        ({}, "running"),
        ({"complete": False, "failed": False, "dropped": 0, "uploaded": []}, "running"),
    ],
)
def test_a_request_moves_the_state(held: Caller, body: dict[str, Any], state: str) -> None:
    assert held.stream(RUN, body)[0] == 200
    assert held.world.get_run(RUN).state == state


@pytest.mark.parametrize("ended", ["finished", "failed", "crashed", "killed"])
def test_a_sign_of_life_revives_a_run_that_had_ended(held: Caller, ended: str) -> None:
    run = held.world.run(RUN, state=ended)
    held.world.clock.advance(60)
    held.stream(RUN, {})
    assert run.state == "running"
    assert (run.heartbeat_at - run.created_at).total_seconds() == 60


def test_a_run_that_is_being_preempted_stays_so_until_it_ends(held: Caller) -> None:
    held.stream(RUN, {"preempting": True})
    held.stream(RUN, {})
    assert held.world.get_run(RUN).state == "preempting"
    held.stream(RUN, {"complete": True, "exitcode": 1})
    assert held.world.get_run(RUN).state == "preempted"


def test_a_stopped_run_is_told_at_every_request_and_ends_as_killed(held: Caller) -> None:
    held.world.stop_run(held.world.get_run(RUN).storage_id)
    assert held.stream(RUN, {})[1]["stopped"] is True
    assert held.stream(RUN, {})[1]["stopped"] is True
    held.stream(RUN, {"complete": True, "exitcode": 255})
    assert held.world.get_run(RUN).state == "killed"


def test_a_gzipped_request_is_read(held: Caller) -> None:
    body = gzip.compress(json.dumps(chunk("wandb-history.jsonl", 0, '{"x": 1}')).encode())
    response = held.send("POST", f"/files/{RUN}/file_stream", body, content_encoding="gzip")
    assert response.status == 200
    assert list(held.world.get_run(RUN).history) == [{"x": 1}]


def test_names_in_the_path_are_decoded(held: Caller) -> None:
    held.world.run("runfake/mein Laden/lauf ü")
    assert held.stream("runfake/mein%20Laden/lauf%20%C3%BC", chunk("wandb-history.jsonl", 0, "{}"))[0] == 200
    assert len(held.world.get_run("mein Laden/lauf ü").history) == 1
