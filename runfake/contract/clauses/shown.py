"""Attributes: the page of a run, and showing it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import unquote, unquote_plus, urlsplit

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.attributes import ROW_19
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.contract.strategies import run_ids


@clause(
    "attributes.url",
    title="url is the address of the run's page, <server>/<entity>/<project>/runs/<run id>, as URLs are written",
    source=f"{ROW_19}; the page of a run",
    verbs="load",
    given={"run_id": run_ids | st.sampled_from(["two words", "größe", "a+b"])},
    tried=[{"run_id": "abc"}, {"run_id": "two words"}, {"run_id": "größe"}],
    inside=True,  # for ids of which a server that is not this one may refuse some
)
def url(stage: Stage, run_id: str) -> None:
    came = str(stage.call("load", run=stage.run(run_id))["url"])
    address = urlsplit(came)
    that(
        came.isascii() and " " not in came and bool(address.scheme and address.netloc),
        "url",
        expected="an address with scheme and host, whose other characters are percent-encoded",
        came=came,
    )
    expected = f"/{stage.entity}/{stage.project}/runs/{run_id}"
    # Older clients write a space as +.
    read = [unquote(address.path), unquote_plus(address.path)]
    that(expected in read, "the path of url, without its percent signs", expected=expected, came=read[0])


@clause(
    "attributes.snake-to-camel",
    title="snake_to_camel makes camelCase of snake_case",
    source="Run.snake_to_camel: snake_case to camelCase",
    verbs="snake_to_camel",
    given={"words": st.lists(st.text("abcdefg", min_size=1, max_size=4), min_size=1, max_size=4)},
    tried=[{"words": ["history", "line", "count"]}, {"words": ["id"]}, {"words": ["a", "b"]}],
)
def snake_to_camel(stage: Stage, words: list[str]) -> None:
    snake = "_".join(words)
    first, *more = words
    expected = first + "".join(word[0].upper() + word[1:] for word in more)
    same(f"snake_to_camel({snake!r})", stage.call("snake_to_camel", string=snake), expected)


@clause(
    "attributes.to-html",
    title="to_html gives an iframe with the page of the run, as high as asked for",
    source="Run.to_html: height=420, hidden=False; HTML with an iframe that shows this run",
    verbs="to_html",
    given={"run_id": run_ids, "height": st.none() | st.integers(50, 2000)},
    tried=[{"run_id": "abc", "height": None}, {"run_id": "abc", "height": 99}],
)
def to_html(stage: Stage, run_id: str, height: int | None) -> None:
    run = stage.run(run_id)
    came = stage.call("to_html", run=run, **({} if height is None else {"height": height}))
    frame = framed(came)
    page = f"/{stage.entity}/{stage.project}/runs/{run_id}"
    source = re.search(r"""src=["']?([^"'\s>]*)""", frame)
    path = urlsplit(unescape(source[1])).path if source else "none"
    same("the page in the iframe that to_html gave", path, page)
    wanted = height or 420
    that(
        re.search(rf"height\s*[:=]\s*[\"']?{wanted}(px)?\b", frame) is not None,
        "the iframe that to_html gave",
        expected=f"a height of {wanted} pixels",
        came=frame,
    )


@clause(
    "attributes.to-html-hidden",
    title="to_html hides the iframe if it is asked to, and not otherwise",
    source="Run.to_html: hidden=False",
    verbs="to_html",
    given={"hidden": st.sampled_from([None, True, False])},
    tried=[{"hidden": True}, {"hidden": None}],
)
def to_html_hidden(stage: Stage, hidden: bool | None) -> None:
    came = stage.call("to_html", run=stage.run(), **({} if hidden is None else {"hidden": hidden}))
    is_hidden = re.search(r"display\s*:\s*none", framed(came)) is not None
    that(
        is_hidden is bool(hidden),
        f"the iframe that to_html({'' if hidden is None else f'hidden={hidden}'}) gave",
        expected="display:none in its style" if hidden else "no display:none in its style",
        came=framed(came),
    )


def framed(html: Any) -> str:
    """The tag of the iframe.

    Raises:
        Broken: there is none.
    """
    found = re.search(r"<iframe\b[^>]*>", str(html))
    that(found is not None, "what to_html gave", expected="HTML with an iframe", came=html)
    return found[0] if found else ""


@clause(
    "attributes.display",
    title="display says that it could not show the run, where there is no notebook",
    source="Run.display: returns whether it could",
    verbs="display",
    given={"hidden": st.booleans(), "height": st.integers(50, 2000)},
    tried=[{"hidden": False, "height": 420}],
)
def display(stage: Stage, hidden: bool, height: int) -> None:
    came = stage.call("display", run=stage.run(), height=height, hidden=hidden)
    that(came is False, "what display gave outside of a notebook", expected="false", came=came)
