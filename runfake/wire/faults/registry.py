"""The faults of one world."""

from __future__ import annotations

from runfake.wire.entry import Entry
from runfake.wire.faults.fault import Fault
from runfake.wire.faults.plan import Plan
from runfake.wire.journal import Journal
from runfake.wire.messages import Response
from runfake.wire.rules import Rule, Rules, What
from runfake.wire.sinks import Handling
from runfake.wire.when import When, always, next
from runfake.wire.which import Which


class Faults(Rules[Fault]):
    """What is to go wrong with the requests of one world: rules, tried in the order they were added.

    The first that fires takes the request: later ones neither see nor count it.
    """

    def __init__(self, seed: int, journal: Journal) -> None:
        super().__init__("faults", seed, journal)

    def add(self, which: Which, what: What[Fault], when: When | None = None, *, optional: bool = False) -> Rule[Fault]:
        """Lets something go wrong with requests from now on.

        Args:
            which: the requests, like ``which.operation("UpsertBucket")``.
            what: goes wrong, like ``faults.status(503)``, or a plan, which chooses by itself.
            when: at which of those requests; by default the next one, and always for a plan.
            optional: whether it is fine if the rule never fires.

        Returns:
            The rule; ``matched`` and ``fired`` count.

        Raises:
            TypeError: one of them is something else.
        """
        if not isinstance(what, (Fault, Plan)):
            raise TypeError(f"expected what goes wrong, like faults.status(503) or faults.drop_after(), not {what!r}.")
        plan = what.fresh(self._seed) if isinstance(what, Plan) else None
        usual = always() if plan else next()
        return self._add(which, plan or what, usual if when is None else when, optional)

    def strike(self, entry: Entry, handle: Handling) -> Response:
        """The answer to a request: that of ``handle``, or what becomes of it."""
        taken = self.take(entry)
        if taken is None:
            return handle()
        entry.fault = str(taken.given)
        return taken.given.strike(handle)
