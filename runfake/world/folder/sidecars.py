"""What stands in a file of its own, exactly as it came: lines, configs, summaries, and what sweeps are set up with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock
from typing import Any

from runfake.world.config import Config
from runfake.world.console import Console
from runfake.world.events import Events
from runfake.world.folder.jsonfile import render
from runfake.world.history import History
from runfake.world.jsontext import dumps, loads
from runfake.world.summary import Summary
from runfake.world.sweeps.config import SweepConfig


@dataclass(frozen=True, slots=True)
class Written:
    """What a file says, and the end of its name, which says how."""

    text: str
    ending: str


@dataclass(frozen=True, slots=True)
class Sidecar:
    """How things of one class are written beside the document that holds them.

    Attributes:
        write: what is written of a thing; no text, no file.
        fill: gives a thing that was made without attributes what a file says; the lock is the world's.
        derived: the attributes that come of the file; all others stand in the document.
    """

    write: Callable[[Any], Written]
    fill: Callable[[Any, Written, RLock], None]
    derived: frozenset[str]


def _write_lines(ending: str) -> Callable[[Any], Written]:
    def write(held: Any) -> Written:
        lines = list(held._lines)
        if any("\n" in line for line in lines):
            return Written(render(lines), ".json")
        return Written("".join(f"{line}\n" for line in lines), ending)

    return write


def _fill_lines(thing: Any, written: Written, lock: RLock) -> None:
    lines = loads(written.text, "it") if written.ending == ".json" else written.text.split("\n")[:-1]
    type(thing).__init__(thing, lock)
    if isinstance(thing, Console):
        # Which takes one line break from the end of each.
        thing.write(0, [f"{line}\n" for line in lines])
        return
    thing.check(0, lines)
    thing.write(0, lines)


def _write_json(held: Any) -> Written:
    """Over several lines where it comes to the very same text again, else as it is."""
    value = loads(held.text, "it")
    if dumps(value) == held.text:
        return Written(render(value), ".json")
    mark = "\n" if held.text.startswith("\n") or render(value) == f"{held.text}\n" else ""
    return Written(f"{mark}{held.text}\n", ".json")


def _fill_json(thing: Any, written: Written, _: RLock) -> None:
    value = loads(written.text, "it")
    as_it_is = written.text.removesuffix("\n").removeprefix("\n")
    type(thing).__init__(thing, dumps(value) if render(value) == written.text else as_it_is)


def _write_yaml(held: Any) -> Written:
    return Written(held.text, ".yaml")


def _fill_setup(thing: Any, written: Written, _: RLock) -> None:
    read = SweepConfig.read(written.text)
    for name in SweepConfig.__slots__:
        object.__setattr__(thing, name, getattr(read, name))


_OF_JSON = frozenset(("text", "entries"))
SIDECARS: dict[type, Sidecar] = {
    History: Sidecar(_write_lines(".jsonl"), _fill_lines, frozenset(("_lines", "_index", "_described", "_sorted"))),
    Events: Sidecar(_write_lines(".jsonl"), _fill_lines, frozenset(("_lines", "_latest_text"))),
    Console: Sidecar(_write_lines(".log"), _fill_lines, frozenset(("_lines",))),
    Config: Sidecar(_write_json, _fill_json, _OF_JSON),
    Summary: Sidecar(_write_json, _fill_json, _OF_JSON),
    SweepConfig: Sidecar(_write_yaml, _fill_setup, frozenset(SweepConfig.__slots__)),
}
