"""Clients that take what does not pass the wrong way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from http.client import HTTPResponse, IncompleteRead
from typing import Any

from runfake.contract.mutant import mutant
from runfake.contract.mutants.recovery import Over
from runfake.contract.reference import Reference
from runfake.contract.reference.history import Row
from runfake.contract.reference.http import Http, ServerError
from runfake.contract.reference.pages import Fetch


class _Always(Http):
    def retries(self, status: int) -> bool:
        return status >= 400


@mutant("faults.a-refused-query", "every refusal is taken for something that passes")
class AsksForEver(Over):
    http_class = _Always


@mutant("faults.a-refused-change", "every refusal is taken for something that passes")
class ChangesForEver(Over):
    http_class = _Always


class _AsksErrorsAgain(Http):
    def graphql(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return super().graphql(document, variables)
        except ServerError as error:
            if error.status != 200:
                raise
            return super().graphql(document, variables)


@mutant("faults.a-graphql-error", "what was answered with 200 is taken for something that passes")
class ErrorsSentAgain(Over):
    http_class = _AsksErrorsAgain


class _ForgetsErrors(Http):
    def graphql(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        body = json.dumps({"query": document, "variables": variables}).encode()
        answer = self.send("POST", f"{self.base_url}/graphql", body, {"Content-Type": "application/json"})
        data: dict[str, Any] = json.loads(answer).get("data") or {}
        return data


@mutant("faults.a-change-that-is-an-error", "the data is looked at, and errors are not")
class ErrorsForgotten(Over):
    http_class = _ForgetsErrors


class EndingAtErrors(Reference):
    """Takes an error for the end of a list."""

    def _every(self, fetch: Fetch, per_page: int) -> Iterator[dict[str, Any]]:
        try:
            yield from super()._every(fetch, per_page)
        except (ServerError, OSError, ValueError):
            return


@mutant("faults.no-short-list", "a list ends at the page that fails")
class ListsEndAtErrors(EndingAtErrors):
    pass


@mutant("faults.no-short-scan", "a scan ends at the page that fails")
class ScansEndAtErrors(Reference):
    def scan_history(self, run: str, *args: Any, **options: Any) -> Iterator[Row]:
        try:
            yield from super().scan_history(run, *args, **options)
        except ServerError:
            return


@mutant("faults.no-end-of-patience", "a list ends once the tries for its next page are used up")
class ListsEndInTheEnd(EndingAtErrors):
    pass


class _Guesses(Http):
    def graphql(self, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return super().graphql(document, variables)
        except ValueError:
            empty = dict.fromkeys(("config", "summaryMetrics", "systemMetrics", "notes", "group", "jobType"))
            run: dict[str, Any] = {
                "name": "",
                "displayName": "",
                "state": "",
                "tags": [],
                "createdAt": "",
                "user": None,
            }
            return {"project": {"run": run | empty | {"historyKeys": None}}}


@mutant("faults.no-nonsense", "what cannot be read is taken for a run with nothing in it")
class NonsenseIsEmpty(Over):
    http_class = _Guesses


@mutant("faults.no-nonsense-in-lists", "a page that cannot be read is taken for the end")
class NonsenseIsTheEnd(Reference):
    def _every(self, fetch: Fetch, per_page: int) -> Iterator[dict[str, Any]]:
        try:
            yield from super()._every(fetch, per_page)
        except ValueError:
            return


class _TakesParts(Http):
    def _read(self, response: HTTPResponse) -> bytes:
        try:
            return response.read()
        except IncompleteRead as error:
            return error.partial


@mutant("faults.no-half-download", "what came before the connection was lost is taken for the whole")
class TakesParts(Over):
    http_class = _TakesParts


class _UploadsAndForgets(Http):
    def send(self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> bytes:
        try:
            return super().send(method, url, body, headers)
        except ServerError:
            if method != "PUT":
                raise
            return b""


@mutant("faults.a-refused-upload", "how the upload was answered is not looked at")
class UploadsAndForgets(Over):
    http_class = _UploadsAndForgets

    def upload_file(self, run: str, path: str, root: str = ".") -> dict[str, Any]:
        try:
            return super().upload_file(run, path, root)
        except FileNotFoundError:
            return {"name": self._name_of(path, root), "size": 0}
