"""Row locks in the queue too: whoever has locked a job may look, decide and write in peace."""

from solution import *


def _lock(session: Session, job: Job) -> JobRow:
    row = session.get_one(JobRow, job.id, with_for_update=True)
    if (row.state, row.attempts) != ("running", job.attempt):
        raise LeaseLost(str(job))
    return row


def _take_away(row: JobRow) -> None:
    row.state = "failed" if row.attempts >= MAX_ATTEMPTS else "ready"
    row.lease_until = None


def complete(self: JobQueue, job: Job) -> None:
    """Lock, compare, change the object."""
    with self._sessions.begin() as session:
        _lock(session, job).state = "done"


def heartbeat(self: JobQueue, job: Job, lease: timedelta) -> None:
    """Lock, compare, change the object."""
    with self._sessions.begin() as session:
        _lock(session, job).lease_until = datetime.now(UTC) + lease


def fail(self: JobQueue, job: Job) -> None:
    """Lock, compare, change the object."""
    with self._sessions.begin() as session:
        _take_away(_lock(session, job))


def reap(self: JobQueue, now: datetime) -> int:
    """A job that somebody has locked is not dead: it is passed over."""
    with self._sessions.begin() as session:
        rows = session.scalars(
            select(JobRow)
            .where(JobRow.state == "running", JobRow.lease_until < now)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            _take_away(row)
        return len(rows)


JobQueue.complete = complete
JobQueue.heartbeat = heartbeat
JobQueue.fail = fail
JobQueue.reap = reap
