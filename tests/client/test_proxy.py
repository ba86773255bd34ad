"""Behind a proxy that passes on two paths, few request headers and no response header."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import wandb
from wandb.errors import CommError
from wandb.sdk.lib.service.service_connection import WandbApiFailedError

from runfake.pytest_plugin.fixture import Runfake
from tests.client.proxy import Proxy, proxy_before


@pytest.fixture
def proxy(runfake: Runfake, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The client's base URL is that of a proxy."""
    with proxy_before(runfake.url) as proxy:
        monkeypatch.setenv("WANDB_BASE_URL", proxy.url)
        yield proxy


def test_a_run_with_files_and_an_artifact_is_logged_and_read_back(
    runfake: Runfake, proxy: Proxy, tmp_path: Path
) -> None:
    (tmp_path / "weights.bin").write_bytes(b"w" * 300_000)
    data = wandb.Artifact("data", type="dataset")
    with data.new_file("train.csv") as file:
        file.write("1,2")
    with wandb.init(project="shop", id="a", config={"lr": 0.1}) as run:
        for step in range(5):
            run.log({"loss": 1 / (step + 1)})
        run.save(str(tmp_path / "weights.bin"), base_path=str(tmp_path))
        run.log_artifact(data, aliases=["gold"]).wait()

    api = wandb.Api()
    read = api.run("shop/a")
    assert (read.state, read.config, read.summary["loss"]) == ("finished", {"lr": 0.1}, 0.2)
    assert [row["loss"] for row in read.scan_history()] == [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]
    assert read.history(pandas=False)[-1]["loss"] == 0.2
    with read.file("weights.bin").download(root=str(tmp_path / "down")) as file:
        assert Path(file.name).read_bytes() == b"w" * 300_000
    (tmp_path / "late.txt").write_text("late")
    read.upload_file(str(tmp_path / "late.txt"), root=str(tmp_path))
    assert runfake.get_run("shop/a").files["late.txt"].content == b"late"

    version = api.artifact("shop/data:gold")
    folder = Path(version.download(root=str(tmp_path / "artifact"), skip_cache=True))
    assert (folder / "train.csv").read_text() == "1,2"
    assert (version.version, version.logged_by().id) == ("v0", "a")

    assert {path.partition("?")[0] for path in proxy.passed} == {"/graphql", "/files/runfake/shop/a/file_stream"}
    assert (proxy.refused, proxy.late) == ([], [])
    assert runfake.journal.refused() == []


def test_a_refusal_is_understood_without_its_headers(runfake: Runfake, proxy: Proxy) -> None:
    api = wandb.Api()
    runfake.run("shop/a")
    with pytest.raises(WandbApiFailedError, match="entity 'runfaek' not found"):
        api.create_project("shop", "runfaek")
    with pytest.raises(CommError, match="Could not find run"):
        api.run("shop/b")
    assert [entry.status for entry in runfake.journal.refused()] == [404]
    assert set(proxy.passed) == {"/graphql"}
