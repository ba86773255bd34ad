"""Files: uploading them.

The paths are absolute: a client may have another working directory than the kit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.files import contents, many_bytes, same_bytes
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage

ROW_15 = "Run.upload_file: saved in the run under its path relative to root"
# How a root may be written: each is the folder "top/mid", which has the file in it.
NAMES = ("a.txt", "two words.txt", "größe.txt", "100%.txt", "deep/er/a.txt", "a")
# Roots as seen from the folder of the file, and what that makes of the name there.
ROOTS = (("", ""), ("/", ""), ("/.", ""), ("/..", "mid/"), ("/../", "mid/"), ("/../..", "top/mid/"), ("/./../mid", ""))


@contextmanager
def written(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """A file of this name in a folder ``.../top/mid``; gives both paths."""
    with TemporaryDirectory() as place:
        folder = Path(place).resolve() / "top" / "mid"
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        yield str(path), str(folder)


@clause(
    "files.upload-name",
    title="An uploaded file is named by its path relative to root, with slashes, however root is written",
    source=f"{ROW_15}: in my_dir with root='../', file.txt becomes my_dir/file.txt",
    verbs="upload_file",
    given={"name": st.sampled_from(NAMES), "root": st.sampled_from([root for root, _ in ROOTS])},
    tried=[
        {"name": "a.txt", "root": ""},
        {"name": "a.txt", "root": "/../"},
        {"name": "deep/er/a.txt", "root": "/"},
        {"name": "two words.txt", "root": "/../.."},
    ],
)
def upload_name(stage: Stage, name: str, root: str) -> None:
    run = stage.run()
    with written(name, b"x") as (path, folder):
        stage.call("upload_file", run=run, path=path, root=f"{folder}{root}")
    expected = f"{dict(ROOTS)[root]}{name}"
    same(
        f"the files of the run after uploading .../top/mid/{name} with root=.../top/mid{root}",
        [*stage.contents(run)],
        [expected],
    )


@clause(
    "files.upload-content",
    title="An uploaded file has its very bytes",
    source=ROW_15,
    verbs="upload_file",
    given={"content": contents},
    tried=[{"content": b""}, {"content": b"\r\n\x00\xff\xfe\r\n"}, {"content": "größe\n".encode()}],
)
def upload_content(stage: Stage, content: bytes) -> None:
    run = stage.run()
    with written("a.bin", content) as (path, root):
        stage.call("upload_file", run=run, path=path, root=root)
    held = stage.contents(run)
    same("the files of the run after an upload", sorted(held), ["a.bin"])
    same_bytes("the content of the uploaded file", held["a.bin"], content)


@clause(
    "files.upload-large",
    title="A large file is uploaded whole",
    source=ROW_15,
    verbs="upload_file",
    given={"size": st.integers(60_000, 400_000)},
    tried=[{"size": 300_000}, {"size": 65_536}],
    most=10,
)
def upload_large(stage: Stage, size: int) -> None:
    run = stage.run()
    with written("large.bin", many_bytes(size)) as (path, root):
        stage.call("upload_file", run=run, path=path, root=root)
    same_bytes(f"an upload of {size} bytes", stage.contents(run).get("large.bin", b""), many_bytes(size))


@clause(
    "files.upload-again",
    title="Uploading under the same name again replaces the content",
    source=f"{ROW_15}; there is one file of a name",
    verbs="upload_file",
    given={"first": contents, "second": contents},
    tried=[{"first": b"longer than the second", "second": b"short"}, {"first": b"old", "second": b""}],
)
def upload_again(stage: Stage, first: bytes, second: bytes) -> None:
    run = stage.run()
    for content in (first, second):
        with written("a.txt", content) as (path, root):
            stage.call("upload_file", run=run, path=path, root=root)
    held = stage.contents(run)
    same("the files of the run after two uploads under one name", sorted(held), ["a.txt"])
    same_bytes("the content after the second upload", held["a.txt"], second)


@clause(
    "files.upload-leaves-others",
    title="An upload leaves the other files of the run, and other runs, as they are",
    source=ROW_15,
    verbs="upload_file",
    given={"names": st.lists(st.sampled_from(["b", "b.txt.bak", "logs/b.txt", "B.txt"]), unique=True, min_size=1)},
    tried=[{"names": ["b", "logs/b.txt"]}],
)
def upload_leaves_others(stage: Stage, names: list[str]) -> None:
    files: dict[str, str | bytes] = dict.fromkeys(names, "held")
    run, other = stage.run("a", files=files), stage.run("b", files=files)
    with written("b.txt", b"new") as (path, root):
        stage.call("upload_file", run=run, path=path, root=root)
    held = dict.fromkeys(names, b"held")
    same("the files of the run after uploading b.txt", stage.contents(run), held | {"b.txt": b"new"})
    same("the files of another run", stage.contents(other), held)


@clause(
    "files.upload-leaves-the-run",
    title="An upload changes nothing of the run but its files: a run that has ended stays ended",
    source=f"{ROW_15}; newer servers and clients make sure that an upload revives no run",
    verbs="upload_file",
    given={"state": st.sampled_from(["finished", "running", "failed"])},
    tried=[{"state": "finished"}],
)
def upload_leaves_the_run(stage: Stage, state: str) -> None:
    run = stage.run(history=[{"loss": 1}], config={"lr": 1}, tags=["x"], notes="n", state=state)
    before = stage.whole(run) or {}
    with written("a.txt", b"x") as (path, root):
        stage.call("upload_file", run=run, path=path, root=root)
    same("the run after an upload", stage.whole(run), before | {"files": {"a.txt": b"x"}})


@clause(
    "files.upload-returns-the-file",
    title="upload_file gives the file as the run has it, with its name there and its size",
    source="Run.upload_file: returns the File",
    verbs="upload_file",
    given={"name": st.sampled_from(NAMES), "size": st.integers(0, 100)},
    tried=[{"name": "deep/er/a.txt", "size": 3}, {"name": "a", "size": 0}],
)
def upload_returns(stage: Stage, name: str, size: int) -> None:
    run = stage.run(files={"0-first.txt": "held"})
    with written(name, b"x" * size) as (path, root):
        came = stage.call("upload_file", run=run, path=path, root=root)
    same("what upload_file gave", {key: came[key] for key in ("name", "size")}, {"name": name, "size": size})


@clause(
    "files.upload-of-nothing",
    title="Uploading a file that does not exist is an error, and leaves no file behind",
    source=ROW_15,
    verbs="upload_file",
    given={"held": st.booleans()},
    tried=[{"held": False}, {"held": True}],
)
def upload_of_nothing(stage: Stage, held: bool) -> None:
    files: dict[str, str | bytes] = {"a.txt": "held"} if held else {}
    run = stage.run(files=files)
    with written("other.txt", b"x") as (_, root):
        stage.refused("upload_file", "of a path where there is no file", run=run, path=f"{root}/a.txt", root=root)
    same("the files of the run afterwards", stage.contents(run), {"a.txt": b"held"} if held else {})


@clause(
    "files.upload-is-listed",
    title="An uploaded file is among the files of the run at once",
    source=f"{ROW_15}; Run.files: the files of the run",
    verbs="upload_file files",
    given={"looked": st.booleans(), "held": st.integers(0, 3)},
    tried=[{"looked": True, "held": 1}],
)
def upload_is_listed(stage: Stage, looked: bool, held: int) -> None:
    names = [f"{number}.txt" for number in range(held)]
    run = stage.run(files=dict.fromkeys(names, "x"))
    if looked:
        stage.call("files", run=run)
    with written("a.txt", b"x") as (path, root):
        stage.call("upload_file", run=run, path=path, root=root)
    came = sorted(file["name"] for file in stage.call("files", run=run))
    that(
        came == [*names, "a.txt"],
        "what files gave after an upload of a.txt",
        expected=f"a.txt beside the {held} files that there were",
        came=came,
        hint="Lists that were fetched before have to be asked for again." if looked else "",
    )
