"""Pagination: lists come page by page, and come whole."""

from __future__ import annotations

from math import ceil

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.contract.strategies import counts, page_sizes

ROW_5 = "Run.files: per_page is the number of results per page, never a limit on the whole"


def _run_with_files(stage: Stage, count: int) -> tuple[str, list[str]]:
    names = [f"{number:03}.txt" for number in range(count)]
    return stage.run(files=dict.fromkeys(names, "x")), names


@clause(
    "pagination.files-whole",
    title="Every file comes, once, whatever the page size",
    source=ROW_5,
    verbs="files",
    given={"count": counts, "per_page": page_sizes},
    tried=[{"count": 5, "per_page": 2}, {"count": 4, "per_page": 2}],
)
def files_whole(stage: Stage, count: int, per_page: int) -> None:
    run, names = _run_with_files(stage, count)
    came = stage.call("files", run=run, per_page=per_page)
    same(
        f"the names that files(per_page={per_page}) gave for a run with {count} files",
        sorted(file["name"] for file in came),
        names,
    )


@clause(
    "pagination.files-per-page",
    title="A page of files is asked for with the page size that the caller chose",
    source=ROW_5,
    verbs="files",
    given={"count": counts.filter(bool), "per_page": page_sizes},
    tried=[{"count": 5, "per_page": 2}],
    inside=True,
)
def files_per_page(stage: Stage, count: int, per_page: int) -> None:
    run, _ = _run_with_files(stage, count)
    stage.call("files", run=run, per_page=per_page)
    same(
        f"the page sizes (first:) that files(per_page={per_page}) sent",
        sorted({page.arguments.get("first") for page in stage.pages("Run.files")}, key=str),
        [per_page],
    )


@clause(
    "pagination.files-lazy",
    title="No page of files is fetched before one of its items is wanted",
    source=f"{ROW_5}; an iterator",
    verbs="files",
    given={"count": st.integers(1, 12), "per_page": page_sizes, "take": st.integers(1, 6)},
    tried=[{"count": 6, "per_page": 2, "take": 2}],
    inside=True,
)
def files_lazy(stage: Stage, count: int, per_page: int, take: int) -> None:
    run, _ = _run_with_files(stage, count)
    stage.call("files", run=run, per_page=per_page, take=take)
    pages = len(stage.pages("Run.files"))
    needed = ceil(min(take, count) / per_page)
    that(
        pages <= needed,
        f"pages fetched for {take} of {count} files, {per_page} a page",
        expected=f"at most {needed}",
        came=pages,
        hint="Fetch a page when its first item is asked for.",
    )
