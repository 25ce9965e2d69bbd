"""Accounts in PostgreSQL."""


def transfer(dsn: str, source: int, target: int, cents: int) -> None:
    """Move money from one account to another.

    Raises:
        ValueError: the source has too little; nothing is moved.
    """
    raise NotImplementedError


def total(dsn: str) -> int:
    """What all own together, in cents."""
    raise NotImplementedError
