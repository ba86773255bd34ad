"""Everything together: whatever is done in whatever order, each promise is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from runfake.contract.clause import clause
from runfake.contract.machine import Machine, Step
from runfake.contract.port import VERBS
from runfake.contract.program import BEST, Program
from runfake.contract.stage import Stage

# Which of the runs, files or versions that there are: taken modulo their number.
numbers = st.integers(0, 5)
file_names = st.sampled_from(["a.txt", "b.txt", "a"])
contents = st.sampled_from(["", "x", "longer"])
changes = st.fixed_dictionaries(
    {},
    optional={
        "config": st.dictionaries(st.sampled_from(["lr", "x"]), st.integers(0, 9), min_size=1),
        "summary": st.dictionaries(st.sampled_from(["best", "top"]), st.integers(0, 9), min_size=1),
        "tags": st.lists(st.sampled_from(["t", "u"]), unique=True),
        "notes": st.sampled_from(["n", "m"]),
    },
).filter(bool)
MOST_RUNS = 2


Rule = Callable[..., None]
Item = TypeVar("Item")


def having(*verbs: str, files: bool = False, versions: bool = False) -> Callable[[Rule], Rule]:
    """A rule for clients with these verbs, once there is a run, and files or versions."""

    def ready(machine: Everything) -> bool:
        program = machine.program
        return (
            machine.offers(*verbs)
            and bool(program.runs)
            and (not files or any(run.files for run in program.runs.values()))
            and (not versions or bool(program.versions))
        )

    made: Callable[[Rule], Rule] = precondition(ready)
    return made


class Everything(Machine):
    """What clients and others do to the runs, files and artifacts of a project."""

    program: Program

    def player(self, stage: Stage) -> Program:
        return Program(stage)

    def _run(self, number: int) -> str:
        return _nth(list(self.program.runs), number)

    def _file(self, number: int) -> dict[str, str]:
        found = [(run, name) for run, kept in self.program.runs.items() for name in kept.files]
        return dict(zip(("run", "name"), _nth(found, number), strict=True))

    def _new_run(self, name: str) -> None:
        self.step(name, run=f"r{len(self.program.runs) + len(self.program.gone)}")

    @initialize()
    def begin(self) -> None:
        """There is a run, and an artifact."""
        if self.program:
            self._new_run("someone_makes_a_run")
            self.step("someone_makes_an_artifact")

    @precondition(lambda self: self.program is None)
    @rule()
    def rest(self) -> None:
        """Nothing is to be played any more."""

    @precondition(lambda self: self.program is not None and len(self.program.runs) < MOST_RUNS)
    @rule()
    def someone_makes_a_run(self) -> None:
        """The process of another run begins."""
        self._new_run("someone_makes_a_run")

    @having()
    @rule(number=numbers, losses=st.lists(st.integers(0, 9), min_size=1, max_size=4))
    def someone_logs(self, number: int, losses: list[int]) -> None:
        """The process of a run goes on."""
        self.step("someone_logs", run=self._run(number), losses=losses)

    @having()
    @rule(number=numbers, notes=st.sampled_from(["p", "q"]))
    def someone_writes_notes(self, number: int, notes: str) -> None:
        """Another client."""
        self.step("someone_writes_notes", run=self._run(number), notes=notes)

    @having()
    @rule(number=numbers, name=file_names, content=contents)
    def someone_puts_a_file(self, number: int, name: str, content: str) -> None:
        """The process of a run saves a file."""
        self.step("someone_puts_a_file", run=self._run(number), name=name, content=content)

    @having()
    @rule()
    def someone_makes_an_artifact(self) -> None:
        """A person, not a run."""
        self.step("someone_makes_an_artifact")

    @precondition(lambda self: self.offers("create") and len(self.program.runs) < MOST_RUNS)
    @rule()
    def create(self) -> None:
        """A new run."""
        self._new_run("create")

    @having("update")
    @rule(number=numbers, changes=changes)
    def update(self, number: int, changes: dict[str, Any]) -> None:
        """Some attributes."""
        self.step("update", run=self._run(number), changes=changes)

    @having("delete")
    @rule(number=numbers, delete_artifacts=st.booleans())
    def delete(self, number: int, delete_artifacts: bool) -> None:
        """A run, with its artifacts where no other logged them: whose these are, no document says."""
        run = self._run(number)
        others = [kept.outputs for id, kept in self.program.runs.items() if id != run]
        shared = self.program.runs[run].outputs & set().union(*others)
        self.step("delete", run=run, delete_artifacts=delete_artifacts and not shared)

    @having("upload_file")
    @rule(number=numbers, name=file_names, content=contents)
    def upload_file(self, number: int, name: str, content: str) -> None:
        """A new file, or a new content."""
        self.step("upload_file", run=self._run(number), name=name, content=content)

    @having("delete_file", files=True)
    @rule(number=numbers)
    def delete_file(self, number: int) -> None:
        """One that is there."""
        self.step("delete_file", **self._file(number))

    @having("log_artifact", versions=True)
    @rule(number=numbers, which=numbers, best=st.booleans())
    def log_artifact(self, number: int, which: int, best: bool) -> None:
        """One that is there, perhaps as the best."""
        artifact = _nth(self.program.versions, which)
        self.step("log_artifact", run=self._run(number), artifact=artifact, best=best)

    @having("use_artifact", versions=True)
    @rule(number=numbers, which=numbers, best=st.booleans())
    def use_artifact(self, number: int, which: int, best: bool) -> None:
        """One that is there, or the best."""
        artifact = BEST if best and self.program.best else _nth(self.program.versions, which)
        self.step("use_artifact", run=self._run(number), artifact=artifact)

    @having()
    @rule()
    def look(self) -> None:
        """At all that may have changed."""
        self.step("look")

    @having()
    @rule()
    def look_again(self) -> None:
        """Twice as often as anything else: what nobody looks at cannot be found wrong."""
        self.step("look")

    @having("download_file", files=True)
    @rule(number=numbers)
    def download_file(self, number: int) -> None:
        """One that is there."""
        self.step("download_file", **self._file(number))

    @precondition(lambda self: self.offers("load") and bool(self.program.gone))
    @rule(number=numbers)
    def load_what_is_gone(self, number: int) -> None:
        """A run that was deleted."""
        self.step("load", run=_nth(self.program.gone, number))


def _nth(items: Sequence[Item], number: int) -> Item:
    return items[number % len(items)]


@clause(
    "machine.everything-together",
    title="Whatever is done in whatever order, by the client and by others, each thing is as it was last left",
    source="Every row: a promise is kept whatever was done before",
    verbs="load",
    machine=Everything,
    tried=[
        {
            "steps": [
                ["someone_makes_a_run", {"run": "r0"}],
                ["upload_file", {"run": "r0", "name": "a.txt", "content": "x"}],
                ["files", {"run": "r0"}],
                ["someone_puts_a_file", {"run": "r0", "name": "b.txt", "content": "longer"}],
                ["files", {"run": "r0"}],
                ["delete_file", {"run": "r0", "name": "a.txt"}],
                ["files", {"run": "r0"}],
            ]
        },
        {
            "steps": [
                ["someone_makes_a_run", {"run": "r0"}],
                ["someone_makes_a_run", {"run": "r1"}],
                ["someone_makes_an_artifact", {}],
                ["someone_makes_an_artifact", {}],
                ["log_artifact", {"run": "r0", "artifact": "data:v0", "best": True}],
                ["use_artifact", {"run": "r1", "artifact": BEST}],
                ["log_artifact", {"run": "r0", "artifact": "data:v1", "best": True}],
                ["use_artifact", {"run": "r1", "artifact": BEST}],
                ["used_artifacts", {"run": "r1"}],
                ["delete", {"run": "r0", "delete_artifacts": True}],
                ["used_artifacts", {"run": "r1"}],
                ["load", {"run": "r0"}],
            ]
        },
        {
            "steps": [
                ["someone_makes_a_run", {"run": "r0"}],
                ["create", {"run": "r1"}],
                ["update", {"run": "r0", "changes": {"config": {"lr": 1}, "tags": ["t"]}}],
                ["update", {"run": "r1", "changes": {"config": {"x": 2}}}],
                ["someone_writes_notes", {"run": "r0", "notes": "p"}],
                ["someone_logs", {"run": "r0", "losses": [3, 1]}],
                ["load", {"run": "r0"}],
                ["scan_history", {"run": "r0"}],
                ["runs", {}],
            ]
        },
    ],
    most=200,
)
def everything_together(stage: Stage, steps: list[Step]) -> None:
    if all(stage.offers(name) for name, _ in steps if name in VERBS):
        program = Program(stage)
        for step in steps:
            program.play(step)
