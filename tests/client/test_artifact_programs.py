"""Row 17: random programs over artifacts, played through the real client and compared with a model of plain dicts."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
import wandb
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from wandb.errors import CommError

from runfake.pytest_plugin.fixture import Runfake

RUNS = ("red", "green", "blue")
SEQUENCES = {"ds": "dataset", "extra": "dataset", "net": "model"}
PORTFOLIO = "picks"
ALIASES = ("latest", "best", "old")
TAGS = ("raw", "two words")
CONTENTS: tuple[dict[str, str], ...] = (
    {"a.txt": "1"},
    {"a.txt": "2"},
    {"a.txt": "1", "sub/b.txt": "2"},
    {"a.txt": "2", "sub/b.txt": "1", "c.txt": ""},
)
PAGE_SIZES = (1, 2, 100)
_T = TypeVar("_T")
_projects = itertools.count()


# -- the model -------------------------------------------------------------------------------------


@dataclass(eq=False)
class Version:
    """What the model knows of one version; ``source`` is its name in its own sequence."""

    source: str
    type: str
    files: dict[str, str]
    maker: str | None
    loggers: set[str] = field(default_factory=set)
    users: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Shelf:
    """A collection: its versions by number, and which number has an alias."""

    name: str
    type: str
    is_sequence: bool
    following: int = 0
    versions: dict[int, Version] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)

    def number_of(self, version: Version) -> int | None:
        """The number of a version here."""
        return next((number for number, held in self.versions.items() if held is version), None)

    def put(self, version: Version) -> int:
        """Takes a version in as the next, which is the latest."""
        number, self.following = self.following, self.following + 1
        self.versions[number] = version
        self.aliases["latest"] = number
        return number

    def call(self, number: int, aliases: frozenset[str]) -> None:
        """Moves aliases to a number."""
        self.aliases |= dict.fromkeys(aliases, number)

    def called(self, number: int) -> list[str]:
        """The aliases of a number, sorted."""
        return sorted(alias for alias, holder in self.aliases.items() if holder == number)

    def drop(self, number: int) -> None:
        """Takes a number out; it is not given again."""
        was_latest = self.aliases.get("latest") == number
        del self.versions[number]
        self.aliases = {alias: holder for alias, holder in self.aliases.items() if holder != number}
        if was_latest and self.versions:
            self.aliases["latest"] = max(self.versions)


@dataclass(frozen=True)
class Place:
    """One version in one collection."""

    shelf: Shelf
    number: int

    @property
    def version(self) -> Version:
        """The version that is there."""
        return self.shelf.versions[self.number]

    @property
    def name(self) -> str:
        """``collection:v3``."""
        return f"{self.shelf.name}:v{self.number}"


class Model:
    """What a project should hold."""

    def __init__(self) -> None:
        self.runs = list(RUNS)
        self.shelves: dict[str, Shelf] = {}

    def places(self) -> list[Place]:
        """Every place of every version."""
        return [Place(shelf, number) for shelf in self.shelves.values() for number in shelf.versions]

    def sources(self) -> list[Place]:
        """The places of the versions in their own sequences."""
        return [place for place in self.places() if place.shelf.is_sequence]

    def links(self, version: Version) -> list[Place]:
        """The places of a version in portfolios."""
        return [place for place in self.places() if place.version is version and not place.shelf.is_sequence]

    def log(self, run: str, name: str, files: dict[str, str]) -> Place:
        """A run logs files: they are a new version, or the one with just that content."""
        shelf = self.shelves.setdefault(name, Shelf(name, SEQUENCES[name], is_sequence=True))
        for number, version in shelf.versions.items():
            if version.files == files:
                version.loggers.add(run)
                return Place(shelf, number)
        made = Version(f"{name}:v{shelf.following}", shelf.type, files, maker=run, loggers={run})
        return Place(shelf, shelf.put(made))

    def delete(self, version: Version) -> None:
        """A version goes from all collections."""
        for place in self.places():
            if place.version is version:
                place.shelf.drop(place.number)

    def delete_run(self, run: str, delete_artifacts: bool) -> None:
        """A run goes, with the versions that no other logged if so asked."""
        self.runs.remove(run)
        for version in [place.version for place in self.sources()]:
            alone = version.loggers == {run}
            version.users.discard(run)
            version.loggers.discard(run)
            version.maker = None if version.maker == run else version.maker
            if alone and delete_artifacts:
                self.delete(version)


# -- the client ------------------------------------------------------------------------------------


class Shop:
    """One project, as the client and as the model have it."""

    def __init__(self, project: str, folder: Path, writers: dict[str, wandb.Run]) -> None:
        self.project = project
        self.folder = folder
        self.model = Model()
        self.writers = writers
        self.api = wandb.Api()

    def artifact(self, name: str) -> wandb.Artifact:
        """A version as the client reads it now."""
        found: wandb.Artifact = self.api.artifact(f"{self.project}/{name}")
        return found

    def exists(self, name: str) -> bool:
        """Whether the client finds a version of that name."""
        return bool(self.api.artifact_exists(f"{self.project}/{name}"))

    def run(self, name: str) -> Any:
        """A run as the client reads it now."""
        return self.api.run(f"{self.project}/{name}")


@contextmanager
def opened(folder: Path) -> Iterator[Shop]:
    """A fresh project with the runs open for logging; they are finished in the end."""
    project = f"shop{next(_projects)}"
    (folder / project).mkdir()
    writers: dict[str, wandb.Run] = {}
    try:
        for name in RUNS:
            writers[name] = wandb.init(project=project, id=name, reinit="create_new")
        yield Shop(project, folder / project, writers)
    finally:
        for writer in writers.values():
            writer.finish()


# -- steps -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Log:
    """A run logs content."""

    run: int
    collection: str
    content: dict[str, str]
    aliases: frozenset[str]
    tags: frozenset[str]

    def play(self, shop: Shop) -> None:
        """The client names ``latest`` by itself."""
        run = pick(shop.model.runs, self.run)
        if run is None:
            return
        place = shop.model.log(run, self.collection, self.content)
        place.shelf.call(place.number, self.aliases | {"latest"})
        place.version.tags |= self.tags
        logged = shop.writers[run].log_artifact(
            self._draft(shop.folder), aliases=sorted(self.aliases), tags=sorted(self.tags)
        )
        logged.wait()
        assert logged.name == place.name
        assert sorted(logged.aliases) == place.shelf.called(place.number)

    def _draft(self, folder: Path) -> wandb.Artifact:
        draft = wandb.Artifact(self.collection, type=SEQUENCES[self.collection])
        for path, text in self.content.items():
            (folder / "draft.txt").write_text(text)
            draft.add_file(str(folder / "draft.txt"), name=path)
        return draft


@dataclass(frozen=True)
class Declare:
    """A run logs a version that is there; only the aliases that are named move."""

    run: int
    place: int
    aliases: frozenset[str]
    tags: frozenset[str]

    def play(self, shop: Shop) -> None:
        """Links stand for what they link to."""
        run, place = pick(shop.model.runs, self.run), pick(shop.model.places(), self.place)
        if run is None or place is None:
            return
        artifact = shop.artifact(place.name)
        shop.run(run).log_artifact(artifact, aliases=sorted(self.aliases), tags=sorted(self.tags))
        source = shop.model.log(run, place.version.source.partition(":")[0], place.version.files)
        source.shelf.call(source.number, self.aliases)
        source.version.tags |= self.tags


@dataclass(frozen=True)
class Use:
    """A run uses a version, or a link to it."""

    run: int
    place: int

    def play(self, shop: Shop) -> None:
        """Using it twice is using it."""
        run, place = pick(shop.model.runs, self.run), pick(shop.model.places(), self.place)
        if run is None or place is None:
            return
        shop.run(run).use_artifact(shop.artifact(place.name))
        place.version.users.add(run)


@dataclass(frozen=True)
class Edit:
    """The aliases in a collection and the tags of a version are set."""

    place: int
    aliases: frozenset[str]
    tags: frozenset[str]

    def play(self, shop: Shop) -> None:
        """Aliases are the collection's, tags are the version's."""
        place = pick(shop.model.places(), self.place)
        if place is None:
            return
        artifact = shop.artifact(place.name)
        artifact.aliases = sorted(self.aliases)
        artifact.tags = sorted(self.tags)
        artifact.save()
        shelf = place.shelf
        shelf.aliases = {alias: holder for alias, holder in shelf.aliases.items() if holder != place.number}
        shelf.call(place.number, self.aliases)
        place.version.tags = set(self.tags)


@dataclass(frozen=True)
class Link:
    """A version is linked to the portfolio."""

    place: int
    aliases: frozenset[str]

    def play(self, shop: Shop) -> None:
        """The first link decides of which type the portfolio is; one that is there already keeps its number."""
        place = pick(shop.model.sources(), self.place)
        if place is None:
            return
        version = place.version
        shelf = shop.model.shelves.setdefault(PORTFOLIO, Shelf(PORTFOLIO, version.type, is_sequence=False))
        artifact, target = shop.artifact(place.name), f"{shop.project}/{PORTFOLIO}"
        if shelf.type != version.type:
            with pytest.raises(CommError, match="cannot be linked"):
                artifact.link(target, aliases=sorted(self.aliases))
            return
        linked = artifact.link(target, aliases=sorted(self.aliases))
        number = shelf.number_of(version)
        number = shelf.put(version) if number is None else number
        shelf.call(number, self.aliases)
        assert linked is not None
        assert (linked.version, linked.source_name) == (f"v{number}", version.source)
        assert sorted(linked.aliases) == shelf.called(number)


@dataclass(frozen=True)
class Unlink:
    """A version is unlinked, or its link is deleted, which is the same."""

    place: int
    by_delete: bool

    def play(self, shop: Shop) -> None:
        """The version stays where it was logged."""
        place = pick([place for place in shop.model.places() if not place.shelf.is_sequence], self.place)
        if place is None:
            return
        artifact = shop.artifact(place.name)
        if self.by_delete:
            artifact.delete()
        else:
            artifact.unlink()
        place.shelf.drop(place.number)


@dataclass(frozen=True)
class Delete:
    """A version is deleted, which is refused if it has aliases that are not to be deleted."""

    place: int
    delete_aliases: bool

    def play(self, shop: Shop) -> None:
        """Aliases in portfolios count as well."""
        place = pick(shop.model.sources(), self.place)
        if place is None:
            return
        artifact, version = shop.artifact(place.name), place.version
        named = any(held.shelf.called(held.number) for held in (place, *shop.model.links(version)))
        if named and not self.delete_aliases:
            with pytest.raises(CommError, match="has the aliases"):
                artifact.delete(delete_aliases=False)
            return
        artifact.delete(delete_aliases=self.delete_aliases)
        shop.model.delete(version)


@dataclass(frozen=True)
class DeleteRun:
    """A run is deleted, with or without what it logged."""

    run: int
    delete_artifacts: bool

    def play(self, shop: Shop) -> None:
        """The run is finished before."""
        run = pick(shop.model.runs, self.run)
        if run is None:
            return
        shop.writers.pop(run).finish()
        shop.run(run).delete(delete_artifacts=self.delete_artifacts)
        shop.model.delete_run(run, self.delete_artifacts)


Step = Log | Declare | Use | Edit | Link | Unlink | Delete | DeleteRun


def pick(things: list[_T], number: int) -> _T | None:
    """One of the things, None if there is none."""
    return things[number % len(things)] if things else None


_NUMBER, _FLAG = st.integers(0, 11), st.booleans()
_SOME_ALIASES = st.frozensets(st.sampled_from(ALIASES), max_size=2)
_SOME_TAGS = st.frozensets(st.sampled_from(TAGS))
_LOG = st.builds(Log, _NUMBER, st.sampled_from(sorted(SEQUENCES)), st.sampled_from(CONTENTS), _SOME_ALIASES, _SOME_TAGS)
_LINK = st.builds(Link, _NUMBER, _SOME_ALIASES)
_ANY: list[SearchStrategy[Step]] = [
    _LOG,
    _LINK,
    st.builds(Declare, _NUMBER, _NUMBER, _SOME_ALIASES, _SOME_TAGS),
    st.builds(Use, _NUMBER, _NUMBER),
    st.builds(Edit, _NUMBER, _SOME_ALIASES, _SOME_TAGS),
    st.builds(Unlink, _NUMBER, _FLAG),
    st.builds(Delete, _NUMBER, _FLAG),
    st.builds(DeleteRun, _NUMBER, _FLAG),
]
# Twelve steps at most: the opening makes what the others change.
OPENINGS: SearchStrategy[tuple[Step, ...]] = st.tuples(_LOG, _LOG, _LOG, _LINK)
STEPS: SearchStrategy[list[Step]] = st.lists(st.one_of(_ANY), min_size=4, max_size=8)

# What chance rarely brings about in a few programs.
_NONE: frozenset[str] = frozenset()
_LOGGED: tuple[Step, ...] = (Log(0, "ds", CONTENTS[0], _NONE, _NONE),)
_THREE: tuple[Step, ...] = tuple(Log(0, "ds", content, _NONE, _NONE) for content in CONTENTS[:3])
_LINKED: tuple[Step, ...] = (*_LOGGED, Link(0, _NONE))


# -- comparing -------------------------------------------------------------------------------------


def digest_of(files: dict[str, str]) -> str:
    """The digest of a manifest, as the client's documents define it."""
    lines = [f"{path}:{md5_of(text)}\n" for path, text in sorted(files.items())]
    return hashlib.md5(("wandb-artifact-manifest-v1\n" + "".join(lines)).encode()).hexdigest()


