"""Rows that are hard to carry come through to the real client."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

FIXTURE = Path(__file__).parent.parent.parent / "fixtures" / "awkward-history.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FIXTURE.read_text("utf-8").splitlines()]
STAMPS = ("_runtime", "_timestamp")


def bare(row: dict[str, Any]) -> str:
    """A row without its stamps, as text, so that NaN equals NaN and 1 differs from 1.0."""
    return json.dumps({key: value for key, value in row.items() if key not in STAMPS}, sort_keys=True)


def test_rows_given_to_the_world_are_read_as_they_are(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", history=ROWS)
    got = api.run("shop/a").history(pandas=False)
    assert [bare(row) for row in got] == [bare(row) for row in ROWS]


@pytest.mark.parametrize("key", sorted({key for row in ROWS for key in row if key and key not in ("_step", "loss")}))
def test_each_key_can_be_asked_for(runfake: Runfake, api: wandb.Api, key: str) -> None:
    held = runfake.run("shop/a", history=ROWS)
    (row,) = api.run("shop/a").history(keys=[key], pandas=False)
    (wanted,) = [row for row in ROWS if key in row]
    assert row["_step"] == wanted["_step"]
    assert set(row) == {"_step", key}
    assert len(held.history) == len(ROWS)


def test_a_client_logs_what_it_can_of_them(runfake: Runfake) -> None:
    # The client itself refuses, drops or changes these: integers beyond 64 bits, empty keys and objects, ...
    refused = {"huge", "", "lone surrogate", "empty", "negative zero"}
    rows = [{key: value for key, value in row.items() if key not in refused} for row in ROWS]
    with wandb.init(project="shop", id="a") as run:
        for row in rows:
            run.log({key: value for key, value in row.items() if key != "_step"}, step=row["_step"])
    assert [bare(row) for row in runfake.get_run("shop/a").history] == [bare(row) for row in rows]
