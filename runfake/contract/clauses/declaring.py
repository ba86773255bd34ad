"""Declaring artifacts: what ``log_artifact`` and ``use_artifact`` promise alike."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from runfake.contract.clauses.lineage import collections, names
from runfake.contract.judging import same
from runfake.contract.stage import Stage

RETURNED = {"name": collections, "type": st.sampled_from(["dataset", "model"]), "earlier": st.integers(0, 2)}
RETURNED_TRIED = [{"name": "data", "type": "model", "earlier": 1}]
MISSING = {"missing": st.sampled_from(["data:v7", "other:v0", "data:nope"])}
MISSING_TRIED = [{"missing": "other:v0"}]


def returned(stage: Stage, verb: str, name: str, type: str, earlier: int) -> None:
    """It gives the artifact, with name and type."""
    run = stage.run()
    for number in range(earlier):
        stage.artifact(name, type=type, files={"n.txt": f"earlier {number}"})
    artifact = stage.artifact(name, type=type)
    came = stage.call(verb, run=run, artifact=artifact)
    same(f"name and type of what {verb} returned", [came["name"], came["type"]], [f"{name}:v{earlier}", type])


def of_nothing(stage: Stage, verb: str, missing: str) -> str:
    """It is an error where there is no such artifact; gives the run, to see that nothing was declared."""
    run = stage.run()
    stage.artifact("data")
    stage.refused(verb, f"of {missing}, which does not exist", run=run, artifact=stage.path(missing))
    return run


def listed(stage: Stage, verb: str, listing: str, looked: bool, **first: Any) -> None:
    """What it declares is in the list, beside an artifact that was made as ``first`` says for the run ``a``."""
    run = stage.path("a")
    stage.artifact("first", **first)
    if looked:
        stage.call(listing, run=run)
    stage.call(verb, run=run, artifact=stage.artifact("data"))
    same(
        f"what {listing} gave after {verb} of data:v0",
        names(stage.call(listing, run=run)),
        ["data:v0", "first:v0"],
        hint="Lists that were fetched before have to be asked for again." if looked else "",
    )
