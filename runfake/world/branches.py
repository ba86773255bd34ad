"""Branching off: a run that begins with the history of another (fork), or goes back in its own (rewind)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from runfake.world import errors
from runfake.world.config import Config
from runfake.world.jsontext import loads
from runfake.world.runs import Run
from runfake.world.summary import Summary

METRIC = "_step"


@dataclass(frozen=True, slots=True)
class BranchPoint:
    """The run whose history a run began with, and the last step that it took from it."""

    run_id: str
    step: int

    @classmethod
    def of(cls, config: Config) -> BranchPoint | None:
        """The branch point that a client wrote into its config; None where there is none.

        Raises:
            Invalid: it does not name a run and a step.
        """
        held = config.internal(["branch_point"]).get("branch_point")
        if held is None:
            return None
        run_id = held.get("run_id") if isinstance(held, dict) else None
        if not isinstance(run_id, str):
            raise errors.Invalid(f"a branch point must name a run_id and a step, not {held!r}.")
        return cls(run_id, whole_step(held.get("step")))


def whole_step(step: Any) -> int:
    """``step`` without its fraction: steps are whole, but clients may send one as a float.

    Raises:
        Invalid: it is no number from 0 on.
    """
    if isinstance(step, bool) or not isinstance(step, (int, float)) or not 0 <= step < float("inf"):
        raise errors.Invalid(f"the step to branch off at must be a number from 0 on, not {step!r}.")
    return int(step)


def lines_until(run: Run, step: int) -> list[str]:
    """The history of ``run`` up to that step, which is among them if it was logged.

    Raises:
        Invalid: the run has not got that far.
    """
    if step > run.history.last_step:
        raise errors.beyond_the_end(run.path, step, run.history.last_step)
    return run.history.window(None, step + 1, None)


def begin_with(run: Run, lines: list[str]) -> None:
    """Makes ``lines`` all that was logged to ``run``; its summary is what they sum up to."""
    run.forget_lines()
    run.history.write(0, lines)
    run.replace_summary(Summary.of_rows([loads(line, "history") for line in lines]))


def rewind(run: Run, metric: str, value: float) -> None:
    """Takes a run back to where ``metric``, which can only be ``_step``, had that value.

    What came later is gone from the history; system metrics and console lines, which clients count from
    the beginning again, are gone whole.

    Raises:
        Invalid: another metric, or a step that the run has not got to.
    """
    if metric != METRIC:
        raise errors.Invalid(f"runs are rewound to a {METRIC!r}, not to a value of {metric!r}.")
    begin_with(run, lines_until(run, whole_step(value)))
