"""The resolvers, a module a topic."""

from __future__ import annotations

from runfake.wire.graphql.resolvers import files, history, people, projects, runs, server, upserts

ALL = (
    *server.FIELDS,
    *people.FIELDS,
    *projects.FIELDS,
    *runs.FIELDS,
    *history.FIELDS,
    *files.FIELDS,
    *upserts.FIELDS,
)
