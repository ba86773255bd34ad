"""Attributes: what ``load`` gives, and what is made of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.updates import nested, objects, put_own_config, tag_lists, written
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.contract.strategies import metrics, numbers, rows, run_ids

ROW_19 = "Run's attributes, as the client derives them from the backend's answer"
ROW_7 = "Run.load: loads the run's data; force=True asks the backend again"
STATES = ("running", "finished", "crashed", "failed", "killed", "pending", "preempting", "preempted")
optional = st.none() | written


def loaded(stage: Stage, run: str, *names: str) -> dict[str, Any]:
    """Some of the attributes that the client gives."""
    came = stage.call("load", run=run)
    return {name: came[name] for name in names}


@clause(
    "attributes.where-it-is",
    title="load gives id, entity and project as they are in the path",
    source=ROW_19,
    verbs="load",
    given={"run_id": run_ids | st.just("A.b-c_d"), "name": written},
    tried=[{"run_id": "abc", "name": "another name"}],
)
def where_it_is(stage: Stage, run_id: str, name: str) -> None:
    run = stage.run(run_id, name=name)
    expected = {"id": run_id, "entity": stage.entity, "project": stage.project}
    same(f"id, entity and project of {run}", loaded(stage, run, *expected), expected)


@clause(
    "attributes.name",
    title="name is the display name, also where the run was given none",
    source=ROW_19,
    verbs="load",
    given={"name": optional},
    tried=[{"name": 'größe, "2"'}, {"name": None}],
)
def name(stage: Stage, name: str | None) -> None:
    run = stage.run("abc", name=name)
    expected = (stage.truth(run) or {})["name"]
    same("name, which is not the run id", loaded(stage, run, "name"), {"name": expected})


@clause(
    "attributes.state",
    title="state says where the run stands, whatever the state",
    source=ROW_19,
    verbs="load",
    given={"state": st.sampled_from(STATES)},
    tried=[{"state": "running"}, {"state": "crashed"}, {"state": "killed"}],
)
def state(stage: Stage, state: str) -> None:
    run = stage.run(state=state)
    same("state", loaded(stage, run, "state"), {"state": state})


@clause(
    "attributes.config",
    title="config is an object of plain values, nested ones too",
    source=f"{ROW_19}; on the wire each value is wrapped",
    verbs="load",
    given={"config": st.dictionaries(st.sampled_from(["lr", "a.b", "größe", "_own", "value"]), nested, max_size=3)},
    tried=[{"config": {"lr": 0.1, "deep": {"a": [1, {"b": None}]}}}, {"config": {"_own": 1, "value": {"value": 2}}}],
)
def config(stage: Stage, config: dict[str, Any]) -> None:
    run = stage.run(config=config)
    same("config", loaded(stage, run, "config"), {"config": config})


@clause(
    "attributes.config-of-users-alone",
    title="config is without what clients keep in it for themselves (_wandb)",
    source=ROW_19,
    verbs="load",
    given={"config": objects},
    tried=[{"config": {"lr": 0.1}}],
    inside=True,
)
def config_of_users_alone(stage: Stage, config: dict[str, Any]) -> None:
    run = stage.run(config=config)
    put_own_config(stage, run, {"cli_version": "0.19.11", "t": {"1": [1]}})
    same("config", loaded(stage, run, "config"), {"config": config})


@clause(
    "attributes.summary",
    title="summary is an object of the values that were summed up, numbers that are none among them",
    source=ROW_19,
    verbs="load",
    given={"summary": st.dictionaries(metrics, numbers | st.booleans() | st.none() | written, max_size=4)},
    tried=[
        {"summary": {"loss": 0.5, "best": {"max": 1}}},
        {"summary": {"loss": float("nan"), "top": float("inf"), "low": float("-inf")}},
    ],
)
def summary(stage: Stage, summary: dict[str, Any]) -> None:
    run = stage.run(summary=summary)
    same("summary", loaded(stage, run, "summary"), {"summary": summary})


@clause(
    "attributes.big-integers",
    title="Integers beyond 2^53 in config and summary come exactly",
    source="Claim: integers beyond 2^53 come back exactly",
    verbs="load",
    given={"number": st.integers(2**53, 2**63 - 1)},
    tried=[{"number": 2**53 + 1}],
    claims="big_integers",
)
def big_integers(stage: Stage, number: int) -> None:
    run = stage.run(config={"seed": number}, summary={"seed": number})
    expected = {"config": {"seed": number}, "summary": {"seed": number}}
    same("config and summary", loaded(stage, run, "config", "summary"), expected)


@clause(
    "attributes.tags",
    title="tags are all the tags, an empty list without any",
    source=ROW_19,
    verbs="load",
    given={"tags": tag_lists},
    tried=[{"tags": ["a", "b c"]}, {"tags": []}],
)
def tags(stage: Stage, tags: list[str]) -> None:
    came = stage.call("load", run=stage.run(tags=tags))["tags"]
    that(isinstance(came, list), "tags", expected="a list", came=came)
    same("tags", sorted(came), sorted(tags))


@clause(
    "attributes.texts",
    title="notes, group and job_type are the texts that were given, nothing where none was",
    source=ROW_19,
    verbs="load",
    given={"notes": optional, "group": optional, "job_type": optional},
    tried=[
        {"notes": "two\nlines", "group": "a group", "job_type": "train"},
        {"notes": None, "group": None, "job_type": None},
    ],
)
def texts(stage: Stage, notes: str | None, group: str | None, job_type: str | None) -> None:
    run = stage.run(notes=notes, group=group, job_type=job_type)
    texts = {"notes": notes, "group": group, "job_type": job_type}
    came = loaded(stage, run, *texts)
    # Whether a text that nobody gave is null or empty, no document says.
    same("notes, group and job_type", {name: value or None for name, value in came.items()}, texts)


@clause(
    "attributes.created-at",
    title="created_at is when the run was made",
    source=f"{ROW_19}; ISO 8601, in UTC where no zone is written",
    verbs="load",
    given={"later": st.integers(0, 3)},
    tried=[{"later": 1}],
)
def created_at(stage: Stage, later: int) -> None:
    run = stage.run(state="running")
    for _ in range(later):
        stage.run(history=[{"loss": 1}])
    expected = (stage.truth(run) or {})["created_at"]
    came = stage.call("load", run=run)["created_at"]
    that(moment(came) == moment(expected), "created_at", expected=expected, came=came)


def moment(text: Any) -> datetime | None:
    """A time that is written as ISO 8601, to the second; None where something else is written."""
    try:
        read = datetime.fromisoformat(re.sub("Z$", "+00:00", str(text)))
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).replace(microsecond=0)


@clause(
    "attributes.user",
    title="user is the username of the run's owner",
    source=ROW_19,
    verbs="load",
    given={"name": optional},
    tried=[{"name": "no user"}],
)
def user(stage: Stage, name: str | None) -> None:
    run = stage.run(name=name)
    same("user", loaded(stage, run, "user"), {"user": (stage.truth(run) or {})["user"]})


@clause(
    "attributes.last-history-step",
    title="last_history_step is the step of the last row, -1 without any",
    source=f"{ROW_19}: lastHistoryStep",
    verbs="load",
    given={"steps": st.lists(st.integers(0, 1000), unique=True, max_size=5).map(sorted)},
    tried=[{"steps": []}, {"steps": [0]}, {"steps": [0, 7, 400]}],
)
def last_history_step(stage: Stage, steps: list[int]) -> None:
    run = stage.run(history=[{"_step": step, "loss": 1} for step in steps])
    expected = {"last_history_step": steps[-1] if steps else -1}
    same(f"last_history_step of a run with the steps {steps}", loaded(stage, run, "last_history_step"), expected)


@clause(
    "attributes.history-keys",
    title="history_keys are the names of all metrics that were logged, in whichever row",
    source=ROW_19,
    verbs="load",
    given={"history": rows()},
    tried=[{"history": [{"loss": 1}, {"acc": 2, "val/loss": 3}]}, {"history": []}],
)
def history_keys(stage: Stage, history: list[dict[str, Any]]) -> None:
    run = stage.run(history=history)
    came = stage.call("load", run=run)["history_keys"]
    logged = sorted({key for row in history for key in row})
    # Servers count what clients log by themselves (_step, ...) or not.
    same("history_keys", sorted(key for key in came if not key.startswith("_")), logged)


@clause(
    "attributes.system-metrics",
    title="system_metrics are the latest values of the machine's metrics",
    source=ROW_19,
    verbs="load",
    given={"cpu": st.lists(st.integers(0, 100), min_size=1, max_size=4), "gpu": st.booleans()},
    tried=[{"cpu": [10, 90], "gpu": True}],
)
def system_metrics(stage: Stage, cpu: list[int], gpu: bool) -> None:
    events = [{"system.cpu": value} | ({"system.gpu": value + 1} if gpu else {}) for value in cpu]
    expected = events[-1]
    run = stage.run(system_metrics=events, history=[{"loss": 1}])
    came = stage.call("load", run=run)["system_metrics"]
    kept = {key: value for key, value in came.items() if not key.startswith("_")}
    same("system_metrics", kept, expected)
