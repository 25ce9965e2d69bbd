"""An application at work: statements sent over and over while something else happens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from runner.instruments.raised import first_line
from runner.instruments.waiting import until

if TYPE_CHECKING:
    from runner.instruments.waiting import WatchedDatabase

_MORE = 5
"""How often a statement has to be sent again before the application counts as going on."""


class Traffic:
    """Threads that send their statements over and over, until closed or until one is refused.

    Args:
        database: on PostgreSQL.
        timeout: after which a statement counts as refused, as PostgreSQL says it.
    """

    def __init__(self, database: WatchedDatabase, timeout: str = "5s") -> None:
        self._database = database
        self._timeout = timeout
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()
        self._error: tuple[str, Exception] | None = None
        self.sent: dict[str, int] = {}
        """How often each statement was sent and accepted."""

    def start(self, *statements: str) -> None:
        """Let one more thread send these statements, each in a transaction of its own."""
        self.sent |= dict.fromkeys(statements, 0)
        thread = threading.Thread(target=self._work, args=(statements,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def goes_on(self, when: str) -> None:
        """Wait until every statement has been sent some more times.

        Args:
            when: begins the message: `after step 0002`.

        Raises:
            AssertionError: one was refused, or nothing happens.
        """
        __tracebackhide__ = True
        wanted = {text: count + _MORE for text, count in self.sent.items()}
        until(
            lambda: self._error or all(self.sent[text] >= n for text, n in wanted.items()),
            seconds=20,
        )
        if self._error:
            text, error = self._error
            raise AssertionError(
                f"{when}, “{text}” got {first_line(error)}: the application must go on working"
            ) from error

    def close(self) -> None:
        """Let the threads end."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(10)

    def _work(self, statements: tuple[str, ...]) -> None:
        with self._database.observer() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", (self._timeout,))
            while not self._stopped.wait(0.001):
                for text in statements:
                    try:
                        cursor.execute(text)
                    except Exception as error:
                        self._error = (text, error)
                        return
                    self.sent[text] += 1
