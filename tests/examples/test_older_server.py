import pytest
import wandb

from runfake import which


def number_of_files(artifact):
    """The code under test: counts the files of an artifact, also where the server does not."""
    files = artifact.files()
    try:
        return len(files)
    except NotImplementedError:
        return sum(1 for _ in files)


@pytest.mark.parametrize("missing", [[], ["TOTAL_COUNT_IN_FILE_CONNECTION"]])
def test_files_are_counted_by_every_server(runfake, missing):
    runfake.world.set_server(disabled_features=missing)
    runfake.artifact("demo/data", files={"a.csv": "1", "b.csv": "2"})
    assert number_of_files(wandb.Api().artifact("demo/data:v0")) == 2


@pytest.mark.runfake(server_version="0.60.0", disabled_features={"MARK_RUN_FILES_UPLOADED"})
def test_a_server_of_some_years_ago(runfake, tmp_path):
    runfake.run("demo/a")
    (tmp_path / "notes.md").write_text("hi")
    wandb.Api().run("demo/a").upload_file(str(tmp_path / "notes.md"), root=str(tmp_path))
    assert runfake.get_run("demo/a").files["notes.md"].content == b"hi"
    runfake.journal.assert_never(which.operation("MarkRunFilesUploaded"))
