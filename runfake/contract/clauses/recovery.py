"""Faults that pass: what a client that claims to try again does about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.files import content_of, many_bytes, same_bytes
from runfake.contract.clauses.uploads import written
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.wire import when, which
from runfake.wire.faults import Fault, drop_after, drop_before, status

CLAIM = "Claim: requests that failed for a passing reason (429, 5xx, a lost connection) are sent again"
ROW_5 = "Run.files: an iterator over the run's files"
# Real clients wait a second or two before they try again.
MOST = 3
STATUSES = (429, 500, 502, 503)
statuses = st.sampled_from(STATUSES)


@clause(
    "faults.a-query-is-sent-again",
    title="A query that is refused for a passing reason is sent again, and gives its result",
    source=CLAIM,
    verbs="load",
    given={"code": statuses, "times": st.integers(1, 2)},
    tried=[{"code": 429, "times": 1}, {"code": 500, "times": 1}, {"code": 502, "times": 2}, {"code": 503, "times": 1}],
    claims="retries",
    inside=True,
    most=MOST,
)
def a_query_is_sent_again(stage: Stage, code: int, times: int) -> None:
    run = stage.run(config={"lr": 1}, notes="n")
    stage.fault(which.run(run), status(code), when.times(times))
    came = stage.call("load", run=run)
    same(f"config and notes, after {times} answers with {code}", [came["config"], came["notes"]], [{"lr": 1}, "n"])
    hit = [entry for entry in stage.journal if entry.fault]
    that(len(hit) == times, f"queries that were answered with {code}", expected=str(times), came=len(hit))


@clause(
    "faults.a-lost-query-is-sent-again",
    title="A query whose connection is lost is sent again, and gives its result",
    source=CLAIM,
    verbs="load",
    given={"handled": st.booleans(), "reset": st.booleans()},
    tried=[{"handled": False, "reset": True}, {"handled": True, "reset": False}],
    claims="retries",
    inside=True,
    most=MOST,
)
def a_lost_query_is_sent_again(stage: Stage, handled: bool, reset: bool) -> None:
    run = stage.run(config={"lr": 1}, notes="n")
    stage.fault(which.run(run), lost(handled, reset))
    came = stage.call("load", run=run)
    same("config and notes, after a lost connection", [came["config"], came["notes"]], [{"lr": 1}, "n"])


def lost(handled: bool, reset: bool = True) -> Fault:
    """The connection goes, after the request was handled or before."""
    return drop_after(reset=reset) if handled else drop_before(reset=reset)


@dataclass(frozen=True)
class Change:
    """Something that changes a run; what it comes to is looked at once it was done.

    Attributes:
        field: of the mutation that makes the change.
        do: has it done by the client.
        look: what there is then.
        expected: what there should be.
    """

    field: str
    do: Callable[[Stage, str], Any]
    look: Callable[[Stage, str], Any]
    expected: Any


def _upload(stage: Stage, run: str) -> None:
    with written("new.txt", b"new") as (path, root):
        stage.call("upload_file", run=run, path=path, root=root)


CHANGES: dict[str, Change] = {
    "create": Change(
        "upsertBucket",
        lambda stage, _: stage.call("create", project=stage.project, entity=stage.entity),
        lambda stage, _: len(stage.runs()),
        2,
    ),
    "update": Change(
        "upsertBucket",
        lambda stage, run: stage.call("update", run=run, changes={"config": {"lr": 2}, "notes": "new"}),
        lambda stage, run: [(stage.truth(run) or {})[name] for name in ("config", "notes", "state")],
        [{"held": 1, "lr": 2}, "new", "finished"],
    ),
    "delete": Change("deleteRun", lambda stage, run: stage.call("delete", run=run), lambda stage, _: stage.runs(), []),
    "delete_file": Change(
        "deleteFiles",
        lambda stage, run: stage.call("delete_file", run=run, name="a.txt"),
        lambda stage, run: sorted(stage.contents(run)),
        ["b.txt"],
    ),
    "log_artifact": Change(
        "createArtifact",
        lambda stage, run: stage.call("log_artifact", run=run, artifact=stage.path("data:v0"), aliases=["best"]),
        lambda stage, run: [
            stage.outputs(run),
            stage.aliases(stage.path("data:v0")),
            stage.aliases(stage.path("data:v1")),
        ],
        [["data:v0"], ["best", "latest"], None],
    ),
    "use_artifact": Change(
        "useArtifact",
        lambda stage, run: stage.call("use_artifact", run=run, artifact=stage.path("data:v0")),
        lambda stage, run: stage.inputs(run),
        ["data:v0"],
    ),
    "upload_file": Change(
        "createRunFiles",
        _upload,
        lambda stage, run: stage.contents(run),
        {"a.txt": b"a", "b.txt": b"b", "new.txt": b"new"},
    ),
}


def changed_run(stage: Stage) -> str:
    """A run, and an artifact, for the changes above."""
    stage.artifact("data")
    return stage.run(config={"held": 1}, files={"a.txt": "a", "b.txt": "b"})


def _changes(promise: str, title: str, given: dict[str, Any], tried: list[dict[str, Any]], body: Any) -> Any:
    """A clause for each verb that changes something."""

    def one(verb: str) -> Any:
        def play(stage: Stage, **arguments: Any) -> None:
            body(stage, verb, CHANGES[verb], **arguments)

        return clause(
            f"faults.{verb.replace('_', '-')}-{promise}",
            title=title.format(verb=verb),
            source=CLAIM,
            verbs=verb,
            given=given,
            tried=tried,
            claims="retries",
            inside=True,
            most=MOST,
        )(play)

    return tuple(one(verb) for verb in CHANGES)


def _once(stage: Stage, verb: str, change: Change, handled: bool) -> None:
    run = changed_run(stage)
    stage.fault(which.field(change.field), lost(handled))
    change.do(stage, run)
    same(
        f"what {verb} left, whose connection was lost {'after' if handled else 'before'} it was handled",
        change.look(stage, run),
        change.expected,
        "What may have been handled is sent again in a way that changes nothing the second time.",
    )
    sent = stage.journal.find(which.field(change.field))
    that(len(sent) > 1, f"how often {change.field} was sent", expected="again, once it was lost", came=len(sent))


done_once = _changes(
    "is-done-once",
    "{verb} is done exactly once though its connection was lost, before or after it was handled",
    {"handled": st.booleans()},
    [{"handled": True}, {"handled": False}],
    _once,
)


def _refused(stage: Stage, verb: str, change: Change, code: int) -> None:
    run = changed_run(stage)
    stage.fault(which.field(change.field), status(code))
    change.do(stage, run)
    same(f"what {verb} left, after an answer with {code}", change.look(stage, run), change.expected)


sent_again = _changes(
    "is-sent-again",
    "{verb} that is refused for a passing reason is sent again, and done",
    {"code": statuses},
    [{"code": 503}, {"code": 429}],
    _refused,
)


@clause(
    "faults.content-is-sent-again",
    title="An upload whose answer is lost, or which is refused for a passing reason, arrives whole in the end",
    source=CLAIM,
    verbs="upload_file",
    given={"size": st.integers(1, 100_000), "code": st.none() | statuses},
    tried=[{"size": 70_000, "code": None}, {"size": 3, "code": 503}],
    claims="retries",
    inside=True,
    most=MOST,
)
def content_is_sent_again(stage: Stage, size: int, code: int | None) -> None:
    run = stage.run()
    stage.fault(which.method("PUT"), lost(handled=True) if code is None else status(code))
    with written("a.bin", many_bytes(size)) as (path, root):
        stage.call("upload_file", run=run, path=path, root=root)
    held = stage.contents(run)
    same("the files of the run", sorted(held), ["a.bin"])
    same_bytes(f"an upload of {size} bytes that was sent again", held["a.bin"], many_bytes(size))


@clause(
    "faults.a-download-is-sent-again",
    title="A download that is refused for a passing reason, or lost, gives the content in the end",
    source=CLAIM,
    verbs="download_file",
    given={"size": st.integers(0, 100_000), "code": st.none() | statuses},
    tried=[{"size": 70_000, "code": None}, {"size": 3, "code": 503}],
    claims="retries",
    inside=True,
    most=MOST,
)
def a_download_is_sent_again(stage: Stage, size: int, code: int | None) -> None:
    run = stage.run(files={"a.bin": many_bytes(size)})
    stage.fault(which.route("storage"), lost(handled=False) if code is None else status(code))
    came = content_of(stage.call("download_file", run=run, name="a.bin"))
    same_bytes(f"a download of {size} bytes that was asked for again", came, many_bytes(size))


@clause(
    "faults.no-page-twice",
    title="A page that fails in the middle of a list is asked for again: no item is lost, and none comes twice",
    source=f"{CLAIM}; {ROW_5}",
    verbs="files",
    given={"count": st.integers(3, 9), "at": st.integers(1, 4), "handled": st.sampled_from([None, True, False])},
    tried=[{"count": 5, "at": 2, "handled": None}, {"count": 5, "at": 2, "handled": True}],
    claims="retries",
    inside=True,
    most=MOST,
)
def no_page_twice(stage: Stage, count: int, at: int, handled: bool | None) -> None:
    names = [f"{number}.txt" for number in range(count)]
    run = stage.run(files=dict.fromkeys(names, "x"))
    stage.fault(which.run(run), status(503) if handled is None else lost(handled), when.nth(at))
    came = [file["name"] for file in stage.call("files", run=run, per_page=2)]
    same(f"the files, two a page, where request {at} failed at first", sorted(came), names)


@clause(
    "faults.a-scan-goes-on",
    title="A page that fails in the middle of a scan is asked for again: no row is lost, and none comes twice",
    source=f"{CLAIM}; Run.scan_history: every history record",
    verbs="scan_history",
    given={"count": st.integers(3, 9), "at": st.integers(1, 5), "handled": st.sampled_from([None, True, False])},
    tried=[{"count": 5, "at": 3, "handled": None}, {"count": 5, "at": 3, "handled": True}],
    claims="retries",
    inside=True,
    most=MOST,
)
def a_scan_goes_on(stage: Stage, count: int, at: int, handled: bool | None) -> None:
    run = stage.run(history=[{"loss": number} for number in range(count)])
    stage.fault(which.run(run), status(503) if handled is None else lost(handled), when.nth(at))
    came = [row["loss"] for row in stage.call("scan_history", run=run, page_size=2)]
    same(f"the rows, two a page, where request {at} failed at first", came, list(range(count)))
