"""A run's whole life at random, against a model: processes that begin, resume, share, rewind, end and fall silent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from runfake.world import Clock, World
from runfake.world.config import Config
from runfake.world.errors import Invalid
from runfake.world.life import LONGEST_SILENCE
from runfake.world.runs import Run, RunEdit
from runfake.world.states import ENDED
from runfake.world.stream import CONSOLE, HISTORY, SUMMARY, Chunk, StreamRequest

from .values import NOON

values = st.lists(st.integers(0, 9), min_size=1, max_size=3)
which = st.sampled_from(["main", "second"])


@dataclass
class Sent:
    """What one process has sent: rows and console lines, in its own count, which begins at ``first``."""

    first: int
    rows: list[str] = field(default_factory=list)
    first_line: int = 0
    # At which line of the run each is.
    console: list[int] = field(default_factory=list)


class LifeMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(clock=Clock(NOON))
        self.values: list[int] = []
        self.console: list[str] = []
        self.summary: dict[str, int] = {}
        self.state, self.silent = "running", False
        self.shared, self.opened = False, 0
        self.sent: dict[str | None, Sent] = {}
        self.numbers = count()

    @initialize()
    def begin(self) -> None:
        self.open()

    @property
    def run(self) -> Run:
        return self.world.get_run("p/r")

    def open(self, storage_id: str | None = None) -> None:
        config = Config(json.dumps({"n": {"value": next(self.numbers)}, "_wandb": {"value": {"t": {}}}}))
        edit = RunEdit(host="node", config=config)
        who = self.world.default_user
        self.world.run_writes.upsert(who, entity=None, project="p", run_id="r", edit=edit, storage_id=storage_id)
        self.state, self.silent = "running", False
        self.sent = {}
        self.opened += 1

    # -- processes -----------------------------------------------------------------------------

    @rule()
    def a_process_begins_anew(self) -> None:
        self.open()
        self.shared = False
        self.values, self.console, self.summary = [], [], {}

    @rule(shared=st.booleans())
    def a_process_resumes(self, shared: bool) -> None:
        self.open(self.run.storage_id)
        self.shared = shared

    def sender(self, name: str) -> tuple[str | None, Sent]:
        """Who sends, and what it has sent: a process has an id of its own, and counts from the end of what is there."""
        writer = self.id_of(name)
        sent = self.sent.setdefault(writer, Sent(len(self.values), first_line=len(self.console)))
        return writer, sent

    def id_of(self, name: str) -> str | None:
        return f"{name} {self.opened}" if self.shared else None

    def stream(self, request: StreamRequest, twice: bool) -> None:
        for _ in range(1 + twice):
            self.world.run_writes.stream(self.run, request)
        if self.state not in ENDED or request.writer is None:
            self.state = "preempting" if self.state == "preempting" else "running"
            self.silent = False

    @rule(name=which, new=values, again=st.integers(0, 2), twice=st.booleans())
    def log(self, name: str, new: list[int], again: int, twice: bool) -> None:
        writer, sent = self.sender(name)
        begin = 0 if self.shared else sent.first
        lines = [json.dumps({"v": v, "_step": begin + i}) for i, v in enumerate(new, len(sent.rows))]
        again = min(again, len(sent.rows))
        chunk = Chunk(sent.first + len(sent.rows) - again, [*sent.rows[len(sent.rows) - again :], *lines])
        summary = Chunk(0, [json.dumps({f"by {writer}": new[-1]})])
        self.stream(StreamRequest({HISTORY: chunk, SUMMARY: summary}, writer=writer), twice)
        sent.rows += lines
        self.values += new
        self.summary = (self.summary if self.shared else {}) | {f"by {writer}": new[-1]}

    @rule(name=which, number=st.integers(0, 5), length=st.integers(1, 3), twice=st.booleans())
    def write_console(self, name: str, number: int, length: int, twice: bool) -> None:
        writer, sent = self.sender(name)
        number = min(number, len(sent.console))
        lines = [f"{writer} {number + i} {next(self.numbers)}" for i in range(length)]
        self.stream(StreamRequest({CONSOLE: Chunk(sent.first_line + number, lines)}, writer=writer), twice)
        for i, line in enumerate(lines, number):
            if i == len(sent.console):
                sent.console.append(len(self.console))
                self.console.append("")
            self.console[sent.console[i]] = line

    # -- branching -----------------------------------------------------------------------------

    @precondition(lambda self: self.values)
    @rule(data=st.data())
    def rewind(self, data: st.DataObject) -> None:
        step = data.draw(st.integers(0, len(self.values) - 1))
        self.call_rewind(step)
        del self.values[step + 1 :]
        self.console, self.sent = [], {}
        self.summary = {"v": self.values[-1]}

    @rule(beyond=st.integers(0, 3))
    def rewind_beyond_the_end(self, beyond: int) -> None:
        with pytest.raises(Invalid, match="has not got to step"):
            self.call_rewind(len(self.values) + beyond)

    def call_rewind(self, step: int) -> None:
        self.world.run_writes.rewind(self.run, "_step", step)

    @precondition(lambda self: self.values)
    @rule(data=st.data())
    def fork(self, data: st.DataObject) -> None:
        step = data.draw(st.integers(0, len(self.values) - 1))
        point = {"branch_point": {"run_id": "r", "step": step}, "t": {}}
        edit = RunEdit(host="node", config=Config(json.dumps({"_wandb": {"value": point}})))
        child = f"child{next(self.numbers)}"
        forked, _ = self.world.run_writes.upsert(
            self.world.default_user, entity=None, project="p", run_id=child, edit=edit
        )
        assert [row["v"] for row in forked.history] == self.values[: step + 1]

    # -- ends ----------------------------------------------------------------------------------

    @rule(name=which, exit_code=st.sampled_from([0, 1, 255]), twice=st.booleans())
    def end(self, name: str, exit_code: int, twice: bool) -> None:
        request = StreamRequest(complete=True, exit_code=exit_code, writer=self.id_of(name))
        stopped, preempting = self.run.stop_requested, self.state in ("preempting", "preempted")
        for _ in range(1 + twice):
            self.world.run_writes.stream(self.run, request)
        failed = "preempted" if preempting else "failed"
        self.state = "killed" if stopped else failed if exit_code else "finished"
        assert self.run.exit_code == exit_code

    @rule()
    def announce_preemption(self) -> None:
        self.world.run_writes.stream(self.run, StreamRequest(preempting=True))
        self.state, self.silent = "preempting", False

    @rule()
    def ask_to_stop(self) -> None:
        self.world.stop_run(self.run.storage_id)
        assert self.run.stop_requested or self.run.state in ENDED

    @rule()
    def fall_silent(self) -> None:
        self.world.clock.advance(LONGEST_SILENCE)
        self.silent = True

    # -- what holds ----------------------------------------------------------------------------

    @invariant()
    def the_run_is_what_the_model_says(self) -> None:
        if not self.world.runs():
            return
        run = self.run
        assert [row["v"] for row in run.history] == self.values
        assert run.history.steps() == list(range(len(self.values)))
        assert [line.text for line in run.console] == self.console
        assert run.summary | {"_step": 0} == self.summary | {"_step": 0}
        after = {"running": "crashed", "preempting": "preempted"} if self.silent else {}
        assert run.state == after.get(self.state, self.state)


LifeMachine.TestCase.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, report_multiple_bugs=False
)
TestLife = LifeMachine.TestCase
