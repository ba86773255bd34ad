"""Faults that do not pass: they are errors, and never make a wrong result."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.files import content_of, many_bytes, same_bytes
from runfake.contract.clauses.recovery import CHANGES, changed_run
from runfake.contract.judging import Broken, same, shown, that
from runfake.contract.port import ClientError, NoAnswer
from runfake.contract.stage import Stage
from runfake.wire import when, which
from runfake.wire.faults import Fault, garbage, graphql_error, status, truncate, wrong_length

ERRORS = "Clients and servers of W&B: what is refused is an error for the caller"
# What no client of W&B takes for something that passes.
FINAL = (400, 403, 404)
final = st.sampled_from(FINAL)
# So long a client that goes on trying may do so; what it gives within is judged.
PATIENCE = 5.0
SPOILT = ("garbage", "bare garbage", "truncated", "too short")


def spoilt(how: str) -> Fault:
    """A fault that makes an answer unreadable."""
    faults = {"garbage": garbage(), "bare garbage": garbage(bare=True), "truncated": truncate()}
    return faults[how] if how in faults else wrong_length(10)


@clause(
    "faults.a-refused-query",
    title="A query that is refused for good is an error, and is not sent again",
    source=ERRORS,
    verbs="load",
    given={"code": final},
    tried=[{"code": code} for code in FINAL],
    inside=True,
    most=3,
)
def a_refused_query(stage: Stage, code: int) -> None:
    run = stage.run()
    stage.fault(which.run(run), status(code))
    stage.refused("load", f"of which the query was answered with {code}", run=run)
    came = stage.journal.count(which.run(run))
    that(came == 1, f"queries about the run, of which the first was answered with {code}", expected="1", came=came)


@clause(
    "faults.a-refused-change",
    title="A change that is refused for good is an error, is not sent again, and changes nothing",
    source=ERRORS,
    verbs="update",
    given={"code": final},
    tried=[{"code": code} for code in FINAL],
    inside=True,
    most=3,
)
def a_refused_change(stage: Stage, code: int) -> None:
    run = stage.run(config={"held": 1})
    before = stage.whole(run)
    stage.fault(which.field("upsertBucket"), status(code))
    stage.refused("update", f"whose mutation was answered with {code}", run=run, changes={"config": {"lr": 2}})
    came = stage.journal.count(which.field("upsertBucket"))
    that(came == 1, f"mutations that were sent, of which the first was answered with {code}", expected="1", came=came)
    same("the run afterwards", stage.whole(run), before)


@clause(
    "faults.a-graphql-error",
    title="An answer with a GraphQL error is an error, whatever its HTTP status, and is not sent again",
    source=f"{ERRORS}; GraphQL servers tell errors with status 200 as well",
    verbs="load",
    given={"code": st.sampled_from([200, 400])},
    tried=[{"code": 200}, {"code": 400}],
    inside=True,
    most=3,
)
def a_graphql_error(stage: Stage, code: int) -> None:
    run = stage.run()
    stage.fault(which.run(run), graphql_error("boom", status=code))
    stage.refused("load", "of which the query was answered with a GraphQL error", run=run)
    came = stage.journal.count(which.run(run))
    that(came == 1, "queries about the run, of which the first was answered with an error", expected="1", came=came)


@clause(
    "faults.a-change-that-is-an-error",
    title="A change that is answered with a GraphQL error is an error",
    source=f"{ERRORS}; GraphQL servers tell errors with status 200 as well",
    verbs="update",
    given={"verb": st.sampled_from(list(CHANGES))},
    tried=[{"verb": verb} for verb in CHANGES],
    inside=True,
    most=1,
)
def a_change_that_is_an_error(stage: Stage, verb: str) -> None:
    if not stage.offers(verb):
        return
    run = changed_run(stage)
    stage.fault(which.field(CHANGES[verb].field), graphql_error("boom"))
    try:
        came = CHANGES[verb].do(stage, run)
    except NoAnswer:
        raise
    except ClientError:
        return
    raise Broken(f"{verb} whose {CHANGES[verb].field} was answered with an error", "an error", shown(came))


@clause(
    "faults.no-short-list",
    title="A list whose next page cannot be had is an error, not a shorter list",
    source=f"{ERRORS}; files, scan_history: all of them",
    verbs="files",
    given={"count": st.integers(3, 9), "at": st.integers(1, 2), "code": final},
    tried=[{"count": 5, "at": 2, "code": 403}, {"count": 5, "at": 1, "code": 404}],
    inside=True,
    most=3,
)
def no_short_list(stage: Stage, count: int, at: int, code: int) -> None:
    names = [f"{number}.txt" for number in range(count)]
    run = stage.run(files=dict.fromkeys(names, "x"))
    fail_page(stage, "files", at, status(code))
    stage.refused("files", f"of which page {at} was answered with {code}", run=run, per_page=2)


def fail_page(stage: Stage, field: str, at: int, fault: Fault) -> None:
    """Lets everything about a list go wrong from its page number ``at`` on."""

    def begun(_: Any) -> bool:
        return len(stage.pages(f"Run.{field}")) >= at - 1

    stage.fault(which.route("graphql") & which.matching(begun), fault, when.always())


@clause(
    "faults.no-short-scan",
    title="A scan whose next page cannot be had is an error, not a shorter history",
    source=f"{ERRORS}; Run.scan_history: every history record",
    verbs="scan_history",
    given={"count": st.integers(3, 9), "at": st.integers(1, 2), "code": final},
    tried=[{"count": 5, "at": 2, "code": 403}],
    inside=True,
    most=3,
)
def no_short_scan(stage: Stage, count: int, at: int, code: int) -> None:
    run = stage.run(history=[{"loss": number} for number in range(count)])
    fail_page(stage, "history", at, status(code))
    call_or_nothing(stage, "scan_history", list(range(count)), "loss", run=run, page_size=2)


def call_or_nothing(stage: Stage, verb: str, whole: list[Any], key: str, **arguments: Any) -> None:
    """An error is right, and so is the whole; a client that still tries is left to it."""
    try:
        came = stage.call(verb, seconds=PATIENCE, **arguments)
    except ClientError:
        return
    same(f"what {verb} gave, where a page could not be had", [item[key] for item in came], whole, "Give an error.")


@clause(
    "faults.no-end-of-patience",
    title="Where a page fails for ever there is an error in the end, or no end; but no shorter list",
    source=f"{ERRORS}; Run.files: all of them",
    verbs="files",
    given={"at": st.integers(1, 3)},
    tried=[{"at": 2}],
    inside=True,
    most=1,
)
def no_end_of_patience(stage: Stage, at: int) -> None:
    names = [f"{number}.txt" for number in range(6)]
    run = stage.run(files=dict.fromkeys(names, "x"))
    fail_page(stage, "files", at, status(503))
    call_or_nothing(stage, "files", names, "name", run=run, per_page=2)


@clause(
    "faults.no-nonsense",
    title="An answer that cannot be read makes no result: an error, or what comes when it is asked for again",
    source="Answers are JSON, whole; what is neither tells nothing",
    verbs="load",
    given={"how": st.sampled_from(SPOILT)},
    tried=[{"how": how} for how in SPOILT],
    inside=True,
    most=1,
)
def no_nonsense(stage: Stage, how: str) -> None:
    run = stage.run(config={"lr": 1}, tags=["a"])
    stage.fault(which.run(run), spoilt(how))
    try:
        came = stage.call("load", run=run, seconds=PATIENCE)
    except ClientError:
        return
    same(f"config and tags, after an answer that was {how}", [came["config"], came["tags"]], [{"lr": 1}, ["a"]])


@clause(
    "faults.no-nonsense-in-lists",
    title="A page that cannot be read makes no shorter list",
    source="Answers are JSON, whole; what is neither tells nothing",
    verbs="files",
    given={"how": st.sampled_from(SPOILT), "at": st.integers(1, 3)},
    tried=[{"how": how, "at": 2} for how in SPOILT],
    inside=True,
    most=1,
)
def no_nonsense_in_lists(stage: Stage, how: str, at: int) -> None:
    names = [f"{number}.txt" for number in range(5)]
    run = stage.run(files=dict.fromkeys(names, "x"))
    stage.fault(which.run(run), spoilt(how), when.nth(at))
    call_or_nothing(stage, "files", names, "name", run=run, per_page=2)


@clause(
    "faults.no-half-download",
    title="A download that breaks off makes no shorter content",
    source="File.download: the content of the file",
    verbs="download_file",
    given={"size": st.integers(2, 200_000), "how": st.sampled_from(["truncated", "too short"])},
    tried=[{"size": 100_000, "how": "truncated"}, {"size": 10, "how": "truncated"}],
    inside=True,
    most=2,
)
def no_half_download(stage: Stage, size: int, how: str) -> None:
    run = stage.run(files={"a.bin": many_bytes(size)})
    stage.fault(which.route("storage"), spoilt(how))
    try:
        came = stage.call("download_file", run=run, name="a.bin", seconds=PATIENCE)
    except ClientError:
        return
    same_bytes(f"a download of {size} bytes, of which the answer was {how}", content_of(came), many_bytes(size))


@clause(
    "faults.a-refused-upload",
    title="An upload whose content is refused for good is an error",
    source=f"{ERRORS}; Run.upload_file",
    verbs="upload_file",
    given={"code": final},
    tried=[{"code": 403}],
    inside=True,
    most=2,
)
def a_refused_upload(stage: Stage, code: int) -> None:
    run = changed_run(stage)
    stage.fault(which.method("PUT"), status(code), when.always())
    try:
        came = CHANGES["upload_file"].do(stage, run)
    except NoAnswer:
        raise
    except ClientError:
        return
    raise Broken(f"upload_file whose content was answered with {code}", "an error", shown(came))