def md5_of(text: str) -> str:
    """MD5 in base64."""
    return base64.b64encode(hashlib.md5(text.encode()).digest()).decode()


def expected(place: Place) -> dict[str, Any]:
    """What the model says of a version in a place."""
    version = place.version
    return {
        "name": place.name,
        "source": version.source,
        "type": version.type,
        "aliases": place.shelf.called(place.number),
        "tags": sorted(version.tags),
        "digest": digest_of(version.files),
        "files": len(version.files),
        "size": sum(map(len, version.files.values())),
        "state": "COMMITTED",
        "link": not place.shelf.is_sequence,
    }


def seen(artifact: wandb.Artifact) -> dict[str, Any]:
    """What the client says of a version."""
    return {
        "name": artifact.name,
        "source": artifact.source_name,
        "type": artifact.type,
        "aliases": sorted(artifact.aliases),
        "tags": sorted(artifact.tags),
        "digest": artifact.digest,
        "files": artifact.file_count,
        "size": artifact.size,
        "state": artifact.state,
        "link": artifact.is_link,
    }


def pages(ask: Callable[[int], Any]) -> list[wandb.Artifact]:
    """What a listing holds, which is the same whatever the size of its pages, as is its length."""
    held = [list(ask(size)) for size in PAGE_SIZES]
    names = [[artifact.name for artifact in listing] for listing in held]
    assert names == [names[0]] * len(PAGE_SIZES)
    assert [len(ask(size)) for size in PAGE_SIZES] == [len(names[0])] * len(PAGE_SIZES)
    return held[0]


