"""Filters agree with two other readings of the language: one written for these tests, and mongomock's.

mongomock is MongoDB in memory, by other people; W&B refers its users to MongoDB for what filters mean. It is
asked where it does what MongoDB does: not for ``$size``, which it takes for text too, nor for paths that
lead into a value without parts, where MongoDB finds null.
"""

from __future__ import annotations

import json

import mongomock
from hypothesis import given
from hypothesis import strategies as st

from runfake.world import World
from runfake.world.run_fields import RUN_FIELDS
from runfake.world.runs import Run

from . import oracle, programs
from .programs import Json


def selected(given_runs: list[Json], wanted: Json) -> tuple[list[Run], list[str]]:
    """All the runs, and the ids of those that the filter selects."""
    world = World()
    made = [world.run(f"shop/r{i}", **arguments) for i, arguments in enumerate(given_runs)]
    found = world.listings.matching(made, json.dumps(wanted), RUN_FIELDS)
    return made, [run.id for run in found]


@given(
    st.lists(programs.runs, max_size=6),
    programs.filters(programs.top_paths | programs.deep_paths, programs.operators | programs.own_operators),
)
def test_a_filter_selects_what_the_oracle_does(given_runs: list[Json], wanted: Json) -> None:
    made, got = selected(given_runs, wanted)
    assert got == [run.id for run in made if oracle.fits(oracle.document(run), wanted)]


@given(st.lists(programs.runs, max_size=6), programs.filters(programs.top_paths, programs.operators))
def test_a_filter_selects_what_mongomock_does(given_runs: list[Json], wanted: Json) -> None:
    made, got = selected(given_runs, wanted)
    documents = mongomock.MongoClient().db.runs
    for run in made:
        documents.insert_one(oracle.document(run))
    assert got == [held["name"] for held in documents.find(wanted)]
