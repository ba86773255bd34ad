"""Events: the rows of machine metrics, against a plain list of lines."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.events import Events

from .values import exact, scalars

rows = st.dictionaries(st.sampled_from(["system.cpu", "system.gpu.0.temp", "_timestamp"]), scalars, max_size=3)


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(rows, max_size=3)), max_size=4), st.integers(2, 4))
def test_chunks_stand_at_their_offsets_and_samples_keep_both_ends(
    program: list[tuple[int, list[dict[str, Any]]]], samples: int
) -> None:
    events, model = Events(), list[str]()
    for back, chunk in program:
        offset = max(0, len(model) - back)
        lines = [json.dumps(row) for row in chunk]
        events.check(offset, lines)
        events.write(offset, lines)
        events.write(offset, lines)
        model[offset : offset + len(lines)] = lines
    assert len(events) == len(model)
    assert events.sample(len(model)) == model
    assert exact(list(events)) == exact([json.loads(line) for line in model])
    assert events.tail() == model[-1:]
    some = events.sample(samples)
    assert len(some) == min(samples, len(model))
    assert some[:1] + some[-1:] == model[:1] + model[-1:]


def test_the_latest_metrics_are_those_of_the_last_row_without_bookkeeping() -> None:
    events = Events()
    assert events.latest() == {}
    events.append({"system.cpu": 1.0, "system.disk": 5})
    events.append({"_wandb": True, "_timestamp": 1.5, "_runtime": 2, "system.cpu": 3.0})
    assert events.latest() == {"system.cpu": 3.0}


def test_an_appended_row_stands_at_the_end_as_one_line() -> None:
    events = Events()
    events.append({"system.cpu": float("nan")})
    events.append({"a": [1, "é"]})
    assert events.sample(5) == ['{"system.cpu":NaN}', '{"a":[1,"\\u00e9"]}']


@pytest.mark.parametrize("line", ["[1]", "7", "{", "", "null"])
def test_a_line_that_is_no_object_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(Invalid, match=r"line 1 of wandb-events\.jsonl"):
        Events().check(0, ["{}", line])


def test_a_gap_is_refused() -> None:
    events = Events()
    events.append({})
    with pytest.raises(Invalid, match="only 1 lines are held"):
        events.check(2, ["{}"])


def test_no_rows_give_empty_answers() -> None:
    assert (len(Events()), Events().sample(500), Events().tail()) == (0, [], [])


def test_truncated_rows_are_gone_from_every_answer() -> None:
    events = Events()
    for cpu in range(3):
        events.append({"system.cpu": cpu})
    assert events.latest_text() == '{"system.cpu":2}'
    events.truncate(1)
    assert (len(events), list(events), events.latest_text()) == (1, [{"system.cpu": 0}], '{"system.cpu":0}')
    events.clear()
    assert (len(events), events.tail(), events.latest_text()) == (0, [], "{}")
    with pytest.raises(Invalid, match="at least 0, not -1"):
        events.truncate(-1)
