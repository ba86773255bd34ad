"""What the world answers when a rule is broken: one class a kind, one place for the texts.

Every text says what was expected, what came, and what to do. ``runfake.wire`` maps the classes to the
HTTP statuses that real clients act on; the world itself knows no HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

# How many names an error lists at most, and among how many the one most like a missing one is looked for.
MOST_NAMES, MOST_HINTS = 10, 200


class WorldError(Exception):
    """A rule of the world was broken; the world is as it was before the call."""


class NotFound(WorldError):
    """What was asked for does not exist."""


class Gone(WorldError):
    """What was asked for existed and has been deleted."""


class Conflict(WorldError):
    """What was asked for cannot be done beside what exists already."""


class Forbidden(WorldError):
    """The user may not do this."""


class Invalid(WorldError):
    """The input is not what it has to be."""


def nearest(name: str, known: Iterable[str], alike: float = 0.6) -> str:
    """A hint naming the known name most like ``name``, whatever the case; ``""`` where none is ``alike`` enough."""
    by_folded = {entry.casefold(): entry for entry in sorted(known)}
    close = get_close_matches(name.casefold(), by_folded, n=1, cutoff=alike)
    return f" Did you mean {by_folded[close[0]]!r}?" if close else ""


def entity_not_found(name: str, known: Iterable[str]) -> NotFound:
    known = sorted(known)
    shown = ", ".join(map(repr, known[:MOST_NAMES])) + (
        f" and {more} more" if (more := len(known) - MOST_NAMES) > 0 else ""
    )
    return NotFound(
        f"entity {name!r} not found: this world has {shown}.{nearest(name, known)} Make it with world.team({name!r})."
    )


def project_not_found(path: str, known: Iterable[str]) -> NotFound:
    return NotFound(f"project {path!r} not found.{nearest(path, known)}")


def run_not_found(path: str, known: Iterable[str] = ()) -> NotFound:
    return NotFound(f"run {path!r} not found.{nearest(path, known)}")


def run_id_not_found(storage_id: str) -> NotFound:
    return NotFound(f"run with id {storage_id!r} not found: expected the id of a run as the server gave it.")


def run_gone(path: str) -> Gone:
    return Gone(f"run {path!r} was deleted: log under another run id.")


def file_not_found(run_path: str, name: str, known: Iterable[str]) -> NotFound:
    return NotFound(f"file {name!r} not found in run {run_path!r}.{nearest(name, known)}")


def file_id_not_found(file_id: str) -> NotFound:
    return NotFound(f"file with id {file_id!r} not found: expected the id of a file as the server gave it.")


def export_not_found(name: str, known: Iterable[str]) -> NotFound:
    known = list(known)
    return NotFound(f"exported file {name!r} not found, or its rows have changed since.{nearest(name, known)}")


def beyond_the_end(run_path: str, step: int, last_step: int) -> Invalid:
    logged = f"its last step is {last_step}" if last_step >= 0 else "nothing was logged to it"
    return Invalid(f"run {run_path!r} has not got to step {step}, where it is to be branched off: {logged}.")


def before_the_beginning(what: str, offset: int, first: int) -> Invalid:
    return Invalid(f"{what}: offset {offset} is before {first}, where this writer began to count.")


def bad_state_transition(old: str, new: str) -> Invalid:
    return Invalid(f"invalid state transition: a run that is {old!r} cannot become {new!r}.")


def run_of_sweep(path: str, sweep: str) -> Invalid:
    return Invalid(f"invalid state transition: run {path!r} belongs to sweep {sweep!r}, which moves its runs itself.")


def bad_state(state: str, known: Iterable[str]) -> Invalid:
    return Invalid(f"unknown run state {state!r}: expected one of {', '.join(known)}.{nearest(state, known)}")


def id_not_found(kind: str, its_id: str) -> NotFound:
    return NotFound(f"{kind} with id {its_id!r} not found: expected an id as the server gave it.")


def may_not(username: str, do: str, what: str) -> Forbidden:
    return Forbidden(
        f"user {username!r} may not {do} the {what}: log in with the key of somebody who may, "
        "or ask an admin of it for another role."
    )


def bad_access_level(level: object, known: Iterable[str]) -> Invalid:
    known = list(known)
    return Invalid(f"unknown project access {level!r}: expected one of {', '.join(known)}.{nearest(str(level), known)}")


def key_taken() -> Conflict:
    return Conflict("this API key exists already in this world: give another one.")


def bad_role(role: object, known: Iterable[str]) -> Invalid:
    return Invalid(f"unknown role {role!r}: expected one of {', '.join(known)}.{nearest(str(role), known)}")


def bad_name(kind: str, name: str, why: str) -> Invalid:
    shown = name if len(name) <= 60 else f"{name[:57]}..."
    return Invalid(f"bad {kind} {shown!r}: {why}.")


def bad_json(what: str, problem: str) -> Invalid:
    return Invalid(f"{what} is not valid JSON: {problem}.")


def not_an_object(what: str, value: object) -> Invalid:
    return Invalid(f"{what} must be a JSON object, not {type(value).__name__}.")


def offset_gap(what: str, offset: int, count: int) -> Invalid:
    return Invalid(
        f"{what}: the chunk starts at line {offset}, but only {count} lines are held; "
        f"send the lines from {count} on first."
    )


def bad_offset(what: str, offset: object) -> Invalid:
    return Invalid(f"{what}: offset must be an integer of at least 0, not {offset!r}.")


def bad_count(what: str, count: object) -> Invalid:
    return Invalid(f"{what}: the number of lines to keep must be at least 0, not {count!r}.")
