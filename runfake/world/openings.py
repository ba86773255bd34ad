"""A process starts to write to a run: it resumes it, joins its other writers, or begins it anew."""

from __future__ import annotations

from runfake.world import branches
from runfake.world.runs import Run, RunEdit


def begins(run: Run | None, edit: RunEdit, *, resumes: bool, joins: bool) -> bool:
    """Whether a run begins with ``edit``: one that is new, was never started, or is overwritten by a new process.

    A process tells itself by naming its host. It ``resumes`` where it gives the run's GraphQL id, which it
    was told when it asked what there is; ``joins`` says that it is one of several writers.
    """
    if run is None:
        return True
    if edit.host is None or resumes:
        return False
    return not (run.started and (joins or _same_process(run, edit)))


def _same_process(run: Run, edit: RunEdit) -> bool:
    """Whether ``edit`` came before, or names the very moment at which the writing process started."""
    started = edit.config.internal(["start_time"]) if edit.config else {}
    return edit == run.opened_with or (bool(started) and started == run.wire_config.internal(["start_time"]))


def open_run(run: Run, edit: RunEdit, *, anew: bool, forked: list[str] | None) -> None:
    """The process that sent ``edit`` writes to ``run`` from now on: from nothing, or from what it forks, if ``anew``.

    An edit without a host does not come from such a process, and opens nothing.
    """
    if edit.host is None:
        return
    run.life.open()
    if anew and run.started:
        run.start_anew()
    if forked is not None:
        branches.begin_with(run, forked)
    if anew or edit != run.opened_with:
        run.opened_with = edit if anew else None
