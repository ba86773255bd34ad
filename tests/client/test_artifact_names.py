"""Names from hell: they work, or are refused in words that name them; and none of them leads out of its folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

# Paths that have to work, on every way in and out.
GOOD_PATHS = [
    "файл 🔑.txt", "a b/c d.txt", " lead", "trail ", "~", "~/x", "~~/~x", "100%", "%2e%2e%2fx", "%00", "a%20b",
    "a+b&c=d", "q?x#y", "semi;colon", "'quote\"", "<tag>|*", "$HOME", "`id`", "line\nbreak", "tab\there", "...",
    ".hidden/..x", "n" * 255, "/".join(["deep" * 10] * 20), unicodedata.normalize("NFD", "é"), "\u202egnp.exe",
    "wandb_manifest.json", "back\\slash",
]  # fmt: skip
# Paths that lead out of a folder, here or on Windows, or that no folder can hold: refused when logged or when read.
BAD_PATHS = [
    "../x", "a/../../x", "..", "/absolute", "a/..", "..\\x", "C:\\x", "a:b", "n" * 256,
]  # fmt: skip
# Paths that Python itself will not have: the client gives its words on, which name no path.
UNSPEAKABLE_PATHS = ["nul\0byte", "half \ud800 pair"]
# Paths that the client tidies up: ``a//b`` is ``a/b``.
UNTIDY_PATHS = {"a//b": "a/b", "./x": "x", "a/./b": "a/b", "a/": "a"}
GOOD_NAMES = ["имя", "a b", "~", "a~b", "...", "..", "a.b", "x" * 128, "a+b&c=d", "'quote\"", "$HOME", "🔑"]
BAD_NAMES = ["a/b", "a%b", "a?b", "a#b", "a\\b", "x" * 129, " lead", "new\nline", "nul\0byte"]
GOOD_ALIASES = ["имя 🔑", "a b", "~", "..", "100%", "a?b#c", "a\\b", "x" * 128, "'quote\"", "v", "v1x", "V1"]
BAD_ALIASES = ["a/b", "a:b", "v0", "v12", "x" * 129]
GOOD_TAGS = ["имя", "a b", "a-b_c", "x" * 128]
BAD_TAGS = ["a/b", "a.b", "a%b", " lead", "~", "🔑", "x" * 129]
SOURCE = "source.bin"
CONTENT = b"some \x00 bytes"


def shown(name: str) -> re.Pattern[str]:
    """A pattern of texts that name ``name``, by its beginning if it is long."""
    return re.compile("|".join(re.escape(form[:40]) for form in (name, repr(name)[1:-1], ascii(name)[1:-1])))


def refused(name: str, action: Callable[[], object]) -> bool:
    """Whether an action is refused; any other error than one that names it is raised."""
    try:
        action()
    except Exception as error:
        texts = [f"{error}", *map(str, getattr(error, "exceptions", ()))]
        if any(shown(name).search(text) for text in texts):
            return True
        raise
    return False


@pytest.fixture
def cage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder ``cage/down``, three deep in others that stay as they are, the working directory among them."""
    below = tmp_path / "a" / "b"
    down = below / "down"
    down.mkdir(parents=True)
    source = below / SOURCE
    source.write_bytes(CONTENT)
    monkeypatch.chdir(below)
    monkeypatch.setenv("HOME", str(tmp_path))
    yield down
    outside = {path for path in tmp_path.rglob("*") if down not in (path, *path.parents)}
    assert outside == {tmp_path / "a", below, source}
    assert source.read_bytes() == CONTENT
    assert not Path("/absolute").exists()


def log(file: str = "f", name: str = "ds", alias: str | None = None, tag: str | None = None) -> str:
    """Logs the source under some name with the real client; returns the artifact's name."""
    artifact = wandb.Artifact(name, type="dataset")
    artifact.add_file(SOURCE, name=file)
    with wandb.init(project="shop") as run:
        logged = run.log_artifact(artifact, aliases=[alias] if alias else None, tags=[tag] if tag else None)
        return str(logged.wait(60).name)


def read(root: Path, name: str = "ds:latest") -> dict[str, bytes]:
    """Every file of an artifact, downloaded with the real client."""
    folder = Path(wandb.Api().artifact(f"shop/{name}").download(root=str(root), skip_cache=True))
    assert folder == root
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", GOOD_PATHS)
def test_a_path_that_a_folder_can_hold_is_logged_and_read(runfake: Runfake, cage: Path, path: str) -> None:
    log(path)
    assert read(cage) == {path: CONTENT}
    assert runfake.world.project("shop").collections["ds"].memberships[0].artifact.read(path) == CONTENT
    assert runfake.journal.refused() == []


