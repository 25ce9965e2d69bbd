"""A shop's stock in SQLite."""

from pathlib import Path


def add(path: Path, name: str, cents: int, stock: int) -> int:
    """Save a product and return its id."""
    raise NotImplementedError


def names(path: Path) -> list[str]:
    """All names, in order."""
    raise NotImplementedError


def value(path: Path) -> int:
    """What the whole stock is worth, in cents."""
    raise NotImplementedError


def take(path: Path, name: str, count: int) -> None:
    """Take products out of the stock.

    Raises:
        ValueError: there are fewer, or there is no such product.
    """
    raise NotImplementedError
