"""Clients that get sampled histories wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.reference import Reference
from runfake.contract.reference.history import Row


class Sampler(Reference):
    """With a seam for how a sample is taken."""

    def history(
        self,
        run: str,
        samples: int = 500,
        keys: Sequence[str] | None = None,
        x_axis: str = "_step",
        stream: str = "default",
    ) -> list[Row]:
        return self._taken(run, samples, keys=keys, x_axis=x_axis, stream=stream)

    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        return super().history(run, samples, **asked)


@mutant("sampling.at-most", "the whole history comes")
class NotSampled(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        del samples
        return super()._taken(run, 10_000, **asked)


@mutant("sampling.at-most", "with keys, samples are not passed on")
class KeyedNotSampled(Reference):
    def _spec(self, keys: Sequence[str], samples: int, begin: int | None = None, end: int | None = None) -> str:
        del samples
        return super()._spec(keys, 500, begin, end)


@mutant("sampling.all-where-few", "the last row is left out, which may still be written")
class LastRowWithheld(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        return super()._taken(run, samples, **asked)[:-1]


@mutant("sampling.all-where-few", "rows come newest first")
class NewestFirst(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        return super()._taken(run, samples, **asked)[::-1]


@mutant("sampling.as-logged", "rows are averages of what was logged")
class Averages(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        rows = super()._taken(run, samples, **asked)
        return [_between(row, following) for row, following in zip(rows, [*rows[1:], rows[-1]], strict=True)]


def _between(row: Row, other: Row) -> Row:
    return {key: value if key == "_step" else (value + other.get(key, value)) / 2 for key, value in row.items()}


@mutant("sampling.as-logged", "a sample is filled up with its last row")
class FilledUp(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        rows = super()._taken(run, max(samples - 1, 1), **asked)
        return [*rows, rows[-1]] if rows else rows


@mutant("sampling.spread", "the first rows are taken for a sample")
class FirstRows(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        return list(islice(self.scan_history(run, asked["keys"]), samples))


@mutant("sampling.spread", "the latest rows are taken for a sample")
class LatestRows(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        return super()._taken(run, 10_000, **asked)[-samples:]


@mutant("sampling.passed-on", "more is asked for, and thinned out here")
class ThinnedHere(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        rows = super()._taken(run, samples * 2, **asked)
        return rows if len(rows) <= samples else rows[::2]


@mutant("sampling.default-size", "there are 1000 samples, as there are rows on a page of a scan")
class ThousandSamples(Sampler):
    def history(
        self,
        run: str,
        samples: int = 1000,
        keys: Sequence[str] | None = None,
        x_axis: str = "_step",
        stream: str = "default",
    ) -> list[Row]:
        return self._taken(run, samples, keys=keys, x_axis=x_axis, stream=stream)


@mutant("sampling.one-request", "whether there are rows is looked at first")
class LooksForRows(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        found = super()._taken(run, 1, **asked)
        return super()._taken(run, samples, **asked) if found else found


@mutant("sampling.x-axis", "the x axis is the step, whatever the caller says")
class AlwaysByStep(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        return super()._taken(run, samples, **asked | {"x_axis": "_step"})


@mutant("sampling.x-axis", "the x axis takes the place of the first key")
class AxisForKey(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        keys = [asked["x_axis"], *(asked["keys"] or ())[1:]]
        return super()._taken(run, samples, **asked | {"keys": keys})


@mutant("sampling.values", "nested values stay texts of JSON")
class NestedAsText(Sampler):
    def _parsed(self, lines: Sequence[str]) -> list[Row]:
        return [{key: _text(value) for key, value in row.items()} for row in super()._parsed(lines)]


def _text(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, (dict, list)) else value


@mutant("sampling.non-finite", "what is no finite number is null")
class NonFiniteIsNull(Sampler):
    def _parsed(self, lines: Sequence[str]) -> list[Row]:
        return [json.loads(line, parse_constant=lambda _: None) for line in lines]


@mutant("sampling.empty", "the first row is looked at, to know the metrics")
class LooksAtFirstRow(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        rows = super()._taken(run, samples, **asked)
        known = rows[0].keys()
        return [row for row in rows if row.keys() == known] or rows


@mutant("sampling.system-stream", "the stream is not looked at")
class StreamIgnored(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        return super()._taken(run, samples, **asked | {"stream": "default"})


@mutant("sampling.system-stream", "machine metrics come beside those that were logged")
class StreamsMixed(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        rows = super()._taken(run, samples, **asked | {"stream": "default"})
        return rows + super()._taken(run, samples, **asked) if asked["stream"] == "system" else rows


@mutant("sampling.system-at-most", "samples count for what was logged alone")
class MachineNotSampled(Sampler):
    def _taken(self, run: str, samples: int, **asked: Any) -> list[Row]:
        return super()._taken(run, 10_000 if asked["stream"] == "system" else samples, **asked)
