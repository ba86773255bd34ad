"""History at the edges that the protocol names."""

from __future__ import annotations

import json
from typing import Any

import pytest

from runfake.world.errors import Invalid
from runfake.world.history import History

from .snapshot import view_of_history


def history_of(*lines: str) -> History:
    history = History()
    history.write(0, lines)
    return history


def counted(count: int) -> History:
    return history_of(*(json.dumps({"_step": step, "loss": step / 2}) for step in range(count)))


def test_a_run_that_logged_nothing_has_empty_answers() -> None:
    history = History()
    assert (len(history), list(history), history.steps(), history.last_step) == (0, [], [], -1)
    assert (history.sample(500), history.window(0, 10, 10), history.tail()) == ([], [], [])
    assert history.sampled(["loss"], None, None, 500) == []
    assert history.describe_keys() is None


def test_a_line_comes_back_as_it_was_sent() -> None:
    line = '{ "_step" : 0, "loss": NaN, "best":-Infinity, "n": 9007199254740993, "text": "\\ud800 é" , "t": 1.79e+09}'
    assert history_of(line).window(0, 1, 1) == [line]


def test_integers_stay_integers_beyond_two_to_the_53rd() -> None:
    (row,) = history_of(f'{{"n": {2**53 + 1}}}').sampled(["n"], None, None, 1)
    assert row == {"n": 2**53 + 1}
    assert isinstance(row["n"], int)


def test_a_repeated_chunk_is_there_once() -> None:
    history = counted(3)
    before = view_of_history(history)
    history.write(1, ['{"_step": 1, "loss": 0.5}', '{"_step": 2, "loss": 1.0}'])
    assert view_of_history(history) == before


def test_a_chunk_that_overlaps_adds_only_what_is_new() -> None:
    history = counted(3)
    history.write(1, ['{"_step": 1, "loss": 0.5}', '{"_step": 2, "loss": 1.0}', '{"_step": 7}'])
    assert history.steps() == [0, 1, 2, 7]


def test_a_rewritten_row_is_forgotten_with_its_keys_and_its_step() -> None:
    history = history_of('{"_step": 0, "old": 1}', '{"_step": 99, "old": 2}')
    history.write(0, ['{"_step": 0, "new": 1}', '{"_step": 1, "new": 2}'])
    assert history.sampled(["old"], None, None, 10) == []
    assert history.window(2, 100, 10) == []
    assert history.describe_keys() == {
        "lastStep": 1,
        "sets": [["_step", "new"]],
        "keys": {
            "_step": {"typeCounts": [{"type": "number", "count": 2}], "monotonic": True, "previousValue": 1},
            "new": {"typeCounts": [{"type": "number", "count": 2}], "monotonic": True, "previousValue": 2},
        },
    }


def test_gaps_between_steps_are_no_rows() -> None:
    history = history_of('{"_step": 0}', '{"_step": 7}')
    assert history.window(1, 7, 10) == []
    assert history.window(1, 8, 10) == ['{"_step": 7}']


def test_the_last_step_belongs_to_a_sample_but_not_to_a_window() -> None:
    history = counted(10)
    assert [json.loads(line)["_step"] for line in history.window(2, 5, 100)] == [2, 3, 4]
    assert history.sampled(["_step"], 2, 5, 100) == [{"_step": step} for step in (2, 3, 4, 5)]


def test_pages_side_by_side_give_every_row_once() -> None:
    history = counted(25)
    pages = [history.window(start, min(start + 10, 25), 10) for start in range(0, 25, 10)]
    assert [json.loads(line)["_step"] for page in pages for line in page] == list(range(25))


def test_a_step_that_was_logged_twice_gives_two_rows_in_log_order() -> None:
    history = history_of('{"_step": 1, "v": "first"}', '{"_step": 0}', '{"_step": 1, "v": "second"}')
    assert [row["v"] for row in history.sampled(["v"], 1, 1, 10)] == ["first", "second"]
    assert history.window(0, 2, 1) == ['{"_step": 0}']


