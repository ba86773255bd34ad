"""Clients that wait too long, or not long enough."""

from __future__ import annotations

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference


@mutant("waiting.ended-already", "any end counts as finished")
class EveryEndIsFinished(Reference):
    def wait_until_finished(self, run: str) -> str:
        super().wait_until_finished(run)
        return "finished"


@mutant("waiting.until-the-end", "the state is looked at once")
class LooksOnce(Reference):
    def wait_until_finished(self, run: str) -> str:
        return str(self.load(run)["state"])


@mutant("waiting.until-the-end", "what is no failure counts as finished")
class RunningIsFinished(Reference):
    def wait_until_finished(self, run: str) -> str:
        state = self.load(run)["state"]
        return "finished" if state == "running" else str(state)


@mutant("waiting.not-for-ever", "what ends without success is not the end that is waited for")
class FailureIsNoEnd(Reference):
    def wait_until_finished(self, run: str) -> str:
        state = super().wait_until_finished(run)
        if state != "finished":
            raise TimeoutError(f"{run} has not finished")
        return state


@mutant("waiting.for-this-run", "the newest run of the project is waited for")
class WaitsForTheNewest(Reference):
    def wait_until_finished(self, run: str) -> str:
        return str(self.load(next(self.runs(run.rpartition("/")[0])))["state"])


@mutant("waiting.for-nothing", "a run that is not there has finished long ago")
class NothingIsFinished(Reference):
    def wait_until_finished(self, run: str) -> str:
        try:
            return super().wait_until_finished(run)
        except LookupError:
            return "finished"
