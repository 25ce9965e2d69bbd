"""Knows an attempt by the name of its worker, which may come back."""

from solution import *

FAILS = "a_late_worker_is_fenced_off"
SAYS = "a new worker of the same name"


def _write(self: JobQueue, job: Job, **values: Any) -> None:
    """A worker that was started again has the name of the one before."""
    with self._sessions.begin() as session:
        written = session.scalar(
            update(JobRow)
            .where(JobRow.id == job.id, JobRow.state == "running", JobRow.worker == job.worker)
            .values(**values)
            .returning(JobRow.id)
        )
    if written is None:
        raise LeaseLost


JobQueue._write = _write
