"""Files: naming them, and getting their content."""

from __future__ import annotations

import base64
import binascii
from random import Random
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.judging import Broken, same, shown, that
from runfake.contract.stage import Stage

ROW_4 = "Run.file: the run's file with exactly that name"
ROW_5 = "Run.files: names empty or missing means all files"
DOWNLOAD = "File.download: the content of the file"
# Names that are parts of each other, in folders, and with what URLs write otherwise.
NAMES = ("a.txt", "a.txt.bak", "a", "logs/a.txt", "logs/deep/a.txt", "größe.txt", "日本.txt", "two words.txt")
ODD = ("100%.txt", "%41.txt", "a+b.txt", "x&y=z.txt", "Case.txt", "case.txt", "..a", "_a[0]{1}.txt")
some_names = st.lists(st.sampled_from([*NAMES, *ODD]), unique=True, min_size=1, max_size=5)
contents = st.binary(max_size=40) | st.text(max_size=20).map(str.encode)


def many_bytes(size: int) -> bytes:
    """The same bytes for the same size, whatever they are."""
    return Random(size).randbytes(size)


def sized(names: list[str]) -> dict[str, str | bytes]:
    """Files of these names, each of another size."""
    return {name: "x" * number for number, name in enumerate(names)}


def content_of(came: Any) -> bytes:
    """The bytes that a client gave as Base64.

    Raises:
        Broken: it is something else.
    """
    try:
        return base64.b64decode(came, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise Broken("what download_file gave", "the content, as text of Base64", shown(came)) from None


def same_bytes(what: str, came: bytes, expected: bytes) -> None:
    """Contents have to be equal.

    Raises:
        Broken: they are not.
    """
    shorter = min(len(came), len(expected))
    at = next((index for index in range(shorter) if came[index] != expected[index]), shorter)
    that(
        came == expected,
        what,
        expected=f"{len(expected)} bytes, {expected[at : at + 20]!r} from byte {at}",
        came=f"{len(came)} bytes, {came[at : at + 20]!r} there",
    )


@clause(
    "files.exactly-that-name",
    title="file gives the file of exactly that name",
    source=ROW_4,
    verbs="file",
    given={"names": some_names, "which": st.integers(0, 4)},
    tried=[
        {"names": ["a.txt.bak", "a.txt", "logs/a.txt"], "which": 1},
        {"names": ["Case.txt", "case.txt"], "which": 1},
        {"names": ["%41.txt", "100%.txt"], "which": 1},
    ],
)
def exactly_that_name(stage: Stage, names: list[str], which: int) -> None:
    files = sized(names)
    name = names[which % len(names)]
    came = stage.call("file", run=stage.run(files=files), name=name)
    expected = {"name": name, "size": len(files[name])}
    same(f"what file({name!r}) gave", {key: came[key] for key in ("name", "size")}, expected)


@clause(
    "files.sizes",
    title="files tells of each file how many bytes it has",
    source="Run.files: File objects have name and size in bytes",
    verbs="files",
    given={"contents": st.lists(contents, min_size=1, max_size=4)},
    tried=[{"contents": [b"", "größe".encode(), b"abc"]}],
)
def sizes(stage: Stage, contents: list[bytes]) -> None:
    files: dict[str, str | bytes] = {f"{number}.bin": content for number, content in enumerate(contents)}
    came = stage.call("files", run=stage.run(files=files))
    same(
        "the sizes of the files, by name",
        {file["name"]: file["size"] for file in came},
        {name: len(content) for name, content in files.items()},
    )


@clause(
    "files.only-those-names",
    title="files with names gives these files, and no others",
    source="Run.files: names are those of the files that are wanted",
    verbs="files",
    given={"names": some_names, "wanted": st.integers(1, 5), "per_page": st.integers(1, 6)},
    tried=[
        {"names": ["a", "a.txt", "a.txt.bak", "logs/a.txt"], "wanted": 2, "per_page": 50},
        {"names": ["two words.txt", "größe.txt", "100%.txt", "b"], "wanted": 3, "per_page": 1},
    ],
)
def only_those_names(stage: Stage, names: list[str], wanted: int, per_page: int) -> None:
    run = stage.run(files=sized(names))
    chosen = names[:wanted]
    came = stage.call("files", run=run, names=chosen, per_page=per_page)
    same(f"what files(names={chosen!r}) gave", sorted(file["name"] for file in came), sorted(chosen))


@clause(
    "files.no-names-are-all",
    title="files with an empty list of names gives every file, as without one",
    source=ROW_5,
    verbs="files",
    given={"names": some_names},
    tried=[{"names": ["a", "b/c"]}],
)
def no_names_are_all(stage: Stage, names: list[str]) -> None:
    run = stage.run(files=sized(names))
    without = stage.call("files", run=run)
    same("what files gave without names", sorted(file["name"] for file in without), sorted(names))
    empty = stage.call("files", run=run, names=[])
    same("what files(names=[]) gave", sorted(file["name"] for file in empty), sorted(names))


@clause(
    "files.of-this-run",
    title="files gives nothing of other runs",
    source="Run.files: the files of the run",
    verbs="files",
    given={"own": some_names, "others": some_names},
    tried=[{"own": ["a"], "others": ["a", "b"]}, {"own": ["b"], "others": ["a"]}],
)
def of_this_run(stage: Stage, own: list[str], others: list[str]) -> None:
    run, _ = stage.run("a", files=sized(own)), stage.run("b", files=sized(others))
    came = stage.call("files", run=run)
    same("the files of a run beside another with files", sorted(file["name"] for file in came), sorted(own))


@clause(
    "files.download",
    title="Downloading a file gives its very bytes",
    source=DOWNLOAD,
    verbs="download_file",
    given={"name": st.sampled_from([*NAMES, *ODD]), "content": contents},
    tried=[
        {"name": "a.txt", "content": b""},
        {"name": "a.txt", "content": b"\r\n\x00\xff\xfe\r\n"},
        {"name": "100%.txt", "content": "größe\n".encode()},
    ],
)
def download(stage: Stage, name: str, content: bytes) -> None:
    run = stage.run(files={"other.txt": "other", name: content})
    same_bytes(f"the content of {name!r}", content_of(stage.call("download_file", run=run, name=name)), content)


@clause(
    "files.download-large",
    title="Downloading a large file gives all of it",
    source=DOWNLOAD,
    verbs="download_file",
    given={"size": st.integers(60_000, 400_000)},
    tried=[{"size": 300_000}, {"size": 65_536}],
    most=10,
)
def download_large(stage: Stage, size: int) -> None:
    content = many_bytes(size)
    came = stage.call("download_file", run=stage.run(files={"large.bin": content}), name="large.bin")
    same_bytes(f"the content of a file of {size} bytes", content_of(came), content)


@clause(
    "files.download-of-nothing",
    title="Downloading a file that does not exist is an error",
    source=f"{DOWNLOAD}; servers answer with a placeholder for a name that they do not know",
    verbs="download_file",
    given={"name": st.sampled_from(["b.txt", "a", "a.txt.bak", "logs/a.txt"])},
    tried=[{"name": "a"}],
)
def download_of_nothing(stage: Stage, name: str) -> None:
    run, _ = stage.run("a", files={"a.txt": "x"}), stage.run("b", files={name: "y"})
    stage.refused("download_file", f"of {name!r}, which the run does not have", run=run, name=name)


@clause(
    "files.download-after-change",
    title="Downloading a file again gives what it holds by then",
    source=f"{DOWNLOAD}; runs upload files anew while they go on",
    verbs="download_file",
    given={"first": contents, "second": contents},
    tried=[{"first": b"old", "second": b"new"}],
)
def download_after_change(stage: Stage, first: bytes, second: bytes) -> None:
    run = stage.run(files={"a.txt": first})
    same_bytes("the content at first", content_of(stage.call("download_file", run=run, name="a.txt")), first)
    stage.run(files={"a.txt": second})
    same_bytes("the content afterwards", content_of(stage.call("download_file", run=run, name="a.txt")), second)