@pytest.mark.parametrize("path", GOOD_PATHS)
def test_a_path_that_a_folder_can_hold_is_authored_and_read(runfake: Runfake, cage: Path, path: str) -> None:
    runfake.artifact("shop/ds", files={path: CONTENT})
    assert read(cage) == {path: CONTENT}
    assert runfake.journal.refused() == []


@pytest.mark.parametrize("path", BAD_PATHS)
def test_a_path_that_leads_out_is_refused(runfake: Runfake, cage: Path, path: str) -> None:
    assert refused(path, lambda: log(path)) or refused(path, lambda: read(cage))
    author = "shop/authored"
    assert refused(path, lambda: runfake.artifact(author, files={path: CONTENT})) or refused(
        path, lambda: read(cage, "authored:latest")
    )
    assert [file for file in cage.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("path", UNSPEAKABLE_PATHS)
def test_a_path_that_is_no_text_is_refused(runfake: Runfake, cage: Path, path: str) -> None:
    with pytest.raises(ValueError, match=r"embedded null byte|surrogates not allowed"):
        read(cage, log(path))
    assert refused(path, lambda: runfake.artifact("shop/authored", files={path: CONTENT}))
    assert not cage.exists() or list(cage.iterdir()) == []


@pytest.mark.parametrize(("path", "tidy"), UNTIDY_PATHS.items())
def test_an_untidy_path_is_tidied_by_the_client(runfake: Runfake, cage: Path, path: str, tidy: str) -> None:
    log(path)
    assert read(cage) == {tidy: CONTENT}
    assert refused(path, lambda: runfake.artifact("shop/authored", files={path: CONTENT}))


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_an_artifact_name_works(runfake: Runfake, cage: Path, name: str) -> None:
    if not refused(name, lambda: log(name=name)):
        assert read(cage / "logged", f"{name}:v0") == {"f": CONTENT}
    runfake.artifact(f"shop/{name}", files={"g": CONTENT})
    assert read(cage / "authored", f"{name}:latest") == {"g": CONTENT}


@pytest.mark.parametrize("name", BAD_NAMES)
@pytest.mark.usefixtures("cage")
def test_an_artifact_name_is_refused(runfake: Runfake, name: str) -> None:
    assert refused(name, lambda: log(name=name))
    assert refused(name, lambda: runfake.artifact(f"{runfake.entity}/shop/{name}", files={"f": CONTENT}))
    assert list(runfake.world.project("shop").collections) == []


@pytest.mark.parametrize("alias", GOOD_ALIASES)
def test_an_alias_works(runfake: Runfake, cage: Path, alias: str) -> None:
    log(alias=alias)
    assert read(cage / "logged", f"ds:{alias}") == {"f": CONTENT}
    runfake.artifact("shop/ds", files={"g": CONTENT}, aliases=[alias])
    assert read(cage / "authored", f"ds:{alias}") == {"g": CONTENT}


@pytest.mark.parametrize("alias", BAD_ALIASES)
@pytest.mark.usefixtures("cage")
def test_an_alias_is_refused(runfake: Runfake, alias: str) -> None:
    with pytest.raises(Exception, match=r"[Aa]lias"):
        log(alias=alias)
    assert refused(alias, lambda: runfake.artifact("shop/ds", files={"f": CONTENT}, aliases=[alias]))
    held = runfake.world.project("shop").collections.get("ds")
    assert held is None or held.memberships == []


@pytest.mark.parametrize("tag", GOOD_TAGS)
@pytest.mark.usefixtures("cage")
def test_a_tag_works(runfake: Runfake, tag: str) -> None:
    log(tag=tag)
    runfake.artifact("shop/other", files={"f": CONTENT}, tags=[tag])
    assert [wandb.Api().artifact(f"shop/{name}:v0").tags for name in ("ds", "other")] == [[tag], [tag]]


@pytest.mark.parametrize("tag", BAD_TAGS)
@pytest.mark.usefixtures("cage")
def test_a_tag_is_refused(runfake: Runfake, tag: str) -> None:
    with pytest.raises(Exception, match=r"[Ii]nvalid tag"):
        log(tag=tag)
    assert refused(tag, lambda: runfake.artifact("shop/ds", files={"f": CONTENT}, tags=[tag]))
