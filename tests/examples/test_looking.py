def test_what_a_run_holds(runfake):
    run = runfake.run("demo/a", config={"lr": 0.1}, history=[{"loss": 0.9}, {"loss": 0.5}], files={"notes.md": "hi"})
    assert run.config == {"lr": 0.1}
    assert run.summary["loss"] == 0.5
    assert [row["loss"] for row in run.history] == [0.9, 0.5]
    assert run.files["notes.md"].content == b"hi"
    assert (run.state, run.tags, "error" in run.console) == ("finished", [], False)


def test_what_an_artifact_holds(runfake):
    maker = runfake.run("demo/maker")
    data = runfake.artifact("demo/shelves", files={"train.csv": "1,2"}, aliases=["gold"], logged_by=maker)
    assert (data.name, data.aliases) == ("shelves:v0", ["latest", "gold"])
    assert data.read("train.csv") == b"1,2"
    assert runfake.get_artifact("demo/shelves:gold") is data
    assert runfake.world.artifacts.lineage.outputs(maker) == [data]
