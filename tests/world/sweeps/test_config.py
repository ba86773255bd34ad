"""The configuration of a sweep: what it says, and what is wrong or odd about it."""

from __future__ import annotations

from typing import Any

import pytest

from runfake.world.errors import Invalid
from runfake.world.sweeps.config import SweepConfig

PARAMETERS = {"lr": {"values": [0.1, 0.2]}}
GRID: dict[str, Any] = {"method": "grid", "parameters": PARAMETERS}
RANDOM: dict[str, Any] = {"method": "random", "parameters": {"lr": {"min": 0.0, "max": 1.0}}}


def test_a_mapping_and_its_yaml_say_the_same() -> None:
    from_mapping = SweepConfig.read(GRID)
    from_text = SweepConfig.read("method: grid\nparameters: {lr: {values: [0.1, 0.2]}}\n")
    assert from_mapping.values == from_text.values == GRID
    assert from_text.text == "method: grid\nparameters: {lr: {values: [0.1, 0.2]}}\n"
    assert from_mapping.space is not None
    assert from_mapping.space.size == 2


def test_what_it_says() -> None:
    config = SweepConfig.read(
        GRID | {"metric": {"name": "acc", "goal": "maximize"}, "run_cap": 3, "program": "train.py", "name": "mine"}
    )
    assert config.metric is not None
    assert (config.metric.name, config.metric.maximize) == ("acc", True)
    assert (config.run_cap, config.text_at("program"), config.text_at("name")) == (3, "train.py", "mine")
    assert config.text_at("description") is None
    assert config.warnings == ()


def test_a_metric_is_to_be_minimized_unless_it_says_otherwise() -> None:
    metric = SweepConfig.read(GRID | {"metric": {"name": "loss"}}).metric
    assert metric is not None
    assert not metric.maximize


def test_a_controller_or_scheduler_elsewhere_needs_no_parameters() -> None:
    local = SweepConfig.read({"method": "custom", "controller": {"type": "local"}})
    scheduled = SweepConfig.read({"method": "random", "scheduler": {"engine": "optuna"}})
    assert local.space is None
    assert scheduled.space is None
    assert (local.local_controller, local.local_scheduler) == (True, False)
    assert (scheduled.local_controller, scheduled.local_scheduler) == (False, True)


@pytest.mark.parametrize(
    ("config", "warning"),
    [
        (GRID | {"metrik": {}}, "'metrik' is no key of a sweep config. Did you mean 'metric'?"),
        (RANDOM | {"method": "bayes"}, "the method 'bayes' needs a metric, such as {name: loss, goal: minimize}."),
    ],
)
def test_what_is_odd_is_a_warning(config: dict[str, Any], warning: str) -> None:
    assert SweepConfig.read(config).warnings == (warning,)


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ("method: [", "the sweep config is not valid YAML"),
        ("grid", "the sweep config must be a mapping"),
        ({}, "needs a method, one of grid, random, bayes, custom, but it has none"),
        (GRID | {"method": "gird"}, "not 'gird'. Did you mean 'grid'"),
        (GRID | {"method": 3}, "not 3"),
        (GRID | {"method": "custom"}, "needs a controller of your own"),
        ({"method": "random"}, "needs parameters, .* but it has none"),
        ({"method": "grid", "parameters": {}}, "parameters must be a mapping of at least one name"),
        (RANDOM | {"method": "grid"}, "not lr: give values or q, or choose the method 'random'"),
        ({"method": "grid", "parameters": {"a": {"values": [1], "probabilities": [1]}}}, "not a: give values"),
        (
            {"method": "grid", "parameters": {"a": {"distribution": "q_log_uniform_values", "min": 1, "max": 9}}},
            "not a: give values",
        ),
        ({"method": "grid", "parameters": {"a": {"min": 0, "max": 2**70}}}, "too many values for a grid"),
        (GRID | {"metric": "loss"}, "metric must be a mapping such as .*, not 'loss'"),
        (GRID | {"metric": {"goal": "minimize"}}, "metric must be a mapping such as"),
        (GRID | {"metric": {"name": "loss", "goal": "minimise"}}, "not 'minimise'. Did you mean 'minimize'"),
        (GRID | {"run_cap": 0}, "run_cap must be a whole number of at least 1, not 0"),
        (GRID | {"run_cap": True}, "not True"),
        (GRID | {"early_terminate": {"type": "hyperband", "min_iter": 1}}, "give one, such as {name: loss"),
        (GRID | {"metric": {"name": "a"}, "early_terminate": {"type": "hyperbnad"}}, "Did you mean 'hyperband'"),
        (GRID | {"when": object()}, "must hold what JSON can"),
    ],
)
def test_what_is_wrong_is_told(config: Any, complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        SweepConfig.read(config)
