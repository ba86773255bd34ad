"""The graph of runs and artifacts."""

from __future__ import annotations

from runfake import World


def test_it_is_followed_both_ways_to_any_depth() -> None:
    world = World()
    prepare, train, judge, other = (world.run(f"p/{name}") for name in ("prepare", "train", "judge", "other"))
    raw = world.artifact("p/raw", files={"f": "raw"}, used_by=[prepare])
    clean = world.artifact("p/clean", files={"f": "clean"}, logged_by=prepare, used_by=[train, judge])
    model = world.artifact("p/model", type="model", files={"f": "w"}, logged_by=train, used_by=[judge])
    report = world.artifact("p/report", type="report", files={"f": "r"}, logged_by=judge)
    lineage = world.artifacts.lineage
    assert lineage.upstream(report) == [judge, clean, model, prepare, train, raw]
    assert lineage.downstream(raw) == [prepare, clean, train, judge, model, report]
    assert lineage.upstream(raw) == lineage.downstream(report) == lineage.upstream(other) == []
    assert lineage.used_as(judge, model) == "model:v0"


def test_a_circle_comes_to_an_end() -> None:
    world = World()
    run = world.run("p/r")
    version = world.artifact("p/a", files={"f": "1"}, logged_by=run, used_by=[run])
    assert world.artifacts.lineage.upstream(version) == [run]
    assert world.artifacts.lineage.downstream(run) == [version]


def test_deleted_ends_leave_no_loose_ends() -> None:
    world = World()
    maker, user = world.run("p/maker"), world.run("p/user")
    version = world.artifact("p/a", files={"f": "1"}, logged_by=maker, used_by=[user])
    made = world.artifact("p/b", files={"f": "2"}, logged_by=user)
    lineage = world.artifacts.lineage
    world.delete_run(user.storage_id)
    assert (lineage.users(version), lineage.maker(made), lineage.downstream(version)) == ([], None, [])
    assert lineage.outputs(maker) == [version]
    world.artifacts.delete(version, delete_aliases=True)
    assert lineage.outputs(maker) == []
    assert version.state == "DELETED"


def test_two_runs_that_logged_the_same_content_share_it() -> None:
    world = World()
    first, second = world.run("p/first"), world.run("p/second")
    version = world.artifact("p/a", files={"f": "1"}, logged_by=first)
    assert world.artifact("p/a", files={"f": "1"}, aliases=["again"], logged_by=second) is version
    lineage = world.artifacts.lineage
    assert (lineage.maker(version), lineage.loggers(version)) == (first, [first, second])
    world.delete_run(first.storage_id, delete_artifacts=True)
    assert (version.state, lineage.maker(version), lineage.outputs(second)) == ("COMMITTED", None, [version])