def compare_collections(shop: Shop) -> None:
    """Types, the collections of each, and the versions in each, newest first."""
    shelves = shop.model.shelves
    types = {shelf.type for shelf in shelves.values()}
    assert {kind.name for kind in shop.api.artifact_types(shop.project)} == types
    for kind in types:
        held = {collection.name: collection for collection in shop.api.artifact_collections(shop.project, kind)}
        assert set(held) == {shelf.name for shelf in shelves.values() if shelf.type == kind}
        for name, collection in held.items():
            assert collection.is_sequence() is shelves[name].is_sequence
            assert sorted(collection.aliases) == sorted(shelves[name].aliases)
    for shelf in shelves.values():
        compare_listing(shop, shelf)
        compare_names(shop, shelf)


def compare_listing(shop: Shop, shelf: Shelf) -> None:
    """The versions of a collection, in pages of any size."""
    path = f"{shop.project}/{shelf.name}"
    listed = pages(lambda size: shop.api.artifacts(shelf.type, path, per_page=size))
    wanted = [expected(Place(shelf, number)) for number in sorted(shelf.versions, reverse=True)]
    assert [seen(artifact) for artifact in listed] == wanted


def compare_names(shop: Shop, shelf: Shelf) -> None:
    """Each number that was ever given and each alias stands for what it should, or for nothing."""
    numbers = {f"v{number}": number if number in shelf.versions else None for number in range(shelf.following + 1)}
    for label, number in {**numbers, **{alias: shelf.aliases.get(alias) for alias in ALIASES}}.items():
        name = f"{shelf.name}:{label}"
        assert shop.exists(name) is (number is not None), name
        if number is not None:
            artifact = shop.artifact(name)
            assert seen(artifact) | {"name": ""} == expected(Place(shelf, number)) | {"name": ""}
            assert artifact.version == f"v{number}"


