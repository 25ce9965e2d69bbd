"""Every object of the table is kept as SQL, and made again after the move."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

RULE = ", CONSTRAINT ck_customers_credit_ceiling CHECK (credit_cents <= 1000000)"


def upgrade() -> None:
    """Refuse in words of its own; put the rule before the last bracket of CREATE TABLE."""
    over = op.get_bind().scalar(
        sa.text("SELECT count(*) FROM customers WHERE credit_cents > 1000000")
    )
    if over:
        raise RuntimeError(f"{over} customers have a credit of more than 10,000.00")
    if op.get_context().dialect.name == "sqlite":
        rebuild(lambda sql: sql.rstrip().removesuffix(")") + RULE + ")")
        return
    op.create_check_constraint(
        "ck_customers_credit_ceiling", "customers", "credit_cents <= 1000000"
    )


def downgrade() -> None:
    """Take it out again."""
    if op.get_context().dialect.name == "sqlite":
        rebuild(lambda sql: sql.replace(RULE, ""))
        return
    op.drop_constraint("ck_customers_credit_ceiling", "customers", type_="check")


def rebuild(change: Callable[[str], str]) -> None:
    """Make the table anew from its own, changed, text."""
    objects = op.get_bind().execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'customers' AND sql > ''")
    )
    texts = {(kind, sql) for kind, sql in objects}
    (table,) = [sql for kind, sql in texts if kind == "table"]
    op.execute("CREATE TABLE old_rows AS SELECT * FROM customers")
    op.drop_table("customers")
    op.execute(change(table))
    op.execute("INSERT INTO customers SELECT * FROM old_rows")
    op.drop_table("old_rows")
    for kind, sql in texts:
        if kind != "table":
            op.execute(sql)
