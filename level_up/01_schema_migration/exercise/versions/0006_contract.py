"""Contract: the old column and its trigger go.  There is no way back."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Drop `orders.total` and all that kept the two columns in step.

    Raises:
        Exception: an instance of version 1 is registered in `app_instances`, or registers at this
            moment and commits; nothing has changed.
    """
    # TODO task 6
    raise NotImplementedError


def downgrade() -> None:
    """Complete: what is dropped is dropped."""
    raise RuntimeError("0006 has no way back: restore a backup, or write a new revision")
