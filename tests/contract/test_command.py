"""``runfake contract``, the same under pytest, and as functions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from runfake import World, serve
from runfake.cli import main
from runfake.contract import check, replay
from runfake.contract.clauses import CLAUSES
from tests.contract.clients import Limited, OnlyFiles, Sleepy, WithoutNames

LIMITED = "tests.contract.clients:Limited"
WHOLE = "pagination.files-whole"


def test_a_client_that_breaks_a_promise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, data = tmp_path / "report.html", tmp_path / "report.json"
    assert main(["contract", "--client", LIMITED, "--clause", WHOLE, "--json", str(data), "--html", str(page)]) == 1
    told = capsys.readouterr().out
    assert told.startswith(f"BROKEN       {WHOLE}")
    for line in (
        "smallest example: count=5, per_page=2",
        "files(run='team/contract/a', per_page=2)",
        'expected: ["000.txt", "001.txt", "002.txt", "003.txt", "004.txt"]',
        'came:     ["000.txt", "001.txt"]',
        "RunFiles  team/contract/a",
        "Run.files(names=[], first=2) gave 2, and there are more",
        "0 clauses hold, 1 are broken, 0 not claimed (default profile, seed 0).",
    ):
        assert line in told
    report = json.loads(data.read_text())
    assert (report["holds"], report["counts"]["broken"], report["seed"]) == (False, 1, 0)
    (clause,) = report["clauses"]
    assert (clause["id"], clause["status"], clause["failure"]["arguments"]) == (
        WHOLE,
        "broken",
        {"count": 5, "per_page": 2},
    )
    assert f'<h2 id="{WHOLE}">' in page.read_text()


def test_each_failure_is_explained_with_its_verdict_and_named_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--clause", WHOLE, "--clause", "pagination.files-per-page", "--clause", "pagination.files-default-size"]
    assert main(["contract", "--client", LIMITED, "--profile", "quick", *asked]) == 1
    told = capsys.readouterr().out.splitlines()
    at = [number for number, line in enumerate(told) if line.startswith(("BROKEN", "holds"))]
    assert [told[number].split()[:2] for number in at] == [
        ["BROKEN", WHOLE],
        ["holds", "pagination.files-per-page"],
        ["BROKEN", "pagination.files-default-size"],
        ["BROKEN", WHOLE],
        ["BROKEN", "pagination.files-default-size"],
    ]
    for verdict, following in ((at[0], at[1]), (at[2], at[3])):
        explanation = told[verdict + 1 : following]
        assert explanation[1].startswith(f"{told[verdict].split()[1]}: ")
        assert "  this example alone:" in explanation
    assert (told[at[1] + 1], told[at[4] + 1 :]) == (
        told[at[2]],
        ["", "1 clauses hold, 2 are broken, 0 not claimed (quick profile, seed 0)."],
    )


def test_the_script_of_a_failure_plays_it_alone(tmp_path: Path) -> None:
    report = check(Limited, clauses=[WHOLE], profile="quick")
    (verdict,) = report.verdicts
    assert verdict.failure is not None
    path = tmp_path / "again.py"
    path.write_text(verdict.failure.script)
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Missing:" in done.stderr
    assert "[0]" in done.stderr


def test_replaying_a_kept_promise_raises_nothing() -> None:
    replay(WHOLE, client=OnlyFiles, arguments={"count": 5, "per_page": 2})


def test_a_found_example_is_made_small() -> None:
    report = check(_OddPages, clauses=[WHOLE])
    failure = report.verdicts[0].failure
    assert failure is not None
    assert failure.arguments == {"count": 1, "per_page": 3}


class _OddPages(OnlyFiles):
    """Gives nothing where the page size is three."""

    def files(self, **arguments: Any) -> Iterator[dict[str, Any]]:
        return iter([]) if arguments["per_page"] == 3 else super().files(**arguments)


def test_what_a_client_does_not_offer_is_not_held_against_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "--client", "tests.contract.clients:OnlyFiles", "--profile", "quick"]) == 0
    told = capsys.readouterr().out
    assert f"holds        {WHOLE}" in told
    assert "not claimed  keys." in told
    assert "(lacks scan_history)" in told


def test_an_argument_that_a_client_lacks_is_not_held_against_it() -> None:
    report = check(WithoutNames, clauses=["files.only-those-names", WHOLE], profile="quick")
    whole, names = report.verdicts
    assert (whole.status, whole.lacking) == ("holds", ())
    assert (names.status, names.lacking, names.examples) == ("not claimed", ["files.names"], 0)


def test_examples_with_an_argument_that_a_client_lacks_are_left_out() -> None:
    report = check(_WithoutPageSize, clauses=["machine.everything-together"], profile="quick")
    (verdict,) = report.verdicts
    assert (verdict.status, verdict.failure) == ("holds", None)
    assert verdict.examples >= 1


class _WithoutPageSize(OnlyFiles):
    def load(self, run: str) -> dict[str, Any]:
        return self._reference.load(run)

    def files(self, run: str) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        return self._reference.files(run)


def test_a_client_that_does_not_do_the_same_each_time_is_told_so() -> None:
    report = check(Sleepy, clauses=[WHOLE])
    failure = report.verdicts[0].failure
    assert failure is not None
    assert failure.always is False


def test_the_same_seed_finds_the_same() -> None:
    first, second = (check(Limited, groups=["pagination"], profile="quick", seed=5) for _ in range(2))
    assert [(v.clause.id, v.status, v.examples) for v in first.verdicts] == [
        (v.clause.id, v.status, v.examples) for v in second.verdicts
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "which client? Give --client package.module:factory"),
        (["--client", LIMITED, "--wandb"], "Give one of client=, command= and wandb="),
        (["--client", LIMITED, "--clause", "pagination.file-whole"], "Did you mean 'pagination.files-whole'?"),
        (["--client", LIMITED, "--group", "page"], "unknown group 'page'"),
        (["--client", LIMITED, "--profile", "fast"], "unknown profile 'fast': expected quick, default, thorough"),
        (["--server", "http://127.0.0.1:9"], "a server needs the API key"),
        (["--client", LIMITED, "--json", "no/such.json"], "cannot write 'no/such.json': there is no folder 'no'"),
    ],
)
def test_what_cannot_be_judged(capsys: pytest.CaptureFixture[str], arguments: list[str], told: str) -> None:
    assert main(["contract", *arguments]) == 2
    assert told in capsys.readouterr().err


def test_every_clause_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [clause.id for clause in CLAUSES]


def test_under_pytest_each_clause_is_a_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        client=dedent(
            """
            from itertools import islice
            from runfake.contract.reference import Reference

            class Client:
                def __init__(self, base_url, api_key):
                    self.reference = Reference(base_url, api_key)
                def files(self, run, per_page=50):
                    return islice(self.reference.files(run, None, per_page), per_page)
                def close(self):
                    self.reference.close()
            """
        )
    )
    command = ["-p", "no:cacheprovider", "--pyargs", "runfake.contract", "--runfake-profile=quick", "-rs"]
    chosen = ["-k", "pagination or keys or names"]
    result = pytester.runpytest_subprocess(*command, "--runfake-client=client:Client", *chosen)
    counts = result.parseoutcomes()
    assert counts["failed"] >= 1
    assert counts["passed"] >= 1
    assert counts["skipped"] >= 1
    result.stdout.fnmatch_lines(["pagination.files-whole: *", "*not claimed: the client lacks files.names*"])
    result = pytester.runpytest_subprocess(*command)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stdout.fnmatch_lines(["*--runfake-client=package.module:factory*"])


def test_a_server_is_judged_and_left_as_it_was() -> None:
    world = World()
    world.run("demo/mine", history=[{"loss": 1}])
    with serve(world) as server:
        report = check(server=server.url, api_key=server.api_key, profile="quick")
        asked = len(server.journal)
    assert [verdict.failure for verdict in report.of("broken")] == []
    assert len(report.of("holds")) >= 30
    assert not [verdict for verdict in report.verdicts if verdict.clause.inside]
    assert asked > 100
    assert [run.path for run in world.runs()] == ["runfake/demo/mine"]
    assert list(world.entity.projects) == ["demo"]


def test_a_server_that_is_wrong_is_found_out() -> None:
    world = World()
    with serve(world) as server:
        from runfake import faults, when, which

        server.faults.add(which.operation("RunFiles"), faults.status(404), when.always())
        report = check(server=server.url, api_key=server.api_key, clauses=[WHOLE], profile="quick")
    assert not report.holds
    assert world.runs() == []
