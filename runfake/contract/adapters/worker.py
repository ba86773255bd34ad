"""A thread that does one thing after the other, and that nobody waits for longer than they want to."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from runfake.contract.port import NoAnswer

Result = TypeVar("Result")


class Worker:
    """Does what it is given in a thread of its own.

    Once something has not come back in time, the thread is left to it, and a new one takes what comes next.
    """

    def __init__(self) -> None:
        self._tasks: SimpleQueue[_Task | None] | None = None

    def do(self, what: Callable[[], Result], seconds: float) -> Result:
        """What ``what`` returns, or raises.

        Raises:
            NoAnswer: it has done neither after so many seconds.
        """
        if self._tasks is None:
            self._tasks = SimpleQueue()
            Thread(target=_work, args=(self._tasks,), daemon=True).start()
        done: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()
        self._tasks.put(_Task(what, done))
        try:
            result, error = done.get(timeout=seconds)
        except Empty:
            self.end()
            raise NoAnswer(f"nothing after {seconds:g} s") from None
        if error is not None:
            raise error
        returned: Result = result
        return returned

    def end(self) -> None:
        """Ends the thread once it has done what it is at."""
        if self._tasks is not None:
            self._tasks.put(None)
            self._tasks = None


class _Task:
    def __init__(self, what: Callable[[], Any], done: SimpleQueue[tuple[Any, BaseException | None]]) -> None:
        self._what = what
        self._done = done

    def do(self) -> None:
        try:
            self._done.put((self._what(), None))
        except BaseException as error:
            self._done.put((None, error))


def _work(tasks: SimpleQueue[_Task | None]) -> None:
    while (task := tasks.get()) is not None:
        task.do()
