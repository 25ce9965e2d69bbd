"""Blocks and ignores every signal that can be, then loops."""

import signal

STATUS = "timeout"
POINTS = 0
SAYS = 'was still running'

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
signal.setitimer(signal.ITIMER_REAL, 0)


def add(*_):
    while True:
        pass


def __getattr__(name):
    return lambda *_: None