def test_a_page_has_every_row_of_its_steps_though_they_are_more_than_were_asked_for() -> None:
    history = history_of('{"_step": 1, "v": 0}', '{"_step": 1, "v": 1}', '{"_step": 1, "v": 2}', '{"_step": 2, "v": 3}')
    assert history.sampled(["v"], 1, 1, 1) == [{"v": 0}, {"v": 1}, {"v": 2}]
    assert len(history.window(1, 2, 1)) == 3
    assert history.sampled(["v"], None, None, 2) == [{"v": 0}, {"v": 3}]


def test_rows_logged_after_a_question_are_in_the_next_answer_also_where_steps_fall() -> None:
    history = history_of('{"_step": 5}', '{"_step": 3}')
    for step in (4, 1, 9):
        history.append({"_step": step})
        steps = sorted(history.steps())
        assert [json.loads(line)["_step"] for line in history.window(None, None, None)] == steps
        assert history.sampled(["_step"], None, None, 10) == [{"_step": step} for step in steps]


def test_a_key_asked_for_twice_comes_once() -> None:
    assert history_of('{"_step": 3, "loss": 1}').sampled(["_step", "loss", "_step"], None, None, 9) == [
        {"_step": 3, "loss": 1}
    ]


def test_a_null_is_a_value_and_its_row_counts() -> None:
    assert history_of('{"loss": null}', "{}").sampled(["loss"], None, None, 9) == [{"loss": None}]


def test_nested_values_are_found_by_dotted_keys() -> None:
    history = history_of('{"nested": {"deep": {"k": 1}}}', '{"nested": {"deep": 2}}')
    assert history.sampled(["nested.deep.k"], None, None, 9) == [{"nested.deep.k": 1}]
    assert history.sampled(["nested"], None, None, 9) == [{"nested": {"deep": {"k": 1}}}, {"nested": {"deep": 2}}]


def test_a_metric_whose_name_has_a_dot_is_one_key() -> None:
    assert history_of('{"a.b": 1}').sampled(["a.b"], None, None, 9) == [{"a.b": 1}]
    assert history_of('{"a.b": 1}').sampled(["a"], None, None, 9) == []


def test_a_key_that_is_spelled_twice_in_a_row_is_counted_once() -> None:
    described = history_of('{"a.b": 1, "a": {"b": 2}}').describe_keys()
    assert described is not None
    assert described["keys"]["a.b"]["typeCounts"] == [{"type": "number", "count": 1}]
    assert sorted(described["sets"][0]) == ["a", "a.b"]


def test_no_samples_no_rows() -> None:
    assert counted(5).sampled(["loss"], None, None, 0) == []
    assert counted(5).sample(0) == []


@pytest.mark.parametrize("step", ["1", None, True, 1.5, [], float("nan"), float("inf"), 2**63, -(2**63), 1e300])
def test_a_step_must_be_a_64_bit_integer(step: Any) -> None:
    with pytest.raises(Invalid, match="_step must be a 64-bit integer"):
        history_of(json.dumps({"_step": step}))


@pytest.mark.parametrize("row", [{"_step": "x"}, {"_step": 2**63}, {"bad": object()}])
def test_a_row_that_cannot_be_appended_leaves_no_trace(row: dict[str, Any]) -> None:
    history = counted(2)
    before = view_of_history(history)
    with pytest.raises(Invalid):
        history.append(row)
    assert view_of_history(history) == before


def test_an_appended_row_is_kept_as_it_was_then() -> None:
    history, row = History(), {"nested": {"k": [1]}}
    history.append(row)
    row["nested"]["k"].append(2)
    assert list(history) == [{"nested": {"k": [1]}}]


def test_a_hundred_thousand_rows_are_sampled_to_what_was_asked() -> None:
    history = counted(100_000)
    sample = [json.loads(line)["_step"] for line in history.sample(500)]
    assert (len(sample), sample[0], sample[-1]) == (500, 0, 99_999)
    assert history.sampled(["_step"], 50_000, 50_001, 500) == [{"_step": 50_000}, {"_step": 50_001}]
    assert history.window(99_998, None, 10) == [
        '{"_step": 99998, "loss": 49999.0}',
        '{"_step": 99999, "loss": 49999.5}',
    ]
