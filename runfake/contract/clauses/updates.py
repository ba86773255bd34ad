"""Updates: what is changed arrives, and nothing else does."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.judging import same
from runfake.contract.stage import Stage
from runfake.contract.strategies import numbers, scalars, texts
from runfake.world.config import Config
from runfake.world.runs import RunEdit

ROW_14 = (
    "Run.update: persists the changes made to the run (config, tags, notes, display name, group, job type, summary)"
)
keys = st.sampled_from(["lr", "batch size", "opt.name", "größe", "a/b", "x"])
nested = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3))
objects = st.dictionaries(keys, scalars, min_size=1, max_size=3)
tag_lists = st.lists(st.sampled_from(["a", "b c", "größe", "x,y", "prod"]), unique=True, max_size=3)
written = texts.filter(str.strip) | st.sampled_from(
    ['say "hi"', "it's", "two\nlines", "tab\there", "\\n", "日本 🚀", "<b>&amp;"]
)
# One change of one attribute.
changes = st.one_of(
    st.tuples(st.just("config"), objects),
    st.tuples(st.just("summary"), st.dictionaries(keys, numbers, min_size=1, max_size=3)),
    st.tuples(st.just("tags"), tag_lists),
    st.tuples(st.sampled_from(["notes", "name", "group", "job_type"]), written),
).map(lambda change: dict([change]))
EACH: tuple[dict[str, Any], ...] = (
    {"config": {"lr": 0.5}},
    {"summary": {"best": 3}},
    {"tags": ["a", "b c"]},
    {"notes": "two\nlines"},
    {"name": "a name"},
    {"group": "a group"},
    {"job_type": "train"},
)


def full_run(stage: Stage) -> str:
    """A run that has something of everything."""
    return stage.run(
        history=[{"loss": 1}, {"loss": 0.5}],
        config={"held": 1, "deep": {"a": [1, None]}},
        summary={"loss": 0.5, "held": "x"},
        tags=["first", "second"],
        notes="old notes",
        name="old name",
        group="old group",
        job_type="old type",
        files={"a.txt": "x"},
    )


@clause(
    "updates.arrive",
    title="Each attribute that update changes is changed on the server",
    source=ROW_14,
    verbs="update",
    given={"change": changes},
    tried=[{"change": change} for change in EACH],
)
def arrive(stage: Stage, change: dict[str, Any]) -> None:
    run = stage.run()
    stage.call("update", run=run, changes=change)
    after = stage.truth(run) or {}
    ((name, value),) = change.items()
    held = after[name]
    came = {key: held.get(key) for key in value} if name in ("config", "summary") else held
    same(f"{name} of the run after update(changes={change!r})", came, value)


@clause(
    "updates.together",
    title="Several attributes can be changed in one update",
    source=ROW_14,
    verbs="update",
    given={
        "config": objects,
        "tags": tag_lists,
        "notes": written,
        "name": written,
        "group": written,
        "job_type": written,
    },
    tried=[{"config": {"lr": 1}, "tags": ["a"], "notes": "n", "name": "m", "group": "g", "job_type": "j"}],
)
def together(stage: Stage, **changes: Any) -> None:
    run = stage.run()
    stage.call("update", run=run, changes={**changes, "summary": {"best": 1}})
    after = stage.truth(run) or {}
    same("the run after an update of everything", {name: after[name] for name in changes}, changes)
    same("the summary after an update of everything", after["summary"].get("best"), 1)


@clause(
    "updates.the-rest-stays",
    title="What update does not change stays as it is: every other attribute, state, history and files",
    source=f"{ROW_14}; what was not changed is not persisted over what there is",
    verbs="update",
    given={"change": changes},
    tried=[{"change": change} for change in EACH],
)
def the_rest_stays(stage: Stage, change: dict[str, Any]) -> None:
    run = full_run(stage)
    before = stage.whole(run) or {}
    stage.call("update", run=run, changes=change)
    after = stage.whole(run) or {}
    ((name, value),) = change.items()
    expected = {**before[name], **value} if name in ("config", "summary") else value
    same(f"the run after update(changes={change!r})", after, before | {name: expected})


@clause(
    "updates.config-entries-stay",
    title="Entries of the config that are not changed stay",
    source=f"{ROW_14}; run.config is changed entry by entry",
    verbs="update",
    given={"held": objects, "config": objects},
    tried=[{"held": {"lr": 1, "x": 2}, "config": {"lr": 3}}, {"held": {"lr": 1}, "config": {"x": None}}],
)
def config_entries_stay(stage: Stage, held: dict[str, Any], config: dict[str, Any]) -> None:
    run = stage.run(config=held)
    stage.call("update", run=run, changes={"config": config})
    same(
        f"the config, which was {held!r}, after an update of {config!r}",
        (stage.truth(run) or {})["config"],
        held | config,
    )


@clause(
    "updates.config-of-clients-stays",
    title="What clients keep in the config for themselves (_wandb) is neither lost nor changed",
    source=f"{ROW_14}; later clients go on with it",
    verbs="update",
    given={"change": changes},
    tried=[{"change": {"config": {"lr": 1}}}, {"change": {"notes": "n"}}],
    inside=True,
)
def config_of_clients_stays(stage: Stage, change: dict[str, Any]) -> None:
    run = stage.run(config={"held": 1})
    kept = {"t": {"1": [5, 53]}, "cli_version": "0.19.11", "m": []}
    put_own_config(stage, run, kept)
    stage.call("update", run=run, changes=change)
    entry = stage.world.get_run(run).wire_config.entries.get("_wandb") or {}
    # Some clients write a description beside the value.
    same(f"config._wandb after update(changes={change!r})", entry.get("value"), kept)


def put_own_config(stage: Stage, run: str, kept: dict[str, Any]) -> None:
    """Puts what clients keep for themselves into the config of a run."""
    held = stage.world.get_run(run)
    held.edit(RunEdit(config=Config(json.dumps({**held.wire_config.entries, "_wandb": {"value": kept}}))))


@clause(
    "updates.summary-entries-stay",
    title="Entries of the summary that are not changed stay, also those that are not a number",
    source=f"{ROW_14}; run.summary is changed entry by entry",
    verbs="update",
    given={"held": st.dictionaries(keys, numbers, min_size=1, max_size=3), "key": keys, "diverged": st.booleans()},
    tried=[
        {"held": {"lr": 1, "x": 2}, "key": "lr", "diverged": False},
        {"held": {"x": 2}, "key": "a/b", "diverged": True},
    ],
)
def summary_entries_stay(stage: Stage, held: dict[str, Any], key: str, diverged: bool) -> None:
    summary = held | ({"loss": float("nan"), "top": float("inf")} if diverged else {})
    run = stage.run(summary=summary)
    stage.call("update", run=run, changes={"summary": {key: "new"}})
    after = (stage.truth(run) or {})["summary"]
    same(f"the summary, which was {summary!r}, after an update of {key!r}", after, {**summary, key: "new"})


@clause(
    "updates.tags-are-replaced",
    title="tags are replaced as a whole; an empty list leaves none",
    source=f"{ROW_14}; run.tags is a list",
    verbs="update",
    given={"held": tag_lists, "tags": tag_lists},
    tried=[{"held": ["a", "prod"], "tags": ["prod", "b c"]}, {"held": ["a"], "tags": []}],
)
def tags_are_replaced(stage: Stage, held: list[str], tags: list[str]) -> None:
    run = stage.run(tags=held)
    stage.call("update", run=run, changes={"tags": tags})
    same(
        f"the tags, which were {held!r}, after update to {tags!r}",
        sorted((stage.truth(run) or {})["tags"]),
        sorted(tags),
    )


@clause(
    "updates.texts",
    title="Texts arrive as they are: quotes, new lines, any script",
    source=ROW_14,
    verbs="update",
    given={"text": written, "name": st.sampled_from(["notes", "name", "group", "job_type"])},
    tried=[
        {"text": 'say "hi", it\'s \\n', "name": "notes"},
        {"text": "two\nlines", "name": "notes"},
        {"text": "größe 日本 🚀", "name": "name"},
        {"text": "<b>&amp;%20+", "name": "group"},
    ],
)
def texts_as_they_are(stage: Stage, text: str, name: str) -> None:
    run = stage.run()
    stage.call("update", run=run, changes={name: text})
    same(f"{name} after an update", (stage.truth(run) or {})[name], text)


@clause(
    "updates.nested-config",
    title="Nested objects and lists of the config arrive whole",
    source=f"{ROW_14}; values of the config are any JSON",
    verbs="update",
    given={"value": nested},
    tried=[
        {"value": {"opt": {"name": "adam", "betas": [0.9, 0.99]}, "empty": {}, "none": None}},
        {"value": {"value": 1}},
    ],
)
def nested_config(stage: Stage, value: Any) -> None:
    run = stage.run(config={"model": {"layers": 3, "old": True}})
    stage.call("update", run=run, changes={"config": {"model": value}})
    same("the config entry `model` after an update", (stage.truth(run) or {})["config"]["model"], value)


@clause(
    "updates.big-integers",
    title="Integers beyond 2^53 arrive exactly, in config and summary, and those that were there stay",
    source="Claim: integers beyond 2^53 come back exactly",
    verbs="update",
    given={"number": st.integers(2**53, 2**63 - 1), "held": st.integers(2**53, 2**63 - 1)},
    tried=[{"number": 2**53 + 1, "held": 2**62 + 1}],
    claims="big_integers",
)
def big_integers(stage: Stage, number: int, held: int) -> None:
    run = stage.run(config={"held": held}, summary={"held": held})
    stage.call("update", run=run, changes={"config": {"seed": number}, "summary": {"seed": number}})
    after = stage.truth(run) or {}
    expected = {"held": held, "seed": number}
    same("config and summary after an update", [after["config"], after["summary"]], [expected, expected])


@clause(
    "updates.after-others",
    title="An update takes back nothing that others changed before the client loaded the run again",
    source=f"{ROW_14}; load(force=True) asks the backend again",
    verbs="update load",
    given={"change": changes},
    tried=[{"change": {"notes": "n"}}, {"change": {"config": {"lr": 1}}}],
)
def after_others(stage: Stage, change: dict[str, Any]) -> None:
    run = full_run(stage)
    stage.call("load", run=run)
    # Something new of everything, except for what the client changes.
    config = {"held": 2, "deep": {"a": []}}
    others: dict[str, Any] = {"tags": ["third"], "notes": "newer", "config": config, "group": "newer"}
    stage.run(**{name: value for name, value in others.items() if name not in change})
    stage.call("load", run=run)
    stage.call("update", run=run, changes=change)
    after = stage.truth(run) or {}
    expected = {name: value for name, value in others.items() if name not in change}
    same(
        "what others changed before the client loaded the run again", {name: after[name] for name in expected}, expected
    )


@clause(
    "updates.of-nothing",
    title="An update of a run that does not exist is an error, and makes no run",
    source=f"{ROW_14}; update changes a run, and makes none",
    verbs="update",
    given={"change": changes},
    tried=[{"change": {"config": {"lr": 1}}}, {"change": {"notes": "n"}}],
)
def of_nothing(stage: Stage, change: dict[str, Any]) -> None:
    other = stage.run("other", config={"held": 1})
    before = stage.whole(other)
    stage.refused("update", "of a run that does not exist", run=stage.path("missing"), changes=change)
    same("the runs of the project afterwards", stage.runs(), [other])
    same("the only run afterwards", stage.whole(other), before)
