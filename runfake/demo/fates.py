"""How runs end: most finish, some do not."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Fate:
    """One way for a run to end.

    Attributes:
        state: where the run stands then.
        reach: the least and the greatest share of its planned rows that it logged.
        diverges: whether its losses explode on the way.
        last_words: what it wrote to standard error at the end.
    """

    state: str
    reach: tuple[float, float] = (0.4, 0.9)
    diverges: bool = False
    last_words: tuple[str, ...] = ()


FINISHED = Fate("finished", reach=(1.0, 1.0))
RUNNING = Fate("running")
CRASHED = Fate("crashed")
KILLED = Fate("killed", last_words=("stop requested, leaving after this step",))
OUT_OF_MEMORY = Fate(
    "failed",
    last_words=(
        "Traceback (most recent call last):",
        '  File "train.py", line 118, in <module>',
        "    loss.backward()",
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.31 GiB.",
    ),
)
DIVERGED = Fate("failed", diverges=True, last_words=("loss is nan for 20 steps, giving up",))

_UNHAPPY = (CRASHED, CRASHED, KILLED, OUT_OF_MEMORY, DIVERGED, DIVERGED)


def fates(random: Random, runs: int) -> list[Fate]:
    """The fates of that many runs in the order they began: the last one still runs."""
    ended = [*_UNHAPPY, *[FINISHED] * (runs - len(_UNHAPPY) - 1)]
    random.shuffle(ended)
    return [*ended, RUNNING]
