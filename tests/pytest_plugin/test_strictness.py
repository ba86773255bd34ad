"""A test fails if its client asked for what runfake does not know or lacks; and its report shows what was asked."""

from __future__ import annotations

import pytest

# The inner sessions run in processes of their own, with the plugin as it is installed.
pytestmark = pytest.mark.filterwarnings("default")

ASKING = """
import base64, json, pytest, urllib.error, urllib.request
from runfake import which

def ask(runfake, document, path="/graphql"):
    key = base64.b64encode(f"api:{runfake.api_key}".encode()).decode()
    body = json.dumps({"query": document}).encode()
    request = urllib.request.Request(runfake.url + path, body, {"Authorization": f"Basic {key}"})
    try:
        urllib.request.urlopen(request).close()
    except urllib.error.HTTPError as error:
        error.close()
"""


def run(pytester: pytest.Pytester, source: str, **counts: int) -> pytest.RunResult:
    """Runs a test file in a process of its own, and checks its outcomes."""
    pytester.makepyfile(ASKING + source)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--strict-markers")
    result.assert_outcomes(**counts)
    return result


def test_a_swallowed_refusal_fails_the_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_it(runfake):
    ask(runfake, "query Mine { viewr { id } }")
    ask(runfake, "query Mine { viewr { id } }")
    ask(runfake, 'query Other { view(id: "x") { id } }')
    ask(runfake, "", "/graphq")
""",
        passed=1,
        errors=1,
    )
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_it*",
            "The client asked for what runfake does not know or lacks, and was refused:",
            "  [*] Mine (2 times): Cannot query field 'viewr' on type 'Query'. Did you mean 'view' or 'viewer'?*",
            "    if that is expected: runfake.journal.allow(which.operation('Mine', own=True))",
            "  [*] Other: runfake does not implement the GraphQL field Query.view yet*",
            "  [*] POST /graphq: runfake has no POST /graphq. Did you mean 'POST /graphql'?*",
            "    if that is expected: runfake.journal.allow(which.path('/graphq'))",
            "*@pytest.mark.runfake(strict=False) allows every one.",
            "*- runfake journal -*",
            "[[]0[]]   +0.000s  400  Mine  Cannot query field 'viewr'*",
            "[[]3[]] *s  404  POST /graphq  runfake has no POST /graphq*",
        ]
    )


def test_a_fault_or_stub_that_never_fired_fails_the_test(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
from runfake import faults

@pytest.mark.runfake(strict=False)
def test_it(runfake):
    runfake.faults.add(which.operation("Run"), faults.status(503))
    runfake.stubs.answer(which.operation("Viewer"), {"viewer": None})

def test_has_one_that_need_not(runfake):
    runfake.faults.add(which.operation("Run"), faults.status(503), optional=True)

def test_fails_before(runfake):
    runfake.faults.add(which.operation("Run"), faults.status(503))
    assert False
""",
        passed=2,
        failed=1,
        errors=1,
    )
    result.stdout.fnmatch_lines(
        [
            "*ERROR at teardown of test_it*",
            "Faults or stubs of the test did not do their part:",
            "  [*] faults.status(503) for which.operation('Run'), when.next() never fired*",
            "  [*] stubs.answer(*) for which.operation('Viewer'), when.* never fired*",
            "If a rule need not fire, add it with optional=True.",
        ]
    )


def test_what_is_expected_fails_nothing(pytester: pytest.Pytester) -> None:
    run(
        pytester,
        """
def test_says_so(runfake):
    runfake.journal.allow(which.operation("Mine", own=True))
    ask(runfake, "query Mine { viewr { id } }")

def test_says_so_afterwards(runfake):
    ask(runfake, "query Mine { viewr { id } }")
    runfake.journal.allow(which.path("/graphql"))

@pytest.mark.runfake(strict=False)
def test_is_marked(runfake):
    ask(runfake, "query Mine { viewr { id } }")

@pytest.mark.runfake(strict=False)
class TestMarked:
    def test_is_in_a_marked_class(self, runfake):
        ask(runfake, "query Mine { viewr { id } }")

    @pytest.mark.runfake(strict=True)
    def test_is_marked_otherwise(self, runfake):
        ask(runfake, "query Mine { viewr { id } }")
""",
        passed=5,
        errors=1,
    )


def test_a_test_that_failed_already_fails_once_and_shows_what_was_asked(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_it(runfake):
    ask(runfake, "query Mine { viewr { id } }")
    assert False

@pytest.mark.xfail(strict=True)
def test_expected_to_fail(runfake):
    ask(runfake, "query Mine { viewr { id } }")
    assert False
""",
        failed=1,
        xfailed=1,
    )
    result.stdout.fnmatch_lines(["*- runfake journal -*", "[[]0[]]   +0.000s  400  Mine  Cannot query field 'viewr'*"])
    assert result.stdout.str().count("runfake journal") == 1


def test_the_section_is_there_for_failed_tests_with_the_fixture_alone(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
@pytest.fixture
def broken(runfake):
    ask(runfake, "query Own { viewer { id } }")
    raise ValueError("no")

def test_passes(runfake):
    ask(runfake, "query Own { viewer { id } }")

def test_has_no_world():
    assert False

def test_has_a_broken_fixture(broken):
    pass

def test_asks_nothing(runfake):
    assert False

@pytest.fixture
def breaks_late(runfake):
    yield
    raise ValueError("no")

def test_fails_twice(runfake, breaks_late):
    ask(runfake, "query Twice { viewer { id } }")
    assert False
""",
        passed=1,
        failed=3,
        errors=2,
    )
    text = result.stdout.str()
    assert text.count("runfake journal") == 3
    assert text.count("200  Own") == 1
    assert text.count("200  Twice") == 1
    assert text.count("the client asked nothing") == 1


def test_a_long_journal_is_shown_in_part(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
def test_it(runfake):
    for _ in range(100):
        ask(runfake, "query Own { viewer { id } }")
    assert False
""",
        failed=1,
    )
    assert result.stdout.str().count("200  Own") == 40
    result.stdout.fnmatch_lines([" [[]0[]]*", "*60 more*", "[[]99[]]*"])
