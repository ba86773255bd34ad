"""Pagination: lists come page by page, and come whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from math import ceil
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import Clause, clause
from runfake.contract.clauses.listings import LISTINGS, Files, Listing, Runs
from runfake.contract.judging import same, that
from runfake.contract.port import ClientError, NoAnswer
from runfake.contract.stage import Stage
from runfake.contract.strategies import counts, page_sizes
from runfake.wire import when, which
from runfake.wire.faults import graphql_error

Body = Callable[..., None]


def _of_each(
    promise: str,
    *,
    title: str,
    given: Mapping[str, Any] | None = None,
    tried: Sequence[Mapping[str, Any]] = (),
    inside: bool = True,
    most: int | None = 20,
    lists: Iterable[Listing] = LISTINGS,
) -> Callable[[Body], tuple[Clause, ...]]:
    """Makes a clause for each list, of a body whose first argument is the list; ``count`` is never below its least."""

    def one(listing: Listing, body: Body) -> Clause:
        drawn = dict(given or {})
        if "count" in drawn:
            drawn["count"] = drawn["count"].filter(lambda count: count >= listing.least)
        return clause(
            f"pagination.{listing.verb.replace('_', '-')}-{promise}",
            title=title.format(items=listing.items),
            source=listing.source,
            verbs=listing.verb,
            given=drawn,
            tried=tried,
            inside=inside,
            most=most,
        )(partial(body, listing))

    return lambda body: tuple(one(listing, body) for listing in lists)


@_of_each(
    "whole",
    title="Every one of the {items} comes, once, whatever the page size",
    given={"count": counts, "per_page": page_sizes},
    tried=[{"count": 5, "per_page": 2}, {"count": 4, "per_page": 2}, {"count": 1, "per_page": 1}],
    inside=False,
    most=None,
)
def whole(listing: Listing, stage: Stage, count: int, per_page: int) -> None:
    asked = listing.made(stage, count)
    came = listing.came(stage.call(listing.verb, **asked, per_page=per_page))
    what = f"what {listing.verb}(per_page={per_page}) gave of {count} {listing.items}"
    same(what, came, listing.names(stage, count), "per_page is how many a page has, not how many there are.")


@_of_each(
    "per-page",
    title="A page of {items} is asked for with the page size that the caller chose",
    given={"count": counts.filter(bool), "per_page": page_sizes},
    tried=[{"count": 5, "per_page": 2}],
)
def per_page_sent(listing: Listing, stage: Stage, count: int, per_page: int) -> None:
    stage.call(listing.verb, **listing.made(stage, count), per_page=per_page)
    sent = {page.arguments.get("first") for page in stage.pages(listing.field)}
    same(f"the page sizes (first:) that {listing.verb}(per_page={per_page}) sent", sorted(sent, key=str), [per_page])


@_of_each("default-size", title="A page of {items} has as many as documented, where the caller chose no size")
def default_size(listing: Listing, stage: Stage) -> None:
    # One more than a page, so that what the server takes for a default would show as well.
    asked = listing.made(stage, listing.default + 1)
    came = listing.came(stage.call(listing.verb, **asked))
    same(f"how many {listing.items} {listing.verb}() gave", len(came), listing.default + 1)
    sizes = [page.given for page in stage.pages(listing.field)]
    what = f"how many {listing.items} the pages had that {listing.verb}() fetched"
    same(what, sizes, [listing.default, 1], f"The default of per_page is {listing.default}.")


@_of_each(
    "lazy",
    title="No page of {items} is fetched before one of its items is wanted",
    given={"count": st.integers(1, 12), "per_page": page_sizes, "take": st.integers(1, 6)},
    tried=[{"count": 6, "per_page": 2, "take": 2}],
)
def lazy(listing: Listing, stage: Stage, count: int, per_page: int, take: int) -> None:
    stage.call(listing.verb, **listing.made(stage, count), per_page=per_page, take=take)
    pages = len(stage.pages(listing.field))
    needed = ceil(min(take, count) / per_page)
    that(
        # Whoever takes more than there is has to see the end.
        1 <= pages <= needed,
        f"pages fetched for {take} of {count} {listing.items}, {per_page} a page",
        expected=f"at most {needed}",
        came=pages,
        hint="Fetch a page when its first item is asked for.",
    )


@_of_each(
    "cursors",
    title="Each page of {items} is asked for with the cursor that the page before it ended with",
    given={"count": st.integers(1, 12), "per_page": page_sizes},
    tried=[{"count": 5, "per_page": 2}],
)
def cursors(listing: Listing, stage: Stage, count: int, per_page: int) -> None:
    stage.call(listing.verb, **listing.made(stage, count), per_page=per_page)
    pages = stage.pages(listing.field)
    that(bool(pages), f"pages of {listing.items} that were asked for", expected="some", came=0)
    same(
        f"the cursors (after:) of the pages of {listing.items}, {per_page} a page",
        [page.arguments.get("after") or None for page in pages],
        [None, *(page.end for page in pages[:-1])],
        "Pass back endCursor, or the cursor of the last edge, exactly as it came; ask for the first page with none.",
    )


@_of_each(
    "end",
    title="After the page of {items} that said it is the last, none is asked for",
    given={"count": counts.filter(bool), "per_page": page_sizes},
    tried=[{"count": 4, "per_page": 2}, {"count": 5, "per_page": 2}, {"count": 1, "per_page": 7}],
)
def end(listing: Listing, stage: Stage, count: int, per_page: int) -> None:
    stage.call(listing.verb, **listing.made(stage, count), per_page=per_page)
    said = [page.more for page in stage.pages(listing.field)]
    that(
        bool(said) and said[-1] is False and all(said[:-1]),
        f"what the pages of {count} {listing.items} said, {per_page} a page (hasNextPage)",
        expected="true, except for the last page that was asked for",
        came=said,
        hint="Ask for another page where hasNextPage is true, and never where it is false.",
    )


@_of_each(
    "deleted-meanwhile",
    title="An item that is deleted between two pages of {items} takes no other along",
    given={"count": st.integers(2, 10), "per_page": st.integers(1, 5), "gone": st.integers(0, 9)},
    tried=[{"count": 5, "per_page": 2, "gone": 0}, {"count": 5, "per_page": 2, "gone": 1}],
)
def deleted_meanwhile(listing: Listing, stage: Stage, count: int, per_page: int, gone: int) -> None:
    # Lists may be given in any order: with one at each end, one of them is on the first page.
    gone_items = {gone % count, count - 1 - gone % count}
    asked = listing.made(stage, count)
    stage.after_page(listing.field, lambda: listing.take_away(stage, gone_items))
    came = listing.came(stage.call(listing.verb, **asked, per_page=per_page))
    names = listing.names(stage, count)
    deleted = {names[number] for number in gone_items}
    same(
        f"what {listing.verb}(per_page={per_page}) gave of {count} {listing.items}, besides those that were deleted "
        "after the first page",
        [name for name in came if name not in deleted],
        [name for name in names if name not in deleted],
        "A page begins behind a cursor, not at a count of items.",
    )


@_of_each(
    "added-meanwhile",
    title="An item that is added between two pages of {items} neither hides another nor lets it come twice",
    given={"count": st.integers(2, 10), "per_page": st.integers(1, 5), "place": st.integers(0, 10)},
    tried=[{"count": 5, "per_page": 2, "place": 0}, {"count": 5, "per_page": 2, "place": 3}],
    # New artifacts are always at the end, and disturb nobody.
    lists=[item for item in LISTINGS if isinstance(item, (Files, Runs))],
)
def added_meanwhile(listing: Listing, stage: Stage, count: int, per_page: int, place: int) -> None:
    asked = listing.made(stage, count)
    new = f"{min(place, count):03}-new"
    stage.after_page(listing.field, lambda: listing.add(stage, new))
    came = listing.came(stage.call(listing.verb, **asked, per_page=per_page))
    same(
        f"what {listing.verb}(per_page={per_page}) gave of {count} {listing.items}, besides one that was added "
        "after the first page",
        [name for name in came if "new" not in name],
        listing.names(stage, count),
        "A page begins behind a cursor, not at a count of items; hasNextPage says which is the last.",
    )


@_of_each(
    "failing-page",
    title="A page of {items} that fails is an error, never the end of the list",
    given={"count": st.integers(2, 10), "per_page": st.integers(1, 5)},
    tried=[{"count": 5, "per_page": 2}],
)
def failing_page(listing: Listing, stage: Stage, count: int, per_page: int) -> None:
    asked = listing.made(stage, count) | {"per_page": per_page}
    names = listing.names(stage, count)
    what = f"what {listing.verb}(per_page={per_page}) gave of {count} {listing.items}"
    same(f"{what}, while nothing fails", listing.came(stage.call(listing.verb, **asked)), names)
    # Nobody asks again after such a status.
    error = graphql_error("the second page cannot be read", status=400)
    stage.after_page(listing.field, lambda: stage.fault(which.anything(), error, when.always()))
    try:
        came = listing.came(stage.call(listing.verb, **asked))
    except NoAnswer:
        raise
    except ClientError:
        return
    hint = "Let the error of a page reach the caller, who otherwise takes the list for whole."
    same(f"{what}, whose second page fails", came, names, hint)
