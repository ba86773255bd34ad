import wandb


def test_a_block_that_leaves_no_trace(runfake):
    run = runfake.run("demo/a", history=[{"loss": 0.5}])
    with runfake.world.snapshot():
        with wandb.init(project="demo", id="b") as other:
            other.log({"loss": 0.25})
        wandb.Api().run("demo/a").delete()
        assert [run.id for run in runfake.runs()] == ["b"]
    assert runfake.runs() == [run]
    assert [row["loss"] for row in wandb.Api().run("demo/a").scan_history()] == [0.5]


def test_several_ways_from_one_place(runfake):
    run = runfake.run("demo/a", tags=["baseline"])
    with runfake.world.snapshot() as start:
        for tag in ("good", "bad"):
            read = wandb.Api().run("demo/a")
            read.tags.append(tag)
            read.update()
            assert run.tags == ["baseline", tag]
            start.restore()
