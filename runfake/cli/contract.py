"""``runfake contract``: tells a client what it gets wrong."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runfake.contract.verdicts import Report, Verdict


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = commands.add_parser(
        "contract",
        help="judge a client of Run, in any language",
        description="Judges a client by what W&B documents for Run. The exit status is 0 if it keeps every promise "
        "that it claims, 1 if it breaks one, 2 if it could not be judged.",
    )
    which = parser.add_argument_group("the client, one of")
    which.add_argument("--client", metavar="MODULE:FACTORY", help="a class or function in Python")
    which.add_argument("--client-command", metavar="COMMAND", help="a program that speaks JSON lines")
    which.add_argument(
        "--wandb", metavar="PYTHON", nargs="?", const=sys.executable, help="the wandb of that interpreter; of this one"
    )
    what = parser.add_argument_group("what is judged")
    what.add_argument("--clause", metavar="ID", action="append", default=[], help="this clause; may be repeated")
    what.add_argument("--group", action="append", default=[], help="the clauses of this group; may be repeated")
    what.add_argument("--profile", default="default", help="quick, default or thorough")
    what.add_argument("--seed", type=int, default=0, help="what examples are drawn from")
    what.add_argument("--list", action="store_true", help="print every clause, and end")
    what.add_argument("--self-test", action="store_true", help="judge the kit: every mutant has to be found out")
    server = parser.add_argument_group("another server, instead of runfake's own")
    server.add_argument("--server", metavar="URL", help="judge this server, by the reference client unless told")
    server.add_argument("--api-key", metavar="KEY", help="of a user there; what is made there is deleted again")
    told = parser.add_argument_group("what is told")
    told.add_argument("--json", type=Path, metavar="FILE", help="also write the report as JSON")
    told.add_argument("--html", type=Path, metavar="FILE", help="also write it as a page")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Judges, and tells while it does."""
    try:
        import hypothesis  # noqa: F401 - only to see that it is there
    except ImportError:
        print("runfake contract needs Hypothesis: pip install 'runfake[contract]'", file=sys.stderr)
        return 2
    try:
        if chosen.list:
            return _list()
        if chosen.self_test:
            return _self_test(chosen)
        return _judge(chosen)
    except ValueError as error:
        print(f"runfake contract: {error}", file=sys.stderr)
        return 2


def _list() -> int:
    from runfake.contract.clauses import CLAUSES

    for clause in CLAUSES:
        print(f"{clause.id:<40} {clause.title}")
    return 0


def _judge(chosen: argparse.Namespace) -> int:
    from runfake.contract.checking import check
    from runfake.contract.reports import as_html, as_json

    if not (chosen.client or chosen.client_command or chosen.wandb or chosen.server):
        raise ValueError(
            "which client? Give --client package.module:factory, --client-command 'node client.mjs' or --wandb; "
            "or --server, to judge a server."
        )
    for file in filter(None, (chosen.json, chosen.html)):
        if not file.parent.is_dir():
            raise ValueError(f"cannot write {str(file)!r}: there is no folder {str(file.parent)!r}.")

    report = check(
        chosen.client,
        command=chosen.client_command,
        wandb=chosen.wandb,
        clauses=chosen.clause,
        groups=chosen.group,
        profile=chosen.profile,
        seed=chosen.seed,
        server=chosen.server,
        api_key=chosen.api_key,
        tell=_tell,
    )
    if chosen.json:
        chosen.json.write_text(json.dumps(as_json(report), indent=2, ensure_ascii=False) + "\n", "utf-8")
    if chosen.html:
        chosen.html.write_text(as_html(report), "utf-8")
    _tell_the_end(report)
    return 0 if report.holds else 1


def _tell(verdict: Verdict) -> None:
    """A verdict, explained at once: a run may be long, or be ended."""
    from runfake.contract.explaining import explained, line

    print(line(verdict), flush=True)
    if verdict.failure:
        print(f"\n{explained(verdict.clause, verdict.failure)}\n", flush=True)


def _tell_the_end(report: Report) -> None:
    """How many there are, and which are broken, for their explanations may be far above."""
    from runfake.contract.explaining import line
    from runfake.contract.reports import counted

    if not (report.verdicts and report.verdicts[-1].failure):
        print()
    if len(report.verdicts) > 1 and (broken := report.of("broken")):
        print(*map(line, broken), "", sep="\n")
    print(counted(report))


def _self_test(chosen: argparse.Namespace) -> int:
    from runfake.contract.explaining import line
    from runfake.contract.profiles import profile_named
    from runfake.contract.selftest import kill_matrix

    matrix = kill_matrix(profile_named(chosen.profile), tell=lambda text: print(text, flush=True))
    for verdict in matrix.intact:
        print(f"the intact reference client: {line(verdict)}")
    for mutant in matrix.survivors:
        print(f"survives: {mutant.id}, {mutant.slip}")
    for clause in matrix.without:
        print(f"no mutant: {clause}")
    killed = len(matrix.killed) - len(matrix.survivors)
    print(f"\n{killed} of {len(matrix.killed)} mutants found out with each of {len(matrix.seeds)} seeds.")
    return 0 if matrix.holds else 1
