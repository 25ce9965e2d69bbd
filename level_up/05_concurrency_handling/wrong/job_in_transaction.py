"""Keeps the transaction open while the job runs, for its lock."""

from solution import *

FAILS = "a_job_runs_outside_of_any_transaction"
SAYS = "transaction is open"


_open = dict[int, Session]()


def claim(self: JobQueue, worker: str, n: int, lease: timedelta) -> list[Job]:
    """The lock is the claim; nothing is written."""
    session = self._sessions()
    rows = session.scalars(
        select(JobRow)
        .where(JobRow.state == "ready")
        .order_by(JobRow.priority.desc(), JobRow.id)
        .limit(n)
        .with_for_update(skip_locked=True)
    ).all()
    _open.update((row.id, session) for row in rows)
    return [Job(row.id, row.payload, worker, row.attempts + 1) for row in rows]


def complete(self: JobQueue, job: Job) -> None:
    """The transaction of the claim ends here."""
    session = _open.pop(job.id)
    session.get_one(JobRow, job.id).state = "done"
    session.commit()


JobQueue.claim = claim
JobQueue.complete = complete
