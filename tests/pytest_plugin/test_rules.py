"""A test fails if a fault or a stub of its own never came into play; its report shows the rules."""

from __future__ import annotations

import pytest

from tests.pytest_plugin.test_strictness import run

# The inner sessions run in processes of their own, with the plugin as it is installed.
pytestmark = pytest.mark.filterwarnings("default")
IMPORTS = "from runfake import faults, when, which\n"


def test_rules_that_never_fired_fail_the_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        IMPORTS
        + """
def test_it(runfake):
    runfake.faults.add(which.operation("UpsertBucket"), faults.drop_after())
    runfake.faults.add(which.anything(), faults.status(503), when.nth(3))
    runfake.stubs.answer(which.field("serverInfo"), {"serverInfo": None})
    runfake.stubs.answer(which.operation("Viewer"), {"viewer": {"idd": "x"}})
    # The client swallows that it is refused.
    ask(runfake, "query Viewer { viewer { id } }")
""",
        passed=1,
        errors=1,
    )
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_it*",
            "  [*] faults.drop_after() for which.operation('UpsertBucket'), when.next() never fired, "
            "for no such request came. The nearest:",
            "*[[]0[]]   +0.000s  400  Viewer*",
            "*operation: expected 'UpsertBucket', came 'Viewer'",
            "  [*] faults.status(503) for which.anything(), when.nth(3) never fired, for only 1 came that it matches.",
            "  [*] stubs.answer({'serverInfo': None}) for which.field('serverInfo'), when.always() never fired*",
            "*does not fit what the client asks for: at viewer.id: User has no field 'idd'.*",
            "If a rule need not fire, add it with optional=True.",
            "*- runfake journal -*",
            "faults:",
            "  faults.drop_after() for which.operation('UpsertBucket'), when.next(): matched 0, fired 0",
        ]
    )


def test_rules_that_fired_or_need_not_are_no_failure(pytester: pytest.Pytester) -> None:
    run(
        pytester,
        IMPORTS
        + """
def test_it(runfake):
    runfake.faults.add(which.operation("Viewer"), faults.status(503))
    runfake.faults.add(which.operation("Run"), faults.status(503), optional=True)
    runfake.faults.add(which.anything(), faults.plan(0.01))
    runfake.stubs.answer(which.operation("Viewer"), {"viewer": None})
    ask(runfake, "query Viewer { viewer { id } }")
    ask(runfake, "query Viewer { viewer { id } }")
""",
        passed=1,
    )


def test_a_failing_test_tells_the_seed_of_its_plan_and_what_it_hit(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        IMPORTS
        + """
def test_it(runfake):
    runfake.faults.add(which.anything(), faults.plan(1, kinds=[faults.status(503)], seed=11))
    ask(runfake, "query Viewer { viewer { id } }")
    assert False
""",
        failed=1,
    )
    result.stdout.fnmatch_lines(
        [
            "*- runfake journal -*",
            "[[]0[]]   +0.000s  503  Viewer  [[]faults.status(503)[]]",
            "faults:",
            "  faults.plan(1, seed=11) for which.anything(), when.always(): matched 1, fired 1",
        ]
    )
