"""Where the fields of runs come from."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import pytest

from runfake.world import Clock, World
from runfake.world.config import Config
from runfake.world.run_fields import RUN_FIELDS
from runfake.world.runs import Run, RunEdit

from .values import NOON


def read(run: Run, name: str) -> list[Any]:
    return list(RUN_FIELDS.find(name).read(run))


@pytest.fixture
def run() -> Run:
    return World(clock=Clock(NOON)).run("shop/a")


@pytest.mark.parametrize(
    ("entries", "name", "found"),
    [
        ('{"a": {"value": 1}}', "a", [1]),
        ('{"a": {"value": 1}}', "a.value", [1]),
        ('{"a": {"value": 1, "desc": "x"}}', "a.desc", []),
        ('{"a": 1}', "a", [1]),
        ('{"a": {"b": 1}}', "a.b", [1]),
        ('{"a": {"value": {"b": 1}}}', "a.b", [1]),
        ('{"a": {"value": {"b": 1}}}', "a.value.b", [1]),
        ('{"a": {"value": {"value": 1}}}', "a.value", [{"value": 1}]),
        ('{"a": {"value": {"value": {"b": 1}}}}', "a.value.b", [1]),
        ('{"a.b": {"value": 1}, "a": {"value": {"b": 2, "c": 3}}}', "a.b", [1]),
        ('{"a.b": {"value": 1}, "a": {"value": {"b": 2, "c": 3}}}', "a.b.value", [1]),
        ('{"a.b": {"value": 1}, "a": {"value": {"b": 2, "c": 3}}}', "a.c", [3]),
        ('{"x.value": {"value": 1}, "x": {"value": 2}}', "x.value", [1]),
        ('{"a": {"value": null}}', "a", [None]),
        ('{"_wandb": {"value": {"t": {"1": [5]}}}}', "_wandb.value.t.1", [[5]]),
        ("{}", "a", []),
    ],
)
def test_a_config_value_is_found_with_and_without_its_wrapping(
    run: Run, entries: str, name: str, found: list[Any]
) -> None:
    run.edit(RunEdit(config=Config(entries)))
    assert read(run, f"config.{name}") == found


def test_the_whole_config_is_its_plain_values() -> None:
    run = World().run("shop/a", config={"a": 1})
    assert read(run, "config") == [{"a": 1}]


@pytest.mark.parametrize(
    ("summary", "seconds"),
    [
        ({"_wandb": {"runtime": 9}, "_runtime": 5.5}, 9),
        ({"_runtime": 5.5}, 5.5),
        ({"_runtime": "long"}, 60),
        ({}, 60),
    ],
)
def test_the_duration_is_what_the_client_counted_else_from_first_to_last_sign_of_life(
    summary: dict[str, Any], seconds: float
) -> None:
    world = World(clock=Clock(NOON))
    run = world.run("shop/a", summary=summary)
    world.clock.advance(60)
    world.run("shop/a", history=[{"x": 1}])
    assert read(run, "duration") == [seconds]


def test_what_a_run_logged_is_in_keys_info() -> None:
    run = World().run("shop/a", history=[{"loss": 1, "val": {"acc": 2}}])
    assert read(run, "keys_info.keys.loss.monotonic") == [True]
    assert read(run, "keysInfo.keys.val.acc.monotonic") == [True]
    assert read(run, "keys_info.keys.other") == []


def test_what_nobody_set_is_missing(run: Run) -> None:
    for name in ("group", "jobType", "host", "notes", "description", "commit"):
        assert read(run, name) == []
    run.user = None
    assert read(run, "username") == []


def test_a_time_is_exact_for_orders_and_to_the_second_for_filters() -> None:
    moment = NOON + timedelta(microseconds=1)
    field = RUN_FIELDS.find("createdAt")
    run = World(clock=Clock(moment)).run("shop/a")
    assert list(field.read(run)) == [moment]
    assert list(field.shown(run)) == [NOON]


@pytest.mark.parametrize(
    "text",
    ["2024-01-01T12:00:00", "2024-01-01 12:00", "2024-01-01T12:00:00Z", "2024-01-01T14:00:00.000+02:00", "20240101T12"],
)
def test_a_time_without_a_zone_is_utc(text: str) -> None:
    time = RUN_FIELDS.find("createdAt").operand("$eq", text)
    assert time == NOON
    assert time.astimezone(timezone(timedelta(hours=2))).hour == 14
