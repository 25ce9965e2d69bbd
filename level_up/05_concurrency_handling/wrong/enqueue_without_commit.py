"""Adds a job and leaves the transaction to its end."""

from solution import *

FAILS = "jobs_come_by_priority_then_age"
SAYS = "enqueue commits before it returns"


def enqueue(self: JobQueue, payload: dict[str, Any], priority: int = 0) -> int:
    """A session that is left without a commit rolls back."""
    with self._sessions() as session:
        row = JobRow(payload=payload, priority=priority)
        session.add(row)
        session.flush()
        return row.id


JobQueue.enqueue = enqueue
