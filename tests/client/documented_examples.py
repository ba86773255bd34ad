"""The two artifact examples that the documentation of ``Run`` shows, as a script; it prints what it sees."""

import wandb

with open("my_file.txt", "w") as file:
    file.write("some text")

with wandb.init(project="artifact-example") as run:
    artifact = wandb.Artifact("test_artifact", type="dataset")
    artifact.add_file("my_file.txt")
    run.log_artifact(artifact)

finished = wandb.Api().run(f"{run.entity}/{run.project}/{run.id}")
for logged in finished.logged_artifacts():
    print("logged", logged.name)

with wandb.init(project="artifact-example") as run:
    run.use_artifact("test_artifact:latest")

finished = wandb.Api().run(f"{run.entity}/{run.project}/{run.id}")
for used in finished.used_artifacts():
    print("used", used.name)
