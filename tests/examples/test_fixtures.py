import wandb

from runfake import World, serve


def losses(run_path):
    """The code under test."""
    history = wandb.Api().run(run_path).scan_history(keys=["Loss"])
    return [row["Loss"] for row in history]


def test_a_world_that_comes_with_runfake(monkeypatch):
    with serve(World.load("numpy-boston")) as server:
        monkeypatch.setenv("WANDB_BASE_URL", server.url)
        monkeypatch.setenv("WANDB_API_KEY", server.api_key)
        assert len(losses("l2k2/examples-numpy-boston/i0wt6xua")) == 120


def test_traffic_that_was_recorded_is_a_fixture(runfake, monkeypatch, tmp_path):
    with wandb.init(project="demo", id="a") as run:
        run.log({"Loss": 0.5})
        run.log({"Loss": 0.25})
    folder = runfake.world.export(tmp_path / "recorded")
    assert (folder / "runfake" / "demo" / "runs" / "a" / "history.jsonl").is_file()

    with serve(World.load(folder)) as server:
        monkeypatch.setenv("WANDB_BASE_URL", server.url)
        monkeypatch.setenv("WANDB_API_KEY", server.api_key)
        assert losses("demo/a") == [0.5, 0.25]