def compare_version(shop: Shop, place: Place) -> None:
    """Files, links and lineage of one version, found under any of its names."""
    artifact, version = shop.artifact(place.name), place.version
    maker = artifact.logged_by()
    assert (maker.id if maker else None) == version.maker
    assert sorted(run.id for run in artifact.used_by()) == sorted(version.users)
    links = [] if not place.shelf.is_sequence else shop.model.links(version)
    assert {link.name: sorted(link.aliases) for link in artifact.linked_artifacts} == {
        link.name: sorted([*link.shelf.called(link.number), f"v{link.number}"]) for link in links
    }
    compare_files(artifact, version, shop.folder)


def compare_files(artifact: wandb.Artifact, version: Version, folder: Path) -> None:
    """The manifest, the listing of files, and their bytes."""
    entries = {path: (entry.digest, entry.size) for path, entry in artifact.manifest.entries.items()}
    assert entries == {path: (md5_of(text), len(text)) for path, text in version.files.items()}
    for size in PAGE_SIZES:
        files = artifact.files(per_page=size)
        assert len(files) == len(version.files)
        assert {file.name: file.size for file in files} == {path: len(text) for path, text in version.files.items()}
    for file in artifact.files():
        file.download(root=str(folder), replace=True).close()
        assert (folder / file.name).read_text() == version.files[file.name]


