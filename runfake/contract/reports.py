"""A whole report: as JSON for programs, as a page for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from html import escape
from typing import Any

from runfake.contract.explaining import explained
from runfake.contract.plain import plain
from runfake.contract.verdicts import Report, Status, Verdict

STATUSES: tuple[Status, ...] = ("broken", "holds", "not claimed")


def counted(report: Report) -> str:
    """The report in one sentence."""
    counts = {status: len(report.of(status)) for status in STATUSES}
    told = [f"{counts['holds']} clauses hold", f"{counts['broken']} are broken", f"{counts['not claimed']} not claimed"]
    return f"{', '.join(told)} ({report.profile} profile, seed {report.seed})."


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values: ``client``, ``profile``, ``seed``, ``holds``, ``counts`` and ``clauses``."""
    return {
        "client": report.client,
        "profile": report.profile,
        "seed": report.seed,
        "holds": report.holds,
        "counts": {status: len(report.of(status)) for status in STATUSES},
        "clauses": [_clause(verdict) for verdict in report.verdicts],
    }


def _clause(verdict: Verdict) -> dict[str, Any]:
    clause, failure = verdict.clause, verdict.failure
    return {
        "id": clause.id,
        "group": clause.group,
        "title": clause.title,
        "source": clause.source,
        "verbs": list(clause.verbs),
        "status": verdict.status,
        "examples": verdict.examples,
        "seconds": round(verdict.seconds, 3),
        "lacking": list(verdict.lacking),
        "failure": plain(asdict(failure)) if failure else None,
    }


_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .25rem .6rem; vertical-align: top }
tr { border-top: 1px solid #ddd } pre { background: #f6f6f4; padding: 1rem; overflow-x: auto; white-space: pre-wrap }
.holds { color: #17733a } .broken { color: #b3261e; font-weight: 600 } .not.claimed { color: #777 }
"""


def as_html(report: Report) -> str:
    """The report as one page that needs nothing else."""
    broken = report.of("broken")
    failures = "".join(
        f'<h2 id="{escape(verdict.clause.id)}">{escape(verdict.clause.title)}</h2>'
        f"<pre>{escape(explained(verdict.clause, verdict.failure))}</pre>"
        for verdict in broken
        if verdict.failure
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The contract of Run</title>'
        f"<style>{_STYLE}</style><h1>The contract of <code>Run</code></h1>"
        f"<p>{escape(report.client)}: {escape(counted(report))}</p>{failures}"
        "<h2>Every clause</h2><table><tr><th>Clause<th>Promise<th>Verdict</tr>"
        f"{''.join(_rows(report))}</table></html>\n"
    )


def _rows(report: Report) -> Iterable[str]:
    for verdict in report.verdicts:
        clause = verdict.clause
        name = escape(clause.id)
        name = f'<a href="#{name}">{name}</a>' if verdict.failure else name
        lacking = f" (lacks {escape(', '.join(verdict.lacking))})" if verdict.lacking else ""
        yield (
            f"<tr><td>{name}<td>{escape(clause.title)}<br><small>{escape(clause.source)}</small>"
            f'<td class="{verdict.status}">{verdict.status}{lacking}</tr>'
        )
