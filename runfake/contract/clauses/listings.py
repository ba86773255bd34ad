"""The lists that come page by page: how to make one of any length, and what its items are called."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from runfake.contract.stage import Stage


class Listing(ABC):
    """One list.

    Attributes:
        verb: what gives it.
        field: where the server has it.
        items: what it is a list of.
        default: how many a page has, unless the caller says otherwise.
        least: how short it can be made.
        source: what promises that.
    """

    verb: ClassVar[str]
    field: ClassVar[str]
    items: ClassVar[str]
    default: ClassVar[int]
    source: ClassVar[str]
    least: ClassVar[int] = 0

    @abstractmethod
    def made(self, stage: Stage, count: int) -> dict[str, Any]:
        """Makes a list of so many; returns the arguments that ask for it."""

    def name(self, number: int) -> str:
        """What the ``number``-th item is called."""
        return f"{number:03}"

    def names(self, stage: Stage, count: int) -> list[str]:
        """What the items of a list of so many are called, sorted."""
        del stage
        return [self.name(number) for number in range(count)]

    def came(self, items: list[Any]) -> list[str]:
        """What the items that a client gave are called, sorted."""
        return sorted(item["name"] for item in items)

    @abstractmethod
    def take_away(self, stage: Stage, numbers: Iterable[int]) -> None:
        """Deletes the items with these numbers."""

    def add(self, stage: Stage, name: str) -> None:
        """Makes one more item, of a name of its own."""
        raise NotImplementedError


class Files(Listing):
    """The files of a run."""

    verb, field, items, default = "files", "Run.files", "files", 50
    source = "Run.files: an iterator over the files; per_page (50) is how many a page has, never a limit on the whole"

    def name(self, number: int) -> str:
        return f"{number:03}.txt"

    def made(self, stage: Stage, count: int) -> dict[str, Any]:
        return {"run": stage.run(files={self.name(number): "x" for number in range(count)})}

    def take_away(self, stage: Stage, numbers: Iterable[int]) -> None:
        for number in numbers:
            stage.world.get_run(stage.path("a")).files.delete(self.name(number))

    def add(self, stage: Stage, name: str) -> None:
        stage.run(files={f"{name}.txt": "x"})


class Artifacts(Listing):
    """Artifacts of a run."""

    default = 100

    def name(self, number: int) -> str:
        return f"data-{number:03}:v0"

    def take_away(self, stage: Stage, numbers: Iterable[int]) -> None:
        world = stage.world
        for number in numbers:
            place = world.artifacts.membership(world.project(f"{stage.entity}/{stage.project}"), self.name(number))
            assert place is not None
            world.artifacts.delete(place.artifact, delete_aliases=True)


class LoggedArtifacts(Artifacts):
    """The outputs of a run."""

    verb, field, items = "logged_artifacts", "Run.outputArtifacts", "logged artifacts"
    source = "Run.logged_artifacts: every artifact that the run logged, per_page (100) of them a request"

    def made(self, stage: Stage, count: int) -> dict[str, Any]:
        run = stage.run()
        for number in range(count):
            stage.artifact(self.name(number).removesuffix(":v0"), files={"a.txt": str(number)}, logged_by=run)
        return {"run": run}


class UsedArtifacts(Artifacts):
    """The inputs of a run."""

    verb, field, items = "used_artifacts", "Run.inputArtifacts", "used artifacts"
    source = "Run.used_artifacts: every artifact that the run declared as an input, per_page (100) of them a request"

    def made(self, stage: Stage, count: int) -> dict[str, Any]:
        run = stage.run()
        for number in range(count):
            stage.artifact(self.name(number).removesuffix(":v0"), files={"a.txt": str(number)}, used_by=[run])
        return {"run": run}


class Runs(Listing):
    """The runs of a project."""

    verb, field, items, default = "runs", "Project.runs", "runs", 50
    source = "Api.runs: every run of the project, per_page (50) of them a request"
    # A project comes with its first run.
    least = 1

    def names(self, stage: Stage, count: int) -> list[str]:
        return [stage.path(self.name(number)) for number in range(count)]

    def made(self, stage: Stage, count: int) -> dict[str, Any]:
        for number in range(count):
            stage.run(self.name(number))
        return {"path": f"{stage.entity}/{stage.project}"}

    def came(self, items: list[Any]) -> list[str]:
        return sorted(items)

    def take_away(self, stage: Stage, numbers: Iterable[int]) -> None:
        for number in numbers:
            stage.world.delete_run(stage.world.get_run(stage.path(self.name(number))).storage_id)

    def add(self, stage: Stage, name: str) -> None:
        stage.run(name)


LISTINGS: tuple[Listing, ...] = (Files(), LoggedArtifacts(), UsedArtifacts(), Runs())
