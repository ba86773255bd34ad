"""Learning curves: how a metric moves while a model trains."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, exp, nan, pi
from random import Random


@dataclass(frozen=True, slots=True)
class Curve:
    """A metric that nears its floor, fast at first; one that ``rises`` is 1 minus such an error.

    Attributes:
        start, floor: where the error begins and ends.
        pace: how fast it gets there; at 5 a run has all but arrived when it ends.
        noise: the spread of one reading, as a share of its value.
    """

    start: float
    floor: float
    pace: float = 5.0
    noise: float = 0.03
    rises: bool = False

    def varied(self, random: Random) -> Curve:
        """The curve of another run: a little better or worse, a little faster or slower."""
        floor = self.floor * random.lognormvariate(0, 0.2)
        return replace(self, floor=min(floor, self.start), pace=self.pace * random.uniform(0.7, 1.4))

    @property
    def lost(self) -> float:
        """What it reads when the weights are no numbers any more: chance for one that rises, else NaN."""
        return round(1 - self.start, 5) if self.rises else nan

    def at(self, progress: float, random: Random) -> float:
        """One reading after that share of the training, 0 to 1."""
        error = self.floor + (self.start - self.floor) * exp(-self.pace * progress)
        error *= exp(random.gauss(0, self.noise))
        return round(max(0.0, 1 - error) if self.rises else error, 5)


def learning_rate(peak: float, progress: float) -> float:
    """The usual schedule: a linear warm-up over the first twentieth, then half a cosine down to zero."""
    if progress < 0.05:
        return float(f"{peak * progress / 0.05:.3g}")
    return float(f"{peak * (1 + cos(pi * (progress - 0.05) / 0.95)) / 2:.3g}")
