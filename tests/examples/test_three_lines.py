import wandb


def test_training_logs_its_loss(runfake):
    with wandb.init(project="demo", id="first") as run:
        run.log({"loss": 0.25})
    assert runfake.get_run("demo/first").summary["loss"] == 0.25
