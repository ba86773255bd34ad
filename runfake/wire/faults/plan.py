"""A plan of faults: what goes wrong with which request is drawn from a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

from runfake.wire.entry import Entry
from runfake.wire.faults.fault import Fault
from runfake.wire.faults.kinds import drop_after, drop_before, status

# What a client recovers from, if it does not happen too often.
RECOVERABLE = (status(500), status(502), status(503), status(429), drop_before(), drop_after())


class Plan:
    """Faults at random, but the same whenever the same is asked.

    The fate of a request depends on the seed, on what it asks for and on how many such requests came
    before it; not on what other requests come in between.

    Args:
        rate: how likely a request is hit, from 0 to 1.
        kinds: what may happen to it.
        seed: gives the same fates to the same requests; None takes that of the world that the plan is for.
        in_a_row: how often the same may be hit before one passes, so that a client that repeats it gets through.
    """

    by_chance = True

    def __init__(self, rate: float, kinds: Iterable[Fault], seed: int | None, in_a_row: int) -> None:
        self.seed = seed
        self._rate = rate
        self._kinds = tuple(kinds)
        self._in_a_row = in_a_row
        self._came: Counter[str] = Counter()
        self._hit: Counter[str] = Counter()

    def __str__(self) -> str:
        return f"faults.plan({self._rate}, seed={self.seed})"

    def fresh(self, seed: int) -> Plan:
        """The same plan from its beginning, with this seed if it has none: worlds and rules share no counts."""
        return Plan(self._rate, self._kinds, seed if self.seed is None else self.seed, self._in_a_row)

    def choose(self, entry: Entry, number: int) -> Fault | None:
        """What happens to this request, None for nothing."""
        del number
        asked = _asked(entry)
        self._came[asked] += 1
        random = Random(f"{self.seed} {asked} {self._came[asked]}")
        if self._hit[asked] >= self._in_a_row or random.random() >= self._rate:
            self._hit[asked] = 0
            return None
        self._hit[asked] += 1
        return random.choice(self._kinds)


def plan(
    rate: float = 0.1, *, kinds: Iterable[Fault] = RECOVERABLE, seed: int | None = None, in_a_row: int = 1
) -> Plan:
    """Faults at random; see :class:`Plan`.

    Raises:
        ValueError: a rate that is none, no kinds, or something else among them.
    """
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not 0 <= rate <= 1:
        raise ValueError(f"faults.plan(rate=) takes a probability from 0 to 1, not {rate!r}.")
    if isinstance(in_a_row, bool) or not isinstance(in_a_row, int) or in_a_row < 1:
        raise ValueError(f"faults.plan(in_a_row=) takes a whole number from 1 on, not {in_a_row!r}.")
    held = tuple(kinds)
    if not held or not all(isinstance(kind, Fault) for kind in held):
        raise ValueError(f"faults.plan(kinds=) takes faults like faults.status(503), at least one, not {kinds!r}.")
    return Plan(rate, held, seed, in_a_row)


def _asked(entry: Entry) -> str:
    """What a request asks for, in words that do not change from one run of a test to the next."""
    return " ".join((entry.method, entry.route, *entry.operations, entry.path.rpartition("/")[2]))