def compare_run(shop: Shop, name: str) -> None:
    """What a run logged and used; a deleted run is not there."""
    if name not in shop.model.runs:
        with pytest.raises((CommError, ValueError), match="Could not find run"):
            shop.run(name)
        return
    run, sources = shop.run(name), shop.model.sources()
    logged = pages(lambda size: run.logged_artifacts(per_page=size))
    used = pages(lambda size: run.used_artifacts(per_page=size))
    assert by_name(map(seen, logged)) == by_name(expected(p) for p in sources if name in p.version.loggers)
    assert by_name(map(seen, used)) == by_name(expected(p) for p in sources if name in p.version.users)


def by_name(facts: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sorted, since the order of a run's artifacts is not told."""
    return sorted(facts, key=lambda fact: str(fact["name"]))


def compare(shop: Shop) -> None:
    """Everything that can be read, with a client that remembers nothing."""
    shop.api = wandb.Api()
    compare_collections(shop)
    for place in shop.model.places():
        compare_version(shop, place)
    for name in RUNS:
        compare_run(shop, name)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(opening=OPENINGS, steps=STEPS)
@example(opening=_LOGGED, steps=[DeleteRun(0, False), *_LOGGED]).via("the maker goes, then another run logs it")
@example(opening=_LOGGED, steps=[Declare(1, 0, _NONE, _NONE), DeleteRun(0, True)]).via("two runs logged it, one goes")
@example(opening=_LINKED, steps=[Edit(0, _NONE, _NONE), Delete(0, False)]).via("only the portfolio has an alias for it")
@example(opening=_THREE, steps=[Delete(2, True)]).via("the latest of three goes")
def test_any_program_leaves_what_the_rules_say(
    runfake: Runfake, tmp_path: Path, opening: tuple[Step, ...], steps: list[Step]
) -> None:
    assert runfake.url
    with opened(tmp_path) as shop:
        for step in (*opening, *steps):
            step.play(shop)
        compare(shop)
