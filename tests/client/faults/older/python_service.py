"""What the service process written in Python makes of faults; releases before 0.18 log by it unless told otherwise."""

from __future__ import annotations

from pathlib import Path

import wandb

from runfake import faults, which
from runfake.pytest_plugin.fixture import Runfake
from runfake.wire.faults import Fault
from runfake.wire.which import Which
from tests.client.faults.test_lost_answers import LOST, check_everything, log_everything

STREAM = which.route("file_stream")
# It gives up a chunk that is refused so, and goes on with the next.
DROPPED = [faults.status(code) for code in (400, 403, 404, 409)]
# It takes the first for a refusal, too, though all was done; it tries again after the second.
KEPT = [faults.truncate(), faults.status(422)]


def hit_by(fault: Fault) -> Which:
    return which.matching(lambda entry: entry.fault == str(fault))


def test_what_was_done_is_not_done_again_when_all_answers_are_lost(runfake: Runfake, tmp_path: Path) -> None:
    rules = [runfake.faults.add(lost, faults.drop_after()) for lost in LOST]
    # When a run begins, nonsense is no reason to give up, as it is for newer ones.
    rules.append(runfake.faults.add(which.field("upsertBucket"), faults.garbage()))
    log_everything(runfake, tmp_path)
    assert all(rule.matched > rule.fired == 1 for rule in rules)
    check_everything(runfake)


def test_a_chunk_that_is_refused_is_given_up_and_costs_no_other(runfake: Runfake) -> None:
    # With neither console nor metadata a request is a chunk of rows, and nothing else.
    with wandb.init(project="demo", id="a", settings={"console": "off", "_disable_meta": True}) as run:
        for i, fault in enumerate([*DROPPED, *KEPT]):
            runfake.faults.add(STREAM, fault)
            run.log({"i": i})
            runfake.journal.wait_for(hit_by(fault), timeout=60)
    held = runfake.get_run("demo/a")
    assert [row["i"] for row in held.history] == list(range(len(DROPPED), len(DROPPED + KEPT)))
    assert (held.state, held.summary["i"]) == ("finished", len(DROPPED + KEPT) - 1)
