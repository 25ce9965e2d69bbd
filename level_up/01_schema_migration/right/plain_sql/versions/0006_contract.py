"""The rule in one block of PL/pgSQL."""

from alembic import op
from sqlalchemy import text

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Lock, look, drop."""
    if op.get_bind().dialect.name == "sqlite":
        if op.get_bind().scalar(text("SELECT count(*) FROM app_instances WHERE version = 1")):
            raise ValueError("version 1 is running")
        op.execute("ALTER TABLE orders DROP COLUMN total")
        return
    op.execute(
        """
        DO $$ BEGIN
            LOCK TABLE app_instances IN EXCLUSIVE MODE;
            IF EXISTS (SELECT FROM app_instances WHERE version = 1) THEN
                RAISE EXCEPTION 'version 1 is running';
            END IF;
        END $$
        """
    )
    op.execute("ALTER TABLE orders DROP COLUMN total")
    op.execute("DROP FUNCTION order_inserted(), order_updated() CASCADE")


def downgrade() -> None:
    """Complete: what is dropped is dropped."""
    raise RuntimeError("0006 has no way back: restore a backup, or write a new revision")
