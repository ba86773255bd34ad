"""The configuration of a sweep, checked: what it searches, how, and when it stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runfake.world.errors import Invalid, nearest
from runfake.world.jsontext import dumps, loads
from runfake.world.sweeps.space import Space
from runfake.world.sweeps.stopping import Hyperband, read_stopping
from runfake.world.sweeps.yamltext import dump, load_mapping

METHODS = ("grid", "random", "bayes", "custom")
GOALS = ("minimize", "maximize")
KNOWN_KEYS = (
    "apiVersion", "command", "controller", "description", "early_terminate", "entity", "imageuri", "image_uri", "job",
    "kind", "launch", "method", "metric", "metrics", "name", "parameters", "program", "project", "run_cap", "scheduler",
    "settings", "template",
)  # fmt: skip
_WHAT = "the sweep config"


@dataclass(frozen=True, slots=True)
class Metric:
    """What the sweep is to bring down, or up."""

    name: str
    maximize: bool


@dataclass(frozen=True, slots=True)
class SweepConfig:
    """What a sweep was set up with.

    Attributes:
        text: the YAML, exactly as it was sent.
        values: the same, read.
        space: its parameters; None where a controller or scheduler outside of the backend chooses.
        run_cap: the most runs it may have.
        warnings: what is odd about it.
    """

    text: str
    values: dict[str, Any]
    method: str
    space: Space | None
    metric: Metric | None
    run_cap: int | None
    stopping: Hyperband | None
    warnings: tuple[str, ...]

    @classmethod
    def read(cls, given: str | Mapping[str, Any]) -> SweepConfig:
        """The configuration that a YAML text holds, or a mapping.

        Raises:
            Invalid: it is none; the error says where.
        """
        text = given if isinstance(given, str) else dump(_plain(given))
        values = load_mapping(text, _WHAT)
        method = _method(values)
        return cls(
            text=text,
            values=values,
            method=method,
            space=None if _chosen_elsewhere(values) else _space(values, method),
            metric=_metric(values),
            run_cap=_run_cap(values),
            stopping=read_stopping(values.get("early_terminate"), has_metric="metric" in values),
            warnings=tuple(_warnings(values, method)),
        )

    @property
    def local_controller(self) -> bool:
        """Whether a ``wandb.controller`` chooses the runs."""
        return _part(self.values, "controller").get("type") == "local"

    @property
    def local_scheduler(self) -> bool:
        """Whether a ``wandb sweep-scheduler`` chooses the runs."""
        return bool(_part(self.values, "scheduler").get("engine"))

    def text_at(self, key: str) -> str | None:
        """What it says under a key, if that is text."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = loads(dumps(dict(given), _WHAT), _WHAT)
    return plain


def _part(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = values.get(key)
    return part if isinstance(part, Mapping) else {}


def _chosen_elsewhere(values: Mapping[str, Any]) -> bool:
    return _part(values, "controller").get("type") == "local" or bool(_part(values, "scheduler").get("engine"))


def _method(values: Mapping[str, Any]) -> str:
    method = values.get("method")
    if method not in METHODS:
        hint = nearest(method, METHODS) if isinstance(method, str) else ""
        came = f"not {method!r}" if "method" in values else "but it has none"
        raise Invalid(f"{_WHAT} needs a method, one of {', '.join(METHODS)}, {came}.{hint}")
    if method == "custom" and not _chosen_elsewhere(values):
        raise Invalid(
            f"{_WHAT} has the method 'custom', which needs a controller of your own (controller: {{type: local}})."
        )
    return str(method)


def _space(values: Mapping[str, Any], method: str) -> Space:
    if "parameters" not in values:
        raise Invalid(f"{_WHAT} needs parameters, a mapping of at least one name to a parameter, but it has none.")
    space = Space.read(values["parameters"])
    if method != "grid":
        return space
    if endless := space.endless():
        raise Invalid(
            f"a grid goes through constant, categorical, int_uniform and q_uniform parameters alone, not "
            f"{', '.join(endless)}: give values or q, or choose the method 'random'."
        )
    try:
        _ = space.size
    except OverflowError:
        raise Invalid("a parameter has too many values for a grid: choose nearer bounds.") from None
    return space


def _metric(values: Mapping[str, Any]) -> Metric | None:
    metric = values.get("metric")
    if metric is None:
        return None
    if not isinstance(metric, Mapping) or not isinstance(metric.get("name"), str):
        raise Invalid(f"metric must be a mapping such as {{name: loss, goal: minimize}}, not {metric!r:.60}.")
    goal = metric.get("goal", "minimize")
    if goal not in GOALS:
        hint = nearest(goal, GOALS) if isinstance(goal, str) else ""
        raise Invalid(f"metric.goal must be one of {', '.join(GOALS)}, not {goal!r}.{hint}")
    return Metric(metric["name"], goal == "maximize")


def _run_cap(values: Mapping[str, Any]) -> int | None:
    cap = values.get("run_cap")
    if cap is None or (isinstance(cap, int) and not isinstance(cap, bool) and cap > 0):
        return cap
    raise Invalid(f"run_cap must be a whole number of at least 1, not {cap!r}.")


def _warnings(values: Mapping[str, Any], method: str) -> list[str]:
    found = [
        f"{key!r} is no key of a sweep config.{nearest(str(key), KNOWN_KEYS)}"
        for key in values
        if key not in KNOWN_KEYS
    ]
    if method == "bayes" and "metric" not in values:
        found.append("the method 'bayes' needs a metric, such as {name: loss, goal: minimize}.")
    return found
