"""The port: what a client of ``Run`` does, as verbs with plain JSON-able arguments and results.

A client under test has a method for each verb that it offers; what it lacks is not held against it. The adapters in
:mod:`runfake.contract.adapters` drive clients written in Python, and programs in any language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

# In the place of a default where there is none.
NEEDED = "needed"

Json = Any


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that a client does.

    Attributes:
        name: of the method, or of the message.
        arguments: name to default, or to ``NEEDED``. A clause leaves out what it does not care for: the client's
            default is then part of what is judged.
        result: what is given back, in words.
        row: of the documented surface of ``Run``; 0 for what belongs to ``Api``.
        items: whether the result is a sequence that may be taken in part. A Python client gives an iterable, and
            fetches no more of it than is taken from it; a program is told how many items it is to ``take``.
    """

    name: str
    arguments: Mapping[str, Json]
    result: str
    row: int
    items: bool = False


VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("load", {"run": NEEDED}, "the attributes of the run, as in the table below", 7),
        Verb(
            "create",
            {"project": NEEDED, "entity": None, "run_id": None},
            'the path of the run that was made, "entity/project/run_id"',
            1,
        ),
        Verb("delete", {"run": NEEDED, "delete_artifacts": False}, "nothing", 2),
        Verb("display", {"run": NEEDED, "height": 420, "hidden": False}, "whether it could show the run", 3),
        Verb("file", {"run": NEEDED, "name": NEEDED}, "the file with that name: an object with `name` and `size`", 4),
        Verb(
            "files",
            {"run": NEEDED, "names": None, "per_page": 50},
            "objects with `name` and `size` in bytes",
            5,
            items=True,
        ),
        Verb("download_file", {"run": NEEDED, "name": NEEDED}, "the content, as text of Base64", 4),
        Verb("delete_file", {"run": NEEDED, "name": NEEDED}, "nothing", 4),
        Verb(
            "upload_file",
            {"run": NEEDED, "path": NEEDED, "root": "."},
            "the file as the run has it: an object with `name` and `size`",
            15,
        ),
        Verb(
            "history",
            {"run": NEEDED, "samples": 500, "keys": None, "x_axis": "_step", "stream": "default"},
            "rows: objects of metric to value",
            6,
        ),
        Verb(
            "scan_history",
            {"run": NEEDED, "keys": None, "page_size": 1000, "min_step": None, "max_step": None},
            "rows: objects of metric to value",
            11,
            items=True,
        ),
        Verb(
            "logged_artifacts",
            {"run": NEEDED, "per_page": 100},
            'objects with `name` ("data:v0"), `type` and `aliases`',
            9,
            items=True,
        ),
        Verb("used_artifacts", {"run": NEEDED, "per_page": 100}, "like `logged_artifacts`", 17, items=True),
        Verb(
            "log_artifact",
            {"run": NEEDED, "artifact": NEEDED, "aliases": None, "tags": None},
            "the artifact: an object with `name` and `type`",
            8,
        ),
        Verb(
            "use_artifact",
            {"run": NEEDED, "artifact": NEEDED, "use_as": None},
            "the artifact: an object with `name` and `type`",
            16,
        ),
        Verb("update", {"run": NEEDED, "changes": NEEDED}, "nothing", 14),
        Verb("wait_until_finished", {"run": NEEDED}, "the state that the run ended in", 18),
        Verb("snake_to_camel", {"string": NEEDED}, "the text in camelCase", 12),
        Verb("to_html", {"run": NEEDED, "height": 420, "hidden": False}, "HTML with an iframe of the run's page", 13),
        Verb(
            "runs",
            {"path": NEEDED, "filters": None, "order": None, "per_page": 50},
            'the paths of the runs of a project, "entity/project/run_id"',
            0,
            items=True,
        ),
    )
}

# The arguments that a client may lack, as "verb.argument".
OPTIONAL = frozenset(
    f"{verb.name}.{name}" for verb in VERBS.values() for name, default in verb.arguments.items() if default != NEEDED
)

# What a client may promise beyond its verbs, and what that means.
CLAIMS: Mapping[str, str] = {
    "big_integers": "integers beyond 2^53 come back exactly",
    "retries": "requests that failed for a passing reason (429, 5xx, a lost connection) are sent again",
}

# Of ``load``; the types are those of JSON.
ATTRIBUTES: Mapping[str, str] = {
    "id": "the run id, the last part of its path",
    "name": "the display name",
    "entity": "the name of the entity",
    "project": "the name of the project",
    "state": '`"running"`, `"finished"`, `"crashed"`, ...',
    "config": "an object of plain values, without what clients keep in it for themselves (`_wandb`)",
    "summary": "an object",
    "tags": "an array of texts",
    "notes": "a text, or null",
    "group": "a text, or null",
    "job_type": "a text, or null",
    "url": "the address of the run's page",
    "created_at": "a text, ISO 8601",
    "user": "the username of its owner",
    "last_history_step": "the last step of its history, -1 without one",
    "history_keys": "the names of the metrics that were logged",
    "system_metrics": "an object: the latest values of the machine's metrics",
}

# Of the argument ``changes`` of ``update``; what is not in it stays as it is.
CHANGES = ("config", "tags", "notes", "name", "group", "job_type", "summary")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a client under test finds its server.

    Attributes:
        base_url: like ``WANDB_BASE_URL``: ``http://127.0.0.1:8080``, without a slash at its end.
        api_key: the password of HTTP Basic authentication, whose user is ``api``.
        entity: the default entity.
    """

    base_url: str
    api_key: str = field(repr=False)
    entity: str


class ClientError(Exception):
    """The client raised an error, or reported one, instead of giving a result."""


class NoAnswer(ClientError):
    """The client neither gave a result nor an error, within the bound that it had."""


class Session(Protocol):
    """One client, connected to one address.

    Attributes:
        verbs: the names of what it offers.
        claims: what it promises beyond, of :data:`CLAIMS`.
        lacks: arguments that its verbs do not take, of :data:`OPTIONAL`.
    """

    verbs: frozenset[str]
    claims: frozenset[str]
    lacks: frozenset[str]

    def call(self, verb: str, arguments: Mapping[str, Json], *, take: int | None, seconds: float) -> Json:
        """The result of a verb; of one with items, the first ``take``, or all.

        Raises:
            ClientError: the client gave an error.
            NoAnswer: it gave nothing within so many seconds.
        """

    def close(self) -> None:
        """Ends it."""


class Port(Protocol):
    """A kind of client, of which sessions can be opened.

    Attributes:
        written: which it is, as an argument of ``replay``: ``client='my_client:Client'``.
    """

    written: str

    def open(self, address: Address) -> Session:
        """A client of its own, connected to ``address``."""

    def close(self) -> None:
        """Ends what goes on between sessions."""
