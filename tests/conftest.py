"""The proof of every drill takes as long as all other tests together, so it runs beside them."""

import subprocess
import sys
from collections.abc import Iterator
from signal import SIGINT

import pytest

from runner.catalog import REPOSITORY


def _asks(item: pytest.Item, fixture: str) -> bool:
    return fixture in getattr(item, "fixturenames", ())


def drills_of(items: list[pytest.Item], fixture: str) -> list[str]:
    """The drills whose tests ask for a fixture."""
    asking = [item for item in items if _asks(item, fixture)]
    return sorted({item.callspec.params["drill"].slug for item in asking})  # type: ignore[attr-defined]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have those come last who wait for it."""
    items.sort(key=lambda item: _asks(item, "verified"))


@pytest.fixture(scope="session", autouse=True)
def verifying(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str] | None]:
    """`drills verify --json` of the drills whose tests ask for it, under way from the start."""
    names = drills_of(request.session.items, "verified")
    if not names:
        yield None
        return
    with subprocess.Popen(
        [sys.executable, "-m", "runner.cli", "verify", "--json", *names],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(SIGINT)
