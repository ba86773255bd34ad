"""How the cost of listing runs grows with the project: pages of 50 and counts, of 10,000 and of 100,000 runs.

``python bench/listing.py [--runs 100000]``; see the README in this folder for what the figures mean.
"""

from __future__ import annotations

import argparse
import base64
import json
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import wandb
from wandb.apis.public import Runs

from runfake.wire import Backend, Head, Request
from runfake.world import World
from runfake.world.config import Config
from runfake.world.runs import RunEdit
from runfake.world.summary import Summary

PROJECT = "image-classification"
PAGE = 50
SECONDS = 0.5
TURNS = 7
OPTIMIZERS = ("adam", "sgd", "lamb", "adafactor")
# One run in a hundred passes the rare filter, all of them pass the other.
RARE = {"config.seed": {"$lt": 1}}
EVERY = {"summary_metrics.loss": {"$gte": 0}}
BY_METRIC = "-summary_metrics.accuracy"

COUNT = """
query Count($entity: String!, $project: String!, $filters: JSONString) {
    project(name: $project, entityName: $entity) { runCount(filters: $filters) }
}
"""
PLACE = """
query Place($entity: String!, $project: String!, $filters: JSONString, $order: String, $perPage: Int) {
    project(name: $project, entityName: $entity) {
        runs(filters: $filters, order: $order, first: $perPage) { pageInfo { endCursor } }
    }
}
"""


class Side:
    """A project of so many runs, and what asks about it: whole requests, as a server hands them on."""

    def __init__(self, runs: int) -> None:
        self.world = World()
        self._backend = Backend("http://127.0.0.1")
        self._backend.add(self.world)
        authorization = base64.b64encode(f"api:{self.world.api_key}".encode()).decode()
        self._head = Head("POST", "/graphql", {"authorization": f"Basic {authorization}"})
        for number in range(runs):
            self._add(number)

    def _add(self, number: int) -> None:
        loss = (number * 7919 % 100_003) / 100_003
        config = {"seed": number % 100, "lr": 0.1 / (1 + number % 7), "optimizer": {"name": OPTIMIZERS[number % 4]}}
        edit = RunEdit(
            config=Config.of(config),
            summary=Summary.of({"loss": loss, "accuracy": 1 - loss, "_step": 1000, "_runtime": 3600.5}),
            tags=["baseline"] if number % 3 else ["baseline", "final"],
            group=f"study-{number % 50}",
        )
        self.world.run_writes.upsert(
            self.world.default_user,
            entity=None,
            project=PROJECT,
            run_id=f"r{number:07}",
            edit=edit,
            state="failed" if number % 10 == 0 else "finished",
        )

    def ask(self, query: str, **variables: Any) -> Any:
        """What the project answers to a query."""
        variables |= {"entity": self.world.entity.name, "project": PROJECT}
        body = json.dumps({"query": query, "variables": variables, "operationName": ""}).encode()
        answer = self._backend.handle(Request(self._head, [body]))
        if answer.status != 200:
            raise SystemExit(f"the backend answered {answer.status}: {answer.body!r}")
        return json.loads(cast(bytes, answer.body))["data"]["project"]


@dataclass(frozen=True)
class Case:
    """One thing that is asked.

    Attributes:
        last: whether it is the last page, else the first.
        counts: whether it is no page, but the number of runs.
    """

    name: str
    filters: dict[str, Any]
    order: str = "+created_at"
    last: bool = False
    counts: bool = False

    def asking(self, side: Side) -> Callable[[], None]:
        """What is measured: one request, whose answer is looked at."""
        variables: dict[str, Any] = {"filters": json.dumps(self.filters)}
        if self.counts:
            return lambda: self._check(side.ask(COUNT, **variables)["runCount"] > 0)
        variables["order"] = self.order
        if self.last:
            before = side.ask(COUNT, **variables)["runCount"] - PAGE
            variables["cursor"] = side.ask(PLACE, **variables, perPage=before)["runs"]["pageInfo"]["endCursor"]
        # What the installed client sends.
        query = str(Runs(cast(Any, None), "", PROJECT).QUERY)

        def ask() -> None:
            page = side.ask(query, **variables, perPage=PAGE)["runs"]
            self._check(len(page["edges"]) == PAGE and page["pageInfo"]["hasNextPage"] is not self.last)

        return ask

    def _check(self, as_it_should_be: bool) -> None:
        if not as_it_should_be:
            raise SystemExit(f"{self.name}: the answer is not what it should be.")


CASES = [
    Case("first page", {}),
    Case("last page", {}, last=True),
    Case("first page, newest first", {}, "-created_at"),
    Case("last page, newest first", {}, "-created_at", last=True),
    Case("runCount", {}, counts=True),
    Case("first page, filter that 1 % pass", RARE),
    Case("last page, filter that 1 % pass", RARE, last=True),
    Case("first page, filter that all pass", EVERY),
    Case("last page, filter that all pass", EVERY, last=True),
    Case("runCount, filter that 1 % pass", RARE, counts=True),
    Case("first page, by a metric", {}, BY_METRIC),
    Case("last page, by a metric", {}, BY_METRIC, last=True),
    Case("first page, filter and metric", RARE, BY_METRIC),
    Case("last page, filter and metric", RARE, BY_METRIC, last=True),
]


def measure(asks: list[Callable[[], None]]) -> list[float]:
    """The median seconds of CPU of each, asked by turns, so that noise hits all; the first turn does not count."""
    took: list[list[float]] = []
    while len(took) <= TURNS or sum(map(sum, took)) < SECONDS:
        took.append([_seconds(ask) for ask in asks])
    return [statistics.median(column) for column in zip(*took[1:], strict=True)]


def _seconds(ask: Callable[[], None]) -> float:
    begun = time.process_time()
    ask()
    return time.process_time() - begun


def main() -> None:
    """Makes both projects, measures each case on both, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=100_000, help="in the large project; a tenth of it in the other")
    many = parser.parse_args().runs
    begun = time.process_time()
    sides = [Side(many // 10), Side(many)]
    made = (time.process_time() - begun) / (many + many // 10)
    print(
        f"The Runs query of wandb {wandb.__version__}, pages of {PAGE}, no network; Python {platform.python_version()}"
    )
    print(f"medians of CPU time; making a run took {made * 1e6:.0f} us\n")
    print(f"{'':<36}{many // 10:>9} runs{many:>9} runs   growth")
    for case in CASES:
        few_took, many_took = measure([case.asking(side) for side in sides])
        print(f"{case.name:<36}{few_took * 1e3:>11.2f} ms{many_took * 1e3:>11.2f} ms{many_took / few_took:>9.2f}")


if __name__ == "__main__":
    main()
