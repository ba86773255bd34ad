"""The stage: what a clause arranges, asks of the client, and looks at afterwards."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from runfake.contract.judging import Broken, shown
from runfake.contract.port import ClientError, Json, NoAnswer, Session

if TYPE_CHECKING:
    from runfake.wire.journal import Entries
    from runfake.wire.pages import Page
    from runfake.wire.when import When
    from runfake.wire.which import Which
    from runfake.world.world import World

SECONDS = 30.0
# The type of an artifact, where a clause does not say.
DATASET = "dataset"


class CannotArrange(Exception):
    """A stage cannot make what an example needs: the example tells nothing there."""


class NotOffered(Exception):
    """An example needs an argument that the client lacks: ``lacking``, such as ``files.names``."""

    def __init__(self, lacking: str) -> None:
        self.lacking = lacking
        super().__init__(f"the client lacks {lacking}")


class GivenRun(TypedDict, total=False):
    """What a clause puts on a run: attributes as ``load`` gives them, rows, and files by their names."""

    history: Iterable[Mapping[str, Json]]
    config: Mapping[str, Json]
    summary: Mapping[str, Json]
    tags: Iterable[str]
    notes: str | None
    name: str | None
    group: str | None
    job_type: str | None
    files: Mapping[str, str | bytes]
    system_metrics: Iterable[Mapping[str, Json]]


class GivenArtifact(TypedDict, total=False):
    """What a clause makes a version of an artifact of; runs by their paths. It is a dataset unless told otherwise."""

    type: str
    files: Mapping[str, str]
    aliases: Iterable[str]
    logged_by: str | None
    used_by: Iterable[str]


class Stage(ABC):
    """One example's server, its client under test, and what is really there.

    What is arranged and looked at does not go through the client under test.

    Attributes:
        session: the client under test; clauses use ``call``.
        entity, project: where runs are, unless told otherwise.
        projects: those that the example may have put something into, ``project`` first.
        calls: what was asked of the client, in words.
    """

    def __init__(self, client: Session, entity: str, project: str) -> None:
        self.session = client
        self.entity = entity
        self.project = project
        self.projects = [project]
        self.calls: list[str] = []

    # -- the client under test -----------------------------------------------------------------

    def call(self, verb: str, *, take: int | None = None, seconds: float = SECONDS, **arguments: Json) -> Json:
        """What the client gives; of a verb with items the first ``take``.

        Raises:
            ClientError: it gave an error.
            NotOffered: it lacks one of the arguments.
        """
        for name in arguments:
            if f"{verb}.{name}" in self.session.lacks:
                raise NotOffered(f"{verb}.{name}")
        written = [f"{name}={value!r}" for name, value in arguments.items()]
        text = f"{verb}({', '.join(written)}){'' if take is None else f', of which {take} are taken'}"
        self.calls.append(text)
        try:
            return self.session.call(verb, arguments, take=take, seconds=seconds)
        except ClientError as error:
            self.calls[-1] += f" -> {error}"
            raise

    def refused(self, verb: str, why: str, **arguments: Json) -> str:
        """The text of the error that the client gives.

        Raises:
            Broken: it gave a result, though it could not have one: ``why`` says in words why not.
        """
        try:
            result = self.call(verb, **arguments)
        except NoAnswer:
            raise
        except ClientError as error:
            return str(error)
        raise Broken(f"{verb} {why}", "an error", shown(result))

    def offers(self, verb: str) -> bool:
        """Whether the client has that verb."""
        return verb in self.session.verbs

    # -- arranging -----------------------------------------------------------------------------

    def path(self, run_id: str) -> str:
        """``entity/project/run_id``."""
        return f"{self.entity}/{self.project}/{run_id}"

    def elsewhere(self, name: str) -> str:
        """The name of another project, which is not there yet, for this example alone."""
        self.projects.append(f"{self.project}-{name}")
        return self.projects[-1]

    @abstractmethod
    def run(self, run_id: str = "a", *, state: str = "finished", **given: Unpack[GivenRun]) -> str:
        """Makes a run, or puts more on it; returns its path."""

    @abstractmethod
    def artifact(self, name: str, *, project: str | None = None, **given: Unpack[GivenArtifact]) -> str:
        """Makes a version of an artifact; returns its path, ``entity/project/name:v0``.

        A further version of the same name needs other ``files``: with the same it would be the same version.
        """

    # -- looking at what is really there -------------------------------------------------------

    @abstractmethod
    def truth(self, run: str) -> dict[str, Json] | None:
        """The attributes of a run as ``load`` should give them; None if there is no such run."""

    @abstractmethod
    def rows(self, run: str) -> list[dict[str, Json]]:
        """The whole history of a run, as it was logged."""

    @abstractmethod
    def contents(self, run: str) -> dict[str, bytes]:
        """The names and contents of the files of a run."""

    @abstractmethod
    def outputs(self, run: str) -> list[str]:
        """The artifacts that a run logged, as ``name:v0``, in order."""

    @abstractmethod
    def inputs(self, run: str) -> list[str]:
        """The artifacts that a run used, as ``name:v0``, in order."""

    @abstractmethod
    def aliases(self, artifact: str) -> list[str] | None:
        """The aliases of a version, sorted; None if there is no such version."""

    @abstractmethod
    def runs(self) -> list[str]:
        """The paths of the runs of the project, oldest first."""

    def whole(self, run: str) -> dict[str, Json] | None:
        """All that there is of a run, to see whether anything changed; None if there is no such run."""
        attributes = self.truth(run)
        if attributes is None:
            return None
        logged = {"history": self.rows(run), "files": self.contents(run)}
        return attributes | logged | {"outputs": self.outputs(run), "inputs": self.inputs(run)}

    # -- looking inside ------------------------------------------------------------------------

    @property
    def world(self) -> World:
        """Everything that the server knows; for clauses that are ``inside``."""
        raise NotImplementedError("only runfake's own server can be looked into")

    @property
    def journal(self) -> Entries:
        """What the client asked so far."""
        raise NotImplementedError("only runfake's own server can be looked into")

    def pages(self, *fields: str) -> list[Page]:
        """What the client asked of these lists so far, such as ``"Run.files"``, without what was hit by a fault."""
        asked = (page for entry in self.journal if entry.error is None for page in entry.pages)
        return [page for page in asked if page.field in fields]

    def fault(self, which: Which, what: Any, when: When | None = None) -> None:
        """Lets something go wrong, see ``runfake.faults``."""
        raise NotImplementedError("only runfake's own server goes wrong when it is told to")

    def after(self, which: Which, do: Callable[[], None], when: When | None = None) -> None:
        """Does something as soon as a request is handled, before its answer goes out; at the next, unless told."""
        raise NotImplementedError("only runfake's own server can be looked into")

    def after_page(self, field: str, do: Callable[[], None]) -> None:
        """Does something once a page of this list, such as ``"Run.files"``, was read: before its answer goes out."""
        raise NotImplementedError("only runfake's own server can be looked into")
