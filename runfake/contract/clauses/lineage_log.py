"""Lineage: declaring what exists as an output of a run."""

from __future__ import annotations

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.declaring import (
    MISSING,
    MISSING_TRIED,
    RETURNED,
    RETURNED_TRIED,
    listed,
    of_nothing,
    returned,
)
from runfake.contract.clauses.lineage import collections, versions
from runfake.contract.judging import same
from runfake.contract.stage import Stage
from runfake.contract.strategies import labels

ROW_8 = "Run.log_artifact: declares an existing artifact as an output of the run, and applies aliases and tags"
some_labels = st.lists(labels, unique=True, min_size=1, max_size=3)


@clause(
    "lineage.log-declares-an-output",
    title="log_artifact makes that very version an output of the run",
    source=ROW_8,
    verbs="log_artifact",
    given={"name": collections, "count": st.integers(1, 3), "which": st.integers(0, 2)},
    tried=[{"name": "data", "count": 2, "which": 0}],
)
def log_declares(stage: Stage, name: str, count: int, which: int) -> None:
    run = stage.run()
    chosen = versions(stage, count, name)[which % count]
    stage.call("log_artifact", run=run, artifact=stage.path(chosen))
    same(f"the outputs of the run after log_artifact of {chosen}", stage.outputs(run), [chosen])


@clause(
    "lineage.log-is-of-this-run",
    title="log_artifact changes no other run: who logged the artifact before keeps it as an output",
    source=ROW_8,
    verbs="log_artifact",
    given={"earlier": st.integers(0, 2)},
    tried=[{"earlier": 1}],
)
def log_is_of_this_run(stage: Stage, earlier: int) -> None:
    run, maker = stage.run("a"), stage.run("b")
    held = versions(stage, earlier, "held", logged_by=run)
    artifact = stage.artifact("data", logged_by=maker)
    stage.call("log_artifact", run=run, artifact=artifact)
    same(
        "the outputs of the run that logs, and of the one that had logged the artifact before",
        [sorted(stage.outputs(run)), stage.outputs(maker)],
        [sorted([*held, "data:v0"]), ["data:v0"]],
    )


@clause(
    "lineage.log-applies-aliases",
    title="log_artifact gives the version every alias, beside those that it has",
    source=ROW_8,
    verbs="log_artifact",
    given={"held": st.lists(labels, unique=True, max_size=2), "aliases": some_labels},
    tried=[{"held": ["old"], "aliases": ["best", "prod"]}],
)
def log_applies_aliases(stage: Stage, held: list[str], aliases: list[str]) -> None:
    run = stage.run()
    artifact = stage.artifact("data", aliases=held)
    before = stage.aliases(artifact) or []
    stage.call("log_artifact", run=run, artifact=artifact, aliases=aliases)
    expected = sorted({*before, *aliases})
    same(f"the aliases of the version after log_artifact(aliases={aliases!r})", stage.aliases(artifact), expected)


@clause(
    "lineage.log-moves-an-alias",
    title="An alias that log_artifact applies leaves the version that had it",
    source=f"{ROW_8}; an alias stands for one version of a collection",
    verbs="log_artifact",
    given={"alias": labels},
    tried=[{"alias": "best"}],
)
def log_moves_an_alias(stage: Stage, alias: str) -> None:
    run = stage.run()
    older = stage.artifact("data", files={"n.txt": "1"})
    newer = stage.artifact("data", files={"n.txt": "2"}, aliases=[alias])
    stage.call("log_artifact", run=run, artifact=older, aliases=[alias])
    same(
        f"which of two versions have the alias {alias!r}, after the older one was logged with it",
        [alias in (stage.aliases(path) or []) for path in (older, newer)],
        [True, False],
    )


@clause(
    "lineage.log-without-aliases",
    title="log_artifact without aliases changes no aliases: not even latest moves",
    source=ROW_8,
    verbs="log_artifact",
    given={"aliases": st.lists(labels, unique=True, max_size=2)},
    tried=[{"aliases": ["best"]}],
)
def log_without_aliases(stage: Stage, aliases: list[str]) -> None:
    run = stage.run()
    older = stage.artifact("data", files={"n.txt": "1"}, aliases=aliases)
    newer = stage.artifact("data", files={"n.txt": "2"})
    before = [stage.aliases(older), stage.aliases(newer)]
    stage.call("log_artifact", run=run, artifact=older)
    same("the outputs of the run", stage.outputs(run), ["data:v0"])
    after = [stage.aliases(older), stage.aliases(newer)]
    same("the aliases of the older and the newer version, after the older one was logged", after, before)


@clause(
    "lineage.log-applies-tags",
    title="log_artifact gives the version the tags",
    source=ROW_8,
    verbs="log_artifact",
    given={"tags": some_labels.map(lambda tags: [f"t{tag}" for tag in tags])},
    tried=[{"tags": ["clean", "small"]}],
    inside=True,
)
def log_applies_tags(stage: Stage, tags: list[str]) -> None:
    run = stage.run()
    artifact = stage.artifact("data")
    stage.call("log_artifact", run=run, artifact=artifact, tags=tags)
    (logged,) = stage.world.artifacts.lineage.outputs(stage.world.get_run(run)) or (None,)
    same(
        f"the tags of the version after log_artifact(tags={tags!r})",
        sorted(logged.tags if logged else []),
        sorted(tags),
    )


@clause(
    "lineage.log-makes-no-version",
    title="log_artifact of an existing version makes no new one",
    source=f"{ROW_8}; it is declared, not logged anew",
    verbs="log_artifact",
    given={"name": collections, "aliases": st.lists(labels, unique=True, max_size=1)},
    tried=[{"name": "data", "aliases": ["best"]}],
)
def log_makes_no_version(stage: Stage, name: str, aliases: list[str]) -> None:
    run = stage.run()
    artifact = stage.artifact(name, files={"n.txt": "1"})
    stage.call("log_artifact", run=run, artifact=artifact, aliases=aliases)
    same("the outputs of the run", stage.outputs(run), [f"{name}:v0"])
    same(f"the aliases of {name}:v1, which nobody made", stage.aliases(stage.path(f"{name}:v1")), None)


@clause(
    "lineage.log-returns-the-artifact",
    title="log_artifact gives the artifact, with name and type",
    source="Run.log_artifact: returns an Artifact",
    verbs="log_artifact",
    given=RETURNED,
    tried=RETURNED_TRIED,
)
def log_returns(stage: Stage, name: str, type: str, earlier: int) -> None:
    returned(stage, "log_artifact", name, type, earlier)


@clause(
    "lineage.log-of-nothing",
    title="log_artifact of an artifact that does not exist is an error, and declares nothing",
    source=f"{ROW_8}; an existing one",
    verbs="log_artifact",
    given=MISSING,
    tried=MISSING_TRIED,
)
def log_of_nothing(stage: Stage, missing: str) -> None:
    run = of_nothing(stage, "log_artifact", missing)
    same("the outputs of the run afterwards", stage.outputs(run), [])


@clause(
    "lineage.log-is-listed",
    title="What log_artifact declared, logged_artifacts gives",
    source=f"{ROW_8}; Run.logged_artifacts: every artifact logged by the run",
    verbs="logged_artifacts log_artifact",
    given={"looked": st.booleans()},
    tried=[{"looked": True}],
)
def log_is_listed(stage: Stage, looked: bool) -> None:
    run = stage.run()
    listed(stage, "log_artifact", "logged_artifacts", looked, logged_by=run)
