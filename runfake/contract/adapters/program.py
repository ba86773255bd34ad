"""Programs in any language, which take and give a line of JSON for each verb."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from runfake.contract.adapters.python import checked_claims, checked_lacks
from runfake.contract.plain import plain
from runfake.contract.port import VERBS, Address, ClientError, Json, NoAnswer, Session
from runfake.world.errors import nearest

SECONDS_TO_OPEN = 30.0
SECONDS_TO_END = 5.0
LINES_OF_STDERR = 12


class ProgramPort:
    """Starts a program once, and opens one session in it after the other.

    Args:
        command: the program and its arguments, as a shell would split them, or as a list.
        environment: of the program; this process's own if not given.

    Attributes:
        written: the command, as it is given to ``replay``.
    """

    def __init__(self, command: str | Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self._command = shlex.split(command) if isinstance(command, str) else list(command)
        if not self._command:
            raise ValueError("the command of a client is empty: expected a program, such as 'node client.mjs'.")
        self._environment = environment
        self._program: _Program | None = None
        self.written = f"command={shlex.join(self._command)!r}"

    def open(self, address: Address) -> Session:
        """A client of its own, in the program."""
        if self._program is not None and not self._program.runs:
            self.close()
        if self._program is None:
            self._program = _Program(self._command, self._environment)
        asked = {"base_url": address.base_url, "api_key": address.api_key, "entity": address.entity}
        return _ProgramSession(self._program, self._program.ask("open", asked, None, SECONDS_TO_OPEN))

    def close(self) -> None:
        """Ends the program."""
        if self._program is not None:
            self._program.end()
            self._program = None


class _ProgramSession:
    def __init__(self, program: _Program, opened: Any) -> None:
        self._program = program
        offered = opened.get("verbs") if isinstance(opened, dict) else None
        if not isinstance(offered, list) or not offered:
            raise ValueError(f'"open" was answered with {opened!r}: expected {{"verbs": ["load", ...]}}.')
        for verb in offered:
            if verb not in VERBS:
                raise ValueError(f'"open" was answered with the unknown verb {verb!r}.{nearest(str(verb), VERBS)}')
        self.verbs = frozenset(offered)
        self.claims = checked_claims(opened.get("claims", ()))
        self.lacks = checked_lacks(opened.get("lacks", ()))

    def call(self, verb: str, arguments: Mapping[str, Json], *, take: int | None, seconds: float) -> Json:
        result = plain(self._program.ask(verb, arguments, take, seconds))
        # A program may give more than it was asked to take: what it fetched for that, the journal tells.
        return result[:take] if VERBS[verb].items and isinstance(result, list) else result

    def close(self) -> None:
        """The program goes on; the next session takes its place."""


class _Program:
    """One process, asked one thing at a time."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None) -> None:
        self._name = shlex.join(command)
        try:
            self._process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise ValueError(f"cannot start the client {self._name!r}: {error.strerror or error}.") from error
        self._asked = 0
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._said: deque[str] = deque(maxlen=LINES_OF_STDERR)
        self._readers = [Thread(target=read, daemon=True) for read in (self._read_answers, self._read_errors)]
        for reader in self._readers:
            reader.start()

    @property
    def runs(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, verb: str, arguments: Mapping[str, Json], take: int | None, seconds: float) -> Json:
        """The result of one line."""
        self._asked += 1
        line = json.dumps({"id": self._asked, "verb": verb, "arguments": arguments, "take": take})
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
            answer = self._lines.get(timeout=seconds)
        except Empty:
            self.end(seconds=0)
            raise NoAnswer(f"the program had not answered {verb} after {seconds:g} s; it was ended") from None
        except OSError:
            answer = None
        if answer is None:
            self.end()
            raise ClientError(f"the program ended with status {self._process.returncode}{self._last_words()}")
        return self._result(answer)

    def _result(self, line: str) -> Json:
        try:
            answer = json.loads(line)
        except ValueError:
            raise ClientError(f"the program wrote a line that is no JSON: {line!r:.200}") from None
        if not isinstance(answer, dict) or ("result" in answer) is ("error" in answer):
            raise ClientError(f'the program wrote {line!r:.200}: expected an object with "result" or "error"')
        if answer.get("id") != self._asked:
            raise ClientError(f'the program answered with "id": {answer.get("id")!r}, but was asked {self._asked}')
        if "error" in answer:
            raise ClientError(str(answer["error"]))
        return answer["result"]

    def _last_words(self) -> str:
        return f"; it said:\n{''.join(self._said).rstrip()}" if self._said else ""

    def _read_answers(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.strip():
                self._lines.put(line)
        self._lines.put(None)

    def _read_errors(self) -> None:
        assert self._process.stderr is not None
        self._said.extend(self._process.stderr)

    def end(self, seconds: float = SECONDS_TO_END) -> None:
        """Closes its input, which asks it to end, and makes it end if it has not after so long."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            # What it has started belongs to its session, and ends with it.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        for reader in self._readers:
            reader.join()
        self._process.stdout.close()
        self._process.stderr.close()
