"""Deletion: what is deleted is gone, and nothing else is."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.lineage import some, versions
from runfake.contract.judging import same, that
from runfake.contract.port import ClientError, NoAnswer
from runfake.contract.stage import Stage
from runfake.contract.strategies import run_ids

ROW_2 = "Run.delete: the run is deleted from the backend"
ROW_2_ARTIFACTS = "Run.delete: with delete_artifacts=True the artifacts it logged go too"
LISTS = ("files", "logged_artifacts", "used_artifacts", "scan_history", "history")


@clause(
    "deletion.the-run-is-gone",
    title="delete deletes the run, in whatever state it is",
    source=ROW_2,
    verbs="delete",
    given={"run_id": run_ids, "state": st.sampled_from(["finished", "running", "crashed", "failed"])},
    tried=[{"run_id": "a", "state": "finished"}, {"run_id": "a", "state": "running"}],
)
def the_run_is_gone(stage: Stage, run_id: str, state: str) -> None:
    run = stage.run(run_id, history=[{"loss": 1}], files={"a.txt": "x"}, state=state)
    stage.call("delete", run=run)
    same(f"the runs of the project after delete of the only one, which was {state}", stage.runs(), [])


@clause(
    "deletion.not-loaded-again",
    title="A deleted run cannot be loaded, even if it was before",
    source=f"{ROW_2}; load asks the backend",
    verbs="delete load",
    given={"looked": st.booleans()},
    tried=[{"looked": True}],
)
def not_loaded_again(stage: Stage, looked: bool) -> None:
    run = stage.run()
    if looked:
        stage.call("load", run=run)
    stage.call("delete", run=run)
    stage.refused("load", "of a run that was deleted", run=run)


@clause(
    "deletion.not-listed",
    title="A deleted run is not among the runs of the project, and the others are",
    source=ROW_2,
    verbs="delete runs",
    given={"count": st.integers(1, 4), "which": st.integers(0, 3)},
    tried=[{"count": 3, "which": 1}],
)
def not_listed(stage: Stage, count: int, which: int) -> None:
    made = [stage.run(f"r{number}") for number in range(count)]
    doomed = made[which % count]
    path = f"{stage.entity}/{stage.project}"
    same("the runs of the project before", sorted(stage.call("runs", path=path)), made)
    stage.call("delete", run=doomed)
    left = [run for run in made if run != doomed]
    same(f"the runs of the project after delete of {doomed}", sorted(stage.call("runs", path=path)), left)


@clause(
    "deletion.nothing-of-it-comes",
    title="What belonged to a deleted run no longer comes: to ask for it is an error, or gives nothing",
    source=f"{ROW_2}; what it had is gone with it",
    verbs="delete",
    given={"verb": st.sampled_from(LISTS), "looked": st.booleans()},
    tried=[{"verb": verb, "looked": True} for verb in LISTS],
)
def nothing_of_it_comes(stage: Stage, verb: str, looked: bool) -> None:
    run = stage.run(history=[{"loss": 1}], files={"a.txt": "x"})
    stage.artifact("data", logged_by=run, used_by=[run])
    if looked and stage.offers(verb):
        stage.call(verb, run=run)
    stage.call("delete", run=run)
    same("the runs that are left", stage.runs(), [])
    if stage.offers(verb):
        same(f"what {verb} gave of a run that was deleted", _what_comes(stage, verb, run), [])


def _what_comes(stage: Stage, verb: str, run: str) -> Any:
    """Nothing where it is an error."""
    try:
        return stage.call(verb, run=run)
    except NoAnswer:
        raise
    except ClientError:
        return []


@clause(
    "deletion.others-stay",
    title="delete leaves other runs as they are, with all that they have",
    source=ROW_2,
    verbs="delete",
    given={"delete_artifacts": st.booleans(), "ids": st.sampled_from([("a", "b"), ("a", "ab"), ("ab", "a")])},
    tried=[{"delete_artifacts": False, "ids": ("a", "ab")}, {"delete_artifacts": True, "ids": ("ab", "a")}],
)
def others_stay(stage: Stage, delete_artifacts: bool, ids: tuple[str, str]) -> None:
    doomed, other = stage.run(ids[0], files={"a.txt": "x"}), stage.run(ids[1], files={"a.txt": "y"}, config={"lr": 1})
    stage.artifact("own", logged_by=doomed)
    versions(stage, 2, logged_by=other)
    before = stage.whole(other)
    stage.call("delete", run=doomed, delete_artifacts=delete_artifacts)
    same("the runs that are left", stage.runs(), [other])
    same(f"the run {other} after delete of {doomed}", stage.whole(other), before)


@clause(
    "deletion.artifacts-stay",
    title="delete keeps the artifacts that the run logged, unless it is told otherwise",
    source="Run.delete: delete_artifacts=False is the default",
    verbs="delete",
    given={"count": some},
    tried=[{"count": 2}],
)
def artifacts_stay(stage: Stage, count: int) -> None:
    run = stage.run()
    logged = versions(stage, count, logged_by=run)
    stage.call("delete", run=run)
    same("the runs that are left", stage.runs(), [])
    same(
        "which artifacts are still there after delete without delete_artifacts",
        [name for name in logged if stage.aliases(stage.path(name)) is not None],
        logged,
    )


@clause(
    "deletion.artifacts-go",
    title="delete_artifacts=True deletes every artifact that the run logged, also one with aliases",
    source=ROW_2_ARTIFACTS,
    verbs="delete",
    given={"count": some, "aliases": st.booleans()},
    tried=[{"count": 2, "aliases": True}],
)
def artifacts_go(stage: Stage, count: int, aliases: bool) -> None:
    run = stage.run()
    logged = versions(stage, count, logged_by=run, aliases=["best"] if aliases else [])
    stage.call("delete", run=run, delete_artifacts=True)
    same("the runs that are left", stage.runs(), [])
    same(
        f"which of {', '.join(logged)} are still there after delete with delete_artifacts=True",
        [name for name in logged if stage.aliases(stage.path(name)) is not None],
        [],
    )


@clause(
    "deletion.inputs-stay",
    title="delete_artifacts=True keeps what the run only used",
    source=f"{ROW_2_ARTIFACTS}, not those it used",
    verbs="delete",
    given={"inputs": some},
    tried=[{"inputs": 1}],
)
def inputs_stay(stage: Stage, inputs: int) -> None:
    run, maker = stage.run("a"), stage.run("b")
    own = stage.artifact("own", logged_by=run)
    used = versions(stage, inputs, logged_by=maker, used_by=[run])
    stage.call("delete", run=run, delete_artifacts=True)
    same("the aliases of what the run logged", stage.aliases(own), None)
    same(
        "which of the artifacts that the deleted run used are still there",
        [name for name in used if stage.aliases(stage.path(name)) is not None],
        used,
    )


@clause(
    "deletion.twice",
    title="Deleting a run that is deleted harms nothing",
    source=f"{ROW_2}; clients delete again without harm",
    verbs="delete",
    given={"others": some},
    tried=[{"others": 1}],
)
def deleting_twice(stage: Stage, others: int) -> None:
    run = stage.run("a")
    left = [stage.run(f"b{number}") for number in range(others)]
    stage.call("delete", run=run)
    try:
        stage.call("delete", run=run)
    except NoAnswer:
        raise
    except ClientError:
        pass  # An error is right as well: there is no such run.
    same("the runs that are left after deleting one twice", stage.runs(), left)


@clause(
    "deletion.forgotten-by-artifacts",
    title="A deleted run is no longer told among those that used an artifact; the others are",
    source=f"{ROW_2}; what is gone has no place in a lineage",
    verbs="delete",
    given={"others": st.integers(0, 2), "delete_artifacts": st.booleans()},
    tried=[{"others": 1, "delete_artifacts": False}],
    inside=True,
)
def forgotten_by_artifacts(stage: Stage, others: int, delete_artifacts: bool) -> None:
    maker, doomed = stage.run("maker"), stage.run("a")
    users = [stage.run(f"b{number}") for number in range(others)]
    stage.artifact("data", logged_by=maker, used_by=[doomed, *users])
    stage.call("delete", run=doomed, delete_artifacts=delete_artifacts)
    lineage = stage.world.artifacts.lineage
    artifacts = lineage.outputs(stage.world.get_run(maker))
    came = {artifact.name: [user.path for user in lineage.users(artifact)] for artifact in artifacts}
    same(f"the artifact, and the runs that used it, after delete of {doomed}", came, {"data:v0": users})


@clause(
    "deletion.one-file",
    title="delete_file deletes just that file of just that run",
    source="File.delete: deletes the file from the run",
    verbs="delete_file",
    given={"doomed": st.sampled_from(["a.txt", "a.txt.bak", "logs/a.txt", "a"])},
    tried=[{"doomed": "a.txt"}, {"doomed": "a"}],
)
def one_file(stage: Stage, doomed: str) -> None:
    files = {"a.txt": "1", "a.txt.bak": "2", "logs/a.txt": "3", "a": "4"}
    run, other = stage.run("a", files=files), stage.run("b", files=files)
    stage.call("delete_file", run=run, name=doomed)
    same(
        f"the files that are left after delete_file({doomed!r})",
        sorted(stage.contents(run)),
        sorted(files.keys() - {doomed}),
    )
    same(f"the files of another run after delete_file({doomed!r})", sorted(stage.contents(other)), sorted(files))


@clause(
    "deletion.file-not-downloaded-again",
    title="A deleted file cannot be downloaded, even if it was before",
    source="File.delete: deletes the file from the run",
    verbs="delete_file download_file",
    given={"looked": st.booleans()},
    tried=[{"looked": True}],
)
def file_not_downloaded_again(stage: Stage, looked: bool) -> None:
    run = stage.run(files={"a.txt": "x"})
    if looked:
        stage.call("download_file", run=run, name="a.txt")
    stage.call("delete_file", run=run, name="a.txt")
    stage.refused("download_file", "of a file that was deleted", run=run, name="a.txt")


@clause(
    "deletion.file-not-listed",
    title="A deleted file is not among the files of the run, and the others are",
    source="File.delete: deletes the file from the run",
    verbs="delete_file files",
    given={"count": some, "which": st.integers(0, 3)},
    tried=[{"count": 3, "which": 1}],
)
def file_not_listed(stage: Stage, count: int, which: int) -> None:
    names = [f"{number}.txt" for number in range(count)]
    run = stage.run(files=dict.fromkeys(names, "x"))
    doomed = names[which % count]
    stage.call("files", run=run)
    stage.call("delete_file", run=run, name=doomed)
    came = sorted(file["name"] for file in stage.call("files", run=run))
    that(
        came == [name for name in names if name != doomed],
        f"what files gave after delete_file({doomed!r}), of {', '.join(names)}",
        expected="all but the one that was deleted",
        came=came,
        hint="Lists that were fetched before have to be asked for again.",
    )
